"""Writes about remarks on a plan: made, answered, resolved and opened again. Each leaves one record."""

import datetime
import uuid
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers, powers_of
from plans.models import Comment, Plan
from plans.policies import access_to, plans_within

Moment = datetime.datetime
Day = datetime.date


def remark(*, plan: Plan, key: uuid.UUID, text: str, by: Person, at: Moment, on: Day) -> Comment:
    """Remark on a section or row of a plan; whoever may read its drafts may."""
    powers = _reading(plan, by, on)
    with _recorded("remark", powers, plan, by=by, at=at) as record:
        made = Comment.objects.create(plan=plan, key=key, text=_said(text), written_by=by, written_at=at)
        audit.about(record, plan, key=str(key), remark=made.pk)
    return made


def answer_remark(*, remark: Comment, text: str, by: Person, at: Moment, on: Day) -> Comment:
    """Answer a remark, in its thread."""
    plan = remark.plan
    powers = _reading(plan, by, on)
    with _recorded("answer_remark", powers, plan, by=by, at=at) as record:
        first = remark.answers or remark
        made = Comment.objects.create(
            plan=plan, key=first.key, answers=first, text=_said(text), written_by=by, written_at=at
        )
        audit.about(record, plan, key=str(first.key), remark=first.pk)
    return made


def resolve_remark(*, remark: Comment, by: Person, at: Moment, on: Day) -> None:
    """Declare a remark settled: by its author, or by whoever may write in the plan."""
    _settle(remark, "resolve_remark", by=by, at=at, on=on, resolved_by=by, resolved_at=at)


def reopen_remark(*, remark: Comment, by: Person, at: Moment, on: Day) -> None:
    """Declare a remark open again."""
    _settle(remark, "reopen_remark", by=by, at=at, on=on, resolved_by=None, resolved_at=None)


def _settle(remark: Comment, action: str, *, by: Person, at: Moment, on: Day, **state: Any) -> None:
    plan = remark.plan
    powers = _reading(plan, by, on)
    if remark.written_by_id != by.pk and not access_to(powers, plan).writes:
        raise NotAllowed(Permission.WRITE_PLANS)
    with _recorded(action, powers, plan, by=by, at=at) as record:
        held = Comment.objects.select_for_update().get(pk=remark.pk)
        if (held.resolved_at is None) == (state["resolved_at"] is None):
            raise Refused(_("Somebody else did this already."))
        held.resolved_by, held.resolved_at = state["resolved_by"], state["resolved_at"]
        held.save()
        audit.about(record, plan, key=str(held.key), remark=held.pk)


def _reading(plan: Plan, by: Person, on: Day) -> Powers:
    powers = powers_of(by, on=on)
    if not plans_within(powers, Permission.READ_PLANS).filter(pk=plan.pk).exists():
        raise NotAllowed(Permission.READ_PLANS)
    return powers


def _said(text: str) -> str:
    if not text.strip():
        raise Refused(_("Write what you want to remark."))
    return text.strip()


def _recorded(action: str, powers: Powers, plan: Plan, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(Permission.READ_PLANS, plan.body)
    return audit.recorded(f"plans.{action}", by=by, at=at, on_behalf_of=behalf)
