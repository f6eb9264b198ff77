"""Reads of what was published and what came of it, of many plans at once and as at a day: one query a question."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from governance.models import ActionUpdate, Body, Seat
from governance.offices.queries import Held, held
from plans.due import due_day
from plans.models import Edition, MilestoneUpdate, PlanKind, PlannedAction, PlanningRound, Stage
from plans.progress.drawn import Drawn, Row
from plans.progress.standing import Reached, Standing

Day = datetime.date


def published_on(bodies: Any, *, on: Day, kinds: Collection[str] = ()) -> QuerySet[Edition]:
    """Return the editions of some bodies, written here, that were the published ones at the end of a day."""
    gone = Q(superseded_at__date__lte=on) | Q(withdrawn_at__date__lte=on)
    written = Edition.objects.filter(origin=Edition.Origin.WRITTEN)
    found = written.filter(plan__body__in=bodies, published_at__date__lte=on).exclude(gone)
    if kinds:
        found = found.filter(plan__kind__in=kinds)
    joined = found.select_related("plan__body").defer("search_text", "figures")
    return joined.order_by("plan__body", "plan__first_year", "number")


def standings(drawn: Iterable[Drawn], *, on: Day) -> list[Standing]:
    """Return how each action of some editions stands on a day: three queries, however many editions."""
    found = list(drawn)
    actions = _actions(found)
    said = _said({key for key in actions.values() if key}, on)
    reached = _reached({one.plan.pk for one in found}, on)
    return [_standing(one, row, actions, said, reached, on) for one in found for row in one.actions]


def _standing(one: Drawn, row: Row, actions: dict, said: dict, reached: dict, on: Day) -> Standing:
    action = actions.get((one.edition.pk, row.key))
    update = said.get(action) if action else None
    milestones = [Reached(stone, reached.get((one.plan.pk, stone.key)), on) for stone in one.milestones[row.key]]
    return Standing(one, row, action, update, milestones, on)


def _actions(found: list[Drawn]) -> dict[tuple[int, str], int | None]:
    """Return which action each planned one leads to; progress is kept with the action, whatever the edition."""
    rows = PlannedAction.objects.filter(edition__in=[one.edition.pk for one in found])
    return {(edition, str(key)): action for edition, key, action in rows.values_list("edition", "key", "action")}


def _said(actions: Collection[int], on: Day) -> dict[int, ActionUpdate]:
    updates = ActionUpdate.objects.filter(action__in=actions, made_at__date__lte=on)
    return {one.action_id: one for one in updates.order_by("action_id", "-made_at", "-pk").distinct("action_id")}


def _reached(plans: Collection[int], on: Day) -> dict[tuple[int, str], MilestoneUpdate]:
    updates = MilestoneUpdate.objects.filter(plan__in=plans, made_at__date__lte=on)
    latest = updates.order_by("plan_id", "key", "-made_at", "-pk").distinct("plan_id", "key")
    return {(one.plan_id, str(one.key)): one for one in latest}


def open_states(bodies: Collection[int]) -> dict[int, str]:
    """Return in which state the edition is that each body works on."""
    found = Edition.objects.open().filter(plan__body__in=bodies, plan__kind=PlanKind.CLUSTER_IMTP)
    return dict(found.order_by("plan__first_year").values_list("plan__body", "state"))


def deadlines_missed(bodies: Collection[int], *, on: Day) -> dict[int, Day]:
    """Return since when bodies that had not published the plan of a round by a day should have done so."""
    within = Q(body=OuterRef("parent")) | Q(body=OuterRef("parent__parent"))
    rounds = PlanningRound.objects.filter(within, opens_on__lte=on, template__kind=PlanKind.CLUSTER_IMTP)
    due = rounds.annotate(due_on=due_day("pk", OuterRef("parent"), Stage.PUBLISHED)).filter(due_on__lt=on)
    latest = due.order_by("-first_year", "-due_on")
    found = Body.objects.filter(pk__in=bodies).annotate(
        year=Subquery(latest.values("first_year")[:1]), due=Subquery(latest.values("due_on")[:1])
    )
    done = Edition.objects.filter(
        plan__body=OuterRef("pk"), plan__first_year=OuterRef("year"), published_at__date__lte=on
    )
    late = found.filter(~Exists(done), due__isnull=False)
    return dict(late.values_list("pk", "due"))


def updates_within(actions: Collection[int], *, start: Day, end: Day) -> dict[int, list[ActionUpdate]]:
    """Return what was said of each action from a day up to another, the newest first."""
    found: dict[int, list[ActionUpdate]] = defaultdict(list)
    made = ActionUpdate.objects.filter(action__in=actions, made_at__date__gte=start, made_at__date__lt=end)
    for one in made.order_by("-made_at", "-pk"):
        found[one.action_id].append(one)
    return found


def owners(keys: Collection[int | None], *, on: Day) -> dict[int, Held]:
    """Return offices by key with their holders on a day."""
    seats = Seat.objects.filter(pk__in={key for key in keys if key}).select_related("body", "represents", "follows")
    return {one.seat.pk: one for one in held(seats, on=on)}
