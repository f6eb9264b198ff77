"""Writes about what came of a published plan. The frozen rows never change; what is said here points to their keys."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.dates import Quarter
from common.errors import Meanwhile, Refused
from governance.models import Action, ActionUpdate, Rating
from governance.powers.policies import powers_of
from plans.models import Milestone, MilestoneUpdate, Plan, PlannedAction, Visibility
from plans.progress.policies import acting_for, check_update, current_row
from plans.progress.rating import computed

Day = datetime.date
Moment = datetime.datetime
WHOLE = 100


@dataclass(frozen=True)
class Progress:
    """How an action stands: what is said in one language is enough, both are welcome."""

    status: str
    percent: int
    note_en: str = ""
    note_cy: str = ""
    rating: str = ""
    rating_reason: str = ""


def update_action(*, action: Action, told: Progress, version: int, by: Person, at: Moment, on: Day) -> ActionUpdate:
    """Say how an action of a published plan stands; `version` is the one that the form was opened at."""
    row = _row_of(action)
    with _recorded("update_action", row, by=by, at=at, on=on) as record:
        action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
        if action.version != version:
            raise Meanwhile(_("Somebody else has said how this action stands since you opened it."))
        told = _sound(told)
        rating = computed(status=told.status, percent=told.percent, starts_on=row.starts_on, ends_on=row.ends_on, on=on)
        update = ActionUpdate.objects.create(
            action=action,
            period_starts_on=Quarter.of(on).starts_on,
            computed=rating or "",
            made_by=by,
            made_at=at,
            **vars(told),
        )
        action.status, action.percent, action.version = told.status, told.percent, action.version + 1
        action.save()
        audit.about(record, row.edition, key=str(row.key), row=str(row), status=told.status, percent=told.percent)
        _show(row)
    return update


def _sound(told: Progress) -> Progress:
    """Return what was told; raise `Refused` where it contradicts itself."""
    if told.status == Action.Status.COMPLETED and told.percent != WHOLE:
        raise Refused(_("What is completed is 100 percent done."))
    if told.status == Action.Status.NOT_STARTED and told.percent != 0:
        raise Refused(_("What is not yet started is 0 percent done."))
    if told.rating and not told.rating_reason.strip():
        raise Refused(_("Say why you rate it yourself."))
    if told.rating and told.rating not in Rating.values:
        raise LookupError(f"There is no rating {told.rating!r}.")
    return told


def update_milestone(
    *,
    milestone: Milestone,
    done_on: Day | None,
    due_on: Day | None,
    note: str,
    seen: int,
    by: Person,
    at: Moment,
    on: Day,
) -> MilestoneUpdate:
    """Say that a milestone was reached on a day, or is now due on another, and why.

    `seen` is the key of the latest update when the form was opened, 0 where there was none.
    """
    row = _row_of_milestone(milestone)
    plan = row.edition.plan
    with _recorded("update_milestone", row, by=by, at=at, on=on) as record:
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        latest = MilestoneUpdate.objects.filter(plan=plan, key=milestone.key).first()
        if (latest.pk if latest else 0) != seen:
            raise Meanwhile(_("Somebody else has said how this milestone stands since you opened it."))
        present = latest.due_on if latest else milestone.due_on
        _check_days(done_on, due_on, note, present=present, on=on)
        update = MilestoneUpdate.objects.create(
            plan=plan,
            key=milestone.key,
            due_on=due_on or present,
            done_on=done_on,
            note=note,
            made_by=by,
            made_at=at,
        )
        days = {"due_on": str(update.due_on), "done_on": str(done_on) if done_on else ""}
        audit.about(record, row.edition, key=str(milestone.key), row=str(milestone), **days)
        _show(milestone)
    return update


def _check_days(done_on: Day | None, due_on: Day | None, note: str, *, present: Day, on: Day) -> None:
    if (done_on is None) == (due_on is None):
        raise Refused(_("Say either when it was reached or to which day it moves."))
    if done_on is not None and done_on > on:
        raise Refused(_("What is reached was reached today or before."))
    if due_on is not None and due_on == present:
        raise Refused(_("It is due on this day already."))
    if due_on is not None and not note.strip():
        raise Refused(_("Say why the day moves."))


# --- What they share ---


def _row_of(action: Action) -> PlannedAction:
    row = current_row(action)
    if row is None:
        raise Refused(_("This action is in no published plan."))
    return row


def _row_of_milestone(milestone: Milestone) -> PlannedAction:
    rows = PlannedAction.objects.filter(edition=milestone.edition_id, key=milestone.action)
    row = rows.select_related("action").first()
    if row is None or row.action is None:
        raise Refused(_("This action is in no published plan."))
    return _row_of(row.action)


def _recorded(action: str, row: PlannedAction, *, by: Person, at: Moment, on: Day) -> Any:
    powers = powers_of(by, on=on)
    check_update(powers, row)
    return audit.recorded(f"plans.{action}", by=by, at=at, on_behalf_of=acting_for(powers, row))


def _show(row: PlannedAction | Milestone) -> None:
    """Let the public pages show what came of a row that everybody may read."""
    if row.visibility == Visibility.PUBLIC:
        public.raise_version()
