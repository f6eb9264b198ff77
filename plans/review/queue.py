"""Which plans wait for somebody: whose turn it is by the table of states, the longest wait first."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Person
from common.dates import day_of
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.states import OWNERS
from plans.models import Edition, EditionState
from plans.review.queries import DECIDED_ON, waiting
from plans.routes import awaited, is_asked

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
    left = _awaiting(found, person, powers)
    return [_shown(one, on=powers.on) for one in found if one.state not in DECIDED_ON or one.pk in left]


def _awaiting(editions: list[Edition], person: Person, powers: Powers) -> set[int]:
    """Return the editions on which the word of somebody is awaited."""
    left: set[int] = set()
    for state in DECIDED_ON:
        permission, here = OWNERS[state], [one for one in editions if one.state == state]
        told = awaited(here, permission, on=powers.on) if permission and here else {}
        left |= {one.pk for one in here if permission and is_asked(told[one.pk], powers, permission, one, by=person)}
    return left


def _shown(edition: Edition, *, on: datetime.date) -> WaitingPlan:
    since: datetime.datetime = edition.since  # type: ignore[attr-defined]
    days = (on - day_of(since)).days
    note = ngettext("Waiting for %(days)s day", "Waiting for %(days)s days", days) % {"days": days}
    return WaitingPlan(
        f"{edition.get_state_display()}: {edition.plan}",
        reverse(LEFT_ON[State(edition.state)], kwargs={"key": edition.pk}),
        note,
    )
