"""Writes about planning rounds: opening one, by when its stages are due, and a board's way to approval."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.dated import from_day
from common.errors import Refused
from common.versions import refuse_overtaken
from governance.models import Body, Office
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of
from plans.models import ROUNDS_OF, ApprovalRoute, Deadline, PlanningRound, Stage, TemplateEdition

Day = datetime.date
Moment = datetime.datetime
# Who can be among those who approve at last.
FINAL = (Office.APPROVER, Office.PARTNERSHIP_BOARD)


def open_round(
    *,
    body: Body,
    template: TemplateEdition,
    first_year: int,
    name_en: str,
    name_cy: str,
    by: Person,
    at: Moment,
    on: Day,
) -> PlanningRound:
    """Open a round of planning for all bodies under one: Wales, or a health board."""
    powers = _allowed(by, body, on=on)
    if body.body_kind not in ROUNDS_OF:
        raise Refused(_("A planning round is for Wales or for a health board."))
    if not name_en.strip() or not name_cy.strip():
        raise Refused(_("Give the round a name in both languages."))
    if PlanningRound.objects.filter(body=body, template=template, first_year=first_year).exists():
        raise Refused(_("There is a round of this template for this year already."))
    behalf = powers.on_behalf_of(Permission.MANAGE_ROUNDS, body)
    with audit.recorded("plans.open_round", by=by, at=at, on_behalf_of=behalf) as record:
        opened = PlanningRound.objects.create(
            body=body,
            template=template,
            first_year=first_year,
            name_en=name_en.strip(),
            name_cy=name_cy.strip(),
            opens_on=on,
        )
        audit.about(record, opened)
    return opened


def days_set(planning_round: PlanningRound, board: Body | None) -> dict[str, Day]:
    """Return the days of a round that are set for all (`board` is None), or for one board, by stage."""
    found = Deadline.objects.filter(round=planning_round, board=board).order_by("stage")
    return dict(found.values_list("stage", "due_on"))


def set_deadlines(
    *,
    planning_round: PlanningRound,
    board: Body | None,
    days: Mapping[Stage, Day | None],
    by: Person,
    at: Moment,
    on: Day,
    seen: str | None = None,
) -> None:
    """Set by when each stage of a round is due: for all, or for the plans of one board; None takes a day away."""
    concerned = board or planning_round.body
    powers = _allowed(by, concerned, on=on)
    if board is not None and planning_round.body_id not in (board.pk, board.parent_id):
        raise Refused(_("This round is not for the plans of this board."))
    _refuse_order(days)
    behalf = powers.on_behalf_of(Permission.MANAGE_ROUNDS, concerned)
    with audit.recorded("plans.set_deadlines", by=by, at=at, on_behalf_of=behalf) as record:
        held = PlanningRound.objects.select_for_update().get(pk=planning_round.pk)
        refuse_overtaken(seen, days_set(held, board))
        for stage, day in days.items():
            place = {"round": held, "board": board, "stage": stage}
            if day is None:
                Deadline.objects.filter(**place).delete()
            else:
                Deadline.objects.update_or_create(**place, defaults={"due_on": day})
        audit.about(record, held, **{stage.value: str(day) for stage, day in days.items() if day})
        record.bodies = sorted({*record.bodies, concerned.pk})


def _refuse_order(days: Mapping[Stage, Day | None]) -> None:
    given = [days[stage] for stage in Stage if days.get(stage) is not None]
    if given != sorted(given):  # type: ignore[type-var]
        raise Refused(_("Each stage is due on the day of the one before it, or later."))


def routes_set(board: Body) -> list[tuple[Any, ...]]:
    """Return the ways to approval of a board with their days, as they stand."""
    return list(ApprovalRoute.objects.filter(board=board).order_by("pk").values_list())


def set_route(
    *,
    board: Body,
    through_planning_group: bool,
    final_offices: Collection[str],
    start: Day,
    by: Person,
    at: Moment,
    on: Day,
    seen: str | None = None,
) -> ApprovalRoute:
    """Set through whose hands the plans of a board go from a day on, until another way is set."""
    powers = _allowed(by, board, on=on)
    if start < on:
        raise Refused(_("A way to approval is not changed for days that have passed."))
    if board.body_kind != Body.Kind.HEALTH_BOARD or not set(final_offices) <= set(FINAL) or not final_offices:
        raise Refused(_("Choose at least one office that approves the plans of the board."))
    behalf = powers.on_behalf_of(Permission.MANAGE_ROUNDS, board)
    with audit.recorded("plans.set_route", by=by, at=at, on_behalf_of=behalf) as record:
        Body.objects.select_for_update().get(pk=board.pk)
        refuse_overtaken(seen, routes_set(board))
        _make_room(board, start)
        route = ApprovalRoute.objects.create(
            board=board,
            through_planning_group=through_planning_group,
            final_offices=sorted(final_offices),
            during=from_day(start),
        )
        audit.about(record, route)
    return route


def _make_room(board: Body, start: Day) -> None:
    """End the way that is in force on a day; what was to begin on it or later does not."""
    for earlier in ApprovalRoute.objects.filter(board=board):
        if earlier.during.lower is not None and earlier.during.lower >= start:
            earlier.delete()
        elif earlier.during.upper is None or earlier.during.upper > start:
            earlier.during = from_day(earlier.during.lower, start)
            earlier.save(update_fields=["during"])


def _allowed(by: Person, body: Body, *, on: Day) -> Powers:
    powers = powers_of(by, on=on)
    powers.check(Permission.MANAGE_ROUNDS, body)
    return powers
