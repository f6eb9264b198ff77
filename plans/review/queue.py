"""Which plans wait for somebody: whose turn it is by the table of states, the longest wait first."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Person
from common.dates import day_of
from governance.models import Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.states import OWNERS
from plans.models import ApprovalRoute, Edition, EditionState, Verdict
from plans.models.rounds import final_offices
from plans.review.queries import waiting

State = EditionState
# The page on which each state is left; what is being written stands in the list of those who write it.
LEFT_ON = {
    State.AGREED: "plans:send",
    State.WITH_PLANNING_GROUP: "plans:pass_on",
    State.WITH_BOARD: "plans:approve",
    State.APPROVED: "plans:publish",
}


@dataclass(frozen=True)
class WaitingPlan:
    """A plan that waits: in words, with the page where it is moved on, and for how long it has waited."""

    text: str
    href: str
    note: str


def waiting_plans(person: Person, powers: Powers) -> list[WaitingPlan]:
    """Return the plans that wait for a person, the longest wait first."""
    turns: dict[Permission, list[State]] = {}
    for state in LEFT_ON:
        permission = OWNERS[state]
        if permission is not None and powers.holds(permission):
            turns.setdefault(permission, []).append(state)
    found = waiting(person, powers, turns) if turns else []
    to_approve = [one for one in found if one.state == State.WITH_BOARD]
    left = {one.pk for one in _left_to_approve(to_approve, powers)} if to_approve else set()
    return [_shown(one, on=powers.on) for one in found if one.state != State.WITH_BOARD or one.pk in left]


def _left_to_approve(editions: list[Edition], powers: Powers) -> list[Edition]:
    """Keep the editions whose way asks for an office of somebody's that has not decided yet."""
    seats = {grant.seat for grant in powers.grants if grant.permission is Permission.APPROVE_PLANS}
    mine = set(Seat.objects.filter(pk__in=seats).values_list("office", flat=True))
    boards = {one.plan.body.parent_id for one in editions}
    routes = ApprovalRoute.objects.current(on=powers.on).filter(board__in=boards)
    asked = dict(routes.values_list("board", "final_offices"))
    given = set(
        Verdict.objects.filter(
            submission__edition__in=editions, submission__closed_at__isnull=True, stage=Verdict.Stage.BOARD
        ).values_list("submission__edition", "office")
    )
    return [
        one
        for one in editions
        if any(
            office in mine and (one.pk, office) not in given
            for office in asked.get(one.plan.body.parent_id, final_offices())
        )
    ]


def _shown(edition: Edition, *, on: datetime.date) -> WaitingPlan:
    since: datetime.datetime = edition.since  # type: ignore[attr-defined]
    days = (on - day_of(since)).days
    note = ngettext("Waiting for %(days)s day", "Waiting for %(days)s days", days) % {"days": days}
    return WaitingPlan(
        f"{edition.get_state_display()}: {edition.plan}",
        reverse(LEFT_ON[State(edition.state)], kwargs={"key": edition.pk}),
        note,
    )
