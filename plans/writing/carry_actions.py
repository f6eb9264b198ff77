"""Writes that look back: rows carried forward from an earlier plan, a plan looked at again and left as it is."""

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.models import Action
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, powers_of
from plans.editions.copies import copy_rows
from plans.models import Authorship, Confirmation, Edition, EditionState, Milestone, PlannedAction, PlanRow, Priority
from plans.policies import access_to, is_writable

Moment = datetime.datetime
Day = datetime.date
CARRIED = ("need", "priority", "action", "milestone", "risk")
LEAP = (2, 29)


def carry_forward(
    *, source: Edition, target: Edition, keys: Collection[uuid.UUID], a_year_on: bool, by: Person, at: Moment, on: Day
) -> int:
    """Copy the chosen rows of an earlier plan of the same body into one that is being written; return how many.

    Each says from which edition it came. What is there already is left as it is; milestones come with their action.
    """
    powers = powers_of(by, on=on)
    if not access_to(powers, target.plan).whole:
        raise NotAllowed(Permission.WRITE_PLANS)
    behalf = powers.on_behalf_of(Permission.WRITE_PLANS, target.plan.body)
    with audit.recorded("plans.carry_forward", by=by, at=at, on_behalf_of=behalf) as record:
        target = Edition.objects.select_for_update(of=("self",)).select_related("plan__body").get(pk=target.pk)
        if not is_writable(target) or source.plan.body_id != target.plan.body_id:
            raise Refused(_("Nothing can be carried forward into this edition now."))
        wanted = set(keys) - _there(target)

        def chosen(code: str, row: PlanRow) -> bool:
            return code in CARRIED and (row.action if isinstance(row, Milestone) else row.key) in wanted

        def change(_code: str, row: PlanRow) -> None:
            _settle_in(row, wanted, a_year_on=a_year_on)

        pairs = copy_rows(source, target, wanted=chosen, change=change, carried_over=True)
        Authorship.objects.get_or_create(edition=target, person=by)
        audit.about(record, target, source=source.pk, rows=len(pairs))
    return len(pairs)


def _there(target: Edition) -> set[uuid.UUID]:
    rows = [getattr(target, name) for name in ("need_rows", "priority_rows", "plannedaction_rows", "risk_rows")]
    return {key for one in rows for key in one.values_list("key", flat=True)}


def _settle_in(row: PlanRow, wanted: Collection[uuid.UUID], *, a_year_on: bool) -> None:
    """Let go of what a copied row points to and was left behind; give an action of an old plan one of its own."""
    if isinstance(row, Priority):
        row.needs = [key for key in row.needs if key in wanted]
    if isinstance(row, PlannedAction):
        row.priority = row.priority if row.priority in wanted else None
        row.action = row.action or Action.objects.create(body=row.edition.plan.body)
        row.first_year_money, row.second_year_money, row.third_year_money = *row.money[1:], None
    if isinstance(row, Milestone):
        row.baseline_on = None
    for name in ("starts_on", "ends_on", "due_on", "review_on", "target_on") if a_year_on else ():
        if getattr(row, name, None):
            setattr(row, name, year_later(getattr(row, name)))


def year_later(day: Day) -> Day:
    """Return the same day a year later; 28 February for 29 February."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == LEAP else day.day)


def confirm_unchanged(*, edition: Edition, note: str, by: Person, at: Moment, on: Day) -> Confirmation:
    """Keep that somebody looked at a published edition again on a day and found nothing to change."""
    powers, body = powers_of(by, on=on), edition.plan.body
    powers.check(Permission.WRITE_PLANS, body)
    behalf = powers.on_behalf_of(Permission.WRITE_PLANS, body)
    with audit.recorded("plans.confirm_unchanged", by=by, at=at, on_behalf_of=behalf) as record:
        held = Edition.objects.select_for_update(of=("self",)).select_related("plan__body").get(pk=edition.pk)
        if held.state != EditionState.PUBLISHED:
            raise Refused(_("Only a published edition can be confirmed as it is."))
        made: Any = Confirmation.objects.create(edition=held, note=note, confirmed_by=by, confirmed_at=at)
        audit.about(record, held, note=note)
    return made
