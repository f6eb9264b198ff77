"""What the pages of one plan show, put together from its frozen edition and what was said since."""

import datetime
from typing import Any

from django import forms

from common.dates import Quarter
from common.forms import asked
from governance.models import ActionUpdate
from plans.editions.content import row_content
from plans.editions.kinds import MILESTONE
from plans.models import Edition, Milestone, MilestoneUpdate, PlannedAction
from plans.progress import presenters
from plans.progress.drawn import Drawn, Row
from plans.progress.forms import ReachedForm, milestone_form
from plans.progress.policies import Following, speaks_for
from plans.progress.queries import owners, standings
from plans.progress.standing import Reached, Standing

Day = datetime.date


def plan_page(following: Following, edition: Edition | None, *, on: Day) -> dict[str, Any]:
    """Return what stands on the page of a plan that is followed; little where none of its editions is published."""
    if edition is None:
        return {"edition": None}
    found = standings([Drawn(edition, following.access.visibilities)], on=on)
    offices = owners([one.row.owner for one in found], on=on)
    lines = [
        presenters.line(one, offices.get(one.row.owner or 0), mine=_is_mine(following, one, offices)) for one in found
    ]
    return {
        "edition": edition,
        "quarter": presenters.quarter_words(Quarter.of(on)),
        "wanted": [one for one in lines if one.is_wanted],
        "statuses": presenters.status_counts(found),
        "ratings": presenters.rating_counts(found),
        "lines": lines,
    }


def _is_mine(following: Following, one: Standing, offices: dict[int, Any]) -> bool:
    if following.access.may_write(one.row.collaborative):
        return True
    held = offices.get(one.row.owner or 0)
    return held is not None and speaks_for(following.powers, held.seat)


def action_page(
    following: Following,
    row: PlannedAction,
    progress: forms.Form,
    milestone: forms.Form | None,
    together: ReachedForm | None,
    *,
    on: Day,
) -> dict[str, Any]:
    """Return what stands on the page of one action; the forms only for whoever may say how it stands."""
    updates = list(ActionUpdate.objects.filter(action=row.action_id).select_related("made_by"))
    reached = _milestones(following, row, on)
    standing = Standing(
        Drawn(row.edition, following.access.visibilities),
        Row(row_content_of(row)),
        row.action_id,
        updates[0] if updates else None,
        reached,
        on,
    )
    offices = owners([row.owner_id], on=on)
    may = following.may_update(row)
    asking = asked(progress) if may else {}
    return {
        "row": row,
        "line": presenters.line(standing, offices.get(row.owner_id or 0), mine=may),
        "may": may,
        "form": asking,
        "stones": [_with_form(one, milestone if may else None) for one in reached],
        "history": presenters.history(updates),
        "together": asked(together) if may and together else None,
        "problems": [
            problem for form in (progress, milestone, together) if may and form for problem in asked(form)["problems"]
        ],
    }


def open_milestones(following: Following, row: PlannedAction, *, on: Day) -> list[tuple[str, str]]:
    """Return the milestones that were not reached yet as choices: each by its key and its latest update."""
    found = [one for one in _milestones(following, row, on) if one.done_on is None]
    return [(f"{one.row.key}:{one.update.pk if one.update else 0}", one.row.title.text) for one in found]


def row_content_of(row: PlannedAction) -> dict[str, Any]:
    """Return an action as its frozen edition has it."""
    rows = (row.edition.content or {}).get("action", [])
    found: dict[str, Any] = next(one for one in rows if one["key"] == str(row.key))
    return found


def _milestones(following: Following, row: PlannedAction, on: Day) -> list[Reached]:
    rows = Milestone.objects.filter(edition=row.edition_id, action=row.key).order_by("order", "pk")
    seen = [one for one in rows if one.visibility in following.access.visibilities or following.may_update(row)]
    updates: dict[Any, MilestoneUpdate] = {}
    for update in MilestoneUpdate.objects.filter(plan=row.edition.plan_id, key__in=[one.key for one in seen]):
        updates.setdefault(update.key, update)
    return [Reached(Row(row_content(MILESTONE, one)), updates.get(one.key), on) for one in seen]


def _with_form(one: Reached, sent: forms.Form | None) -> dict[str, Any]:
    """Return a milestone with its questions, and with what was written of it."""
    is_sent = sent is not None and sent.data.get("milestone") == one.row.key
    seen = one.update.pk if one.update else 0
    form = sent if is_sent else milestone_form(None, one.row.key, seen=seen)
    return {"stone": presenters.stone(one), "is_open": is_sent, **asked(form)}
