"""Whose turn it is with a plan: one question, which My work, the list of plans and the home of a body ask alike."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.models import AuditRecord, Person
from common.dates import day_of
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.due import DUE, due_day
from plans.editions.states import MOVES, OWNERS, WRITABLE
from plans.models import Edition, EditionState
from plans.policies import plans_within
from plans.routes import awaited, is_asked

State = EditionState
DECIDED_ON = (State.WITH_PLANNING_GROUP, State.WITH_BOARD)


@dataclass(frozen=True)
class Turn:
    """An edition that waits for somebody, by virtue of which permission, since when and by when."""

    edition: Edition
    permission: Permission
    since: datetime.date
    due_on: datetime.date | None


def turns_of(person: Person, powers: Powers) -> list[Turn]:
    """Return the editions whose turn is a person's, the longest wait first: one query where they decide on none.

    A plan is to be written by those with an office in its body or in one of its collaboratives; whoever reaches it
    from above may help.
    """
    condition = _reached(powers)
    if not condition:
        return []
    found = with_days(Edition.objects.filter(condition)).select_related("plan__body").distinct()
    waiting = list(found.defer("content", "figures", "search_text").order_by("since", "pk"))
    left = _awaiting(waiting, person, powers)
    mine = [one for one in waiting if one.state not in DECIDED_ON or one.pk in left]
    return [Turn(one, _owner(one), day_of(one.since), one.due_on) for one in mine]


def _owner(edition: Edition) -> Permission:
    owner = OWNERS[State(edition.state)]
    assert owner is not None, edition.state  # noqa: S101 - only states that wait for somebody are looked for
    return owner


def _reached(powers: Powers) -> Q:
    """Return the condition of being in a state whose turn is that of somebody with these powers."""
    condition = Q()
    for state in DUE:
        permission = OWNERS[State(state)]
        if permission is None or not powers.holds(permission):
            continue
        reached = Q(state=state, plan__in=plans_within(powers, permission).values("pk"))
        condition |= reached & _near(powers) if state in WRITABLE else reached
    return condition


def _near(powers: Powers) -> Q:
    near = {grant.body for grant in powers.grants if grant.permission is Permission.WRITE_PLANS}
    return Q(plan__body__in=near) | Q(plan__body__area__collaboratives__in=near)


def _awaiting(editions: list[Edition], person: Person, powers: Powers) -> set[int]:
    """Return the editions on which the word of somebody is awaited."""
    left: set[int] = set()
    for state in DECIDED_ON:
        permission, here = OWNERS[state], [one for one in editions if one.state == state]
        told = awaited(here, permission, on=powers.on) if permission and here else {}
        left |= {one.pk for one in here if permission and is_asked(told[one.pk], powers, permission, one, by=person)}
    return left


# --- since when, and by when ---


def with_days(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Say of each edition since when it stands as it does, and by which day it is to be moved on, where one is set."""
    moved = AuditRecord.objects.filter(
        subject_kind=Edition._meta.label_lower,
        subject_key=Cast(OuterRef("pk"), CharField()),
        action__in=[move.action for move in MOVES.values()],
    )
    since = Coalesce(Subquery(moved.order_by("-at").values("at")[:1]), F("started_at"))
    stages = [When(state=state, then=Value(stage.value)) for state, stage in DUE.items()]
    found = editions.annotate(since=since, stage=Case(*stages, default=None, output_field=CharField()))
    return found.annotate(due_on=due_day("plan__round", "plan__body__parent", OuterRef("stage")))
