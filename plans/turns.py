"""Whose turn it is with a plan: one question, which My work, the list of plans and the home of a body ask alike."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localtime

from accounts.models import AuditRecord, Person
from governance.models import Office, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.states import MOVES, OWNERS, WRITABLE
from plans.models import ApprovalRoute, Authorship, Deadline, Edition, EditionState, Stage, Verdict
from plans.models.rounds import final_offices
from plans.policies import AUTHORING, plans_within

State = EditionState
DECIDED_ON = (State.WITH_PLANNING_GROUP, State.WITH_BOARD)
# By which stage of its round an edition in a state is to be moved on.
DUE: dict[State, Stage] = {
    State.DRAFT: Stage.AGREED,
    State.RETURNED: Stage.AGREED,
    State.AGREED: Stage.AGREED,
    State.WITH_PLANNING_GROUP: Stage.PLANNING_GROUP,
    State.WITH_BOARD: Stage.BOARD,
    State.APPROVED: Stage.PUBLISHED,
}


@dataclass(frozen=True)
class Turn:
    """An edition that waits for somebody, by virtue of which permission, since when and by when."""

    edition: Edition
    permission: Permission
    since: datetime.date
    due_on: datetime.date | None


def turns_of(person: Person, powers: Powers) -> list[Turn]:
    """Return the editions whose turn is a person's, the longest wait first: one query.

    What somebody wrote in does not wait for their decision, and no office is asked twice. A plan is to be written by
    those with an office in its body or in one of its collaboratives; whoever reaches it from above may help.
    """
    condition = _reached(powers)
    if not condition:
        return []
    apart = ~Q(_wrote(person), state__in=DECIDED_ON) & ~Q(_has_decided(person), state__in=DECIDED_ON)
    found = with_days(Edition.objects.filter(condition).filter(apart))
    found = found.annotate(mine=_own_offices(powers), asked=_asked(powers.on), given=_given())
    found = found.select_related("plan__body").defer("content", "figures", "search_text").distinct()
    waiting = [one for one in found.order_by("since", "pk") if one.state != State.WITH_BOARD or _is_asked(one)]
    return [Turn(one, _owner(one), localtime(one.since).date(), one.due_on) for one in waiting]


def _owner(edition: Edition) -> Permission:
    owner = OWNERS[State(edition.state)]
    assert owner is not None, edition.state  # noqa: S101 - only states that wait for somebody are looked for
    return owner


def _reached(powers: Powers) -> Q:
    """Return the condition of being in a state whose turn is that of somebody with these powers."""
    condition = Q()
    for state in DUE:
        permission = OWNERS[state]
        if permission is None or not powers.holds(permission):
            continue
        reached = Q(state=state, plan__in=plans_within(powers, permission).values("pk"))
        condition |= reached & _near(powers) if state in WRITABLE else reached
    return condition


def _near(powers: Powers) -> Q:
    near = {grant.body for grant in powers.grants if grant.permission is Permission.WRITE_PLANS}
    return Q(plan__body__in=near) | Q(plan__body__area__collaboratives__in=near)


def _acts() -> QuerySet[AuditRecord]:
    """Return what was done to an edition, by the record."""
    return AuditRecord.objects.filter(
        subject_kind=Edition._meta.label_lower, subject_key=Cast(OuterRef("pk"), CharField())
    )


def _wrote(person: Person) -> Q:
    """Return the condition of having written in an edition, declared it agreed or sent it, as deciding asks too."""
    actions = [f"plans.{name}" for name in AUTHORING]
    acted = _acts().filter(Q(by=person) | Q(on_behalf_of=person), action__in=actions)
    return Q(Exists(Authorship.objects.filter(edition=OuterRef("pk"), person=person))) | Q(Exists(acted))


def _verdicts() -> QuerySet[Verdict]:
    """Return what was decided on an edition at the stage of the board, since it was last sent."""
    return Verdict.objects.filter(
        submission__edition=OuterRef("pk"), submission__closed_at__isnull=True, stage=Verdict.Stage.BOARD
    )


def _has_decided(person: Person) -> Q:
    return Q(Exists(_verdicts().filter(decided_by=person)))


def _given() -> ArraySubquery:
    return ArraySubquery(_verdicts().values("office"))


def _own_offices(powers: Powers) -> ArraySubquery:
    """Return the offices through which somebody approves plans."""
    seats = {grant.seat for grant in powers.grants if grant.permission is Permission.APPROVE_PLANS}
    return ArraySubquery(Seat.objects.filter(pk__in=seats).values("office").distinct())


def _asked(on: datetime.date) -> Subquery:
    """Return the offices that decide at last on the plans of a board; None where it decided nothing."""
    routes = ApprovalRoute.objects.current(on=on).filter(board=OuterRef("plan__body__parent"))
    return Subquery(routes.values("final_offices")[:1])


def _is_asked(edition: Edition) -> bool:
    """Whether the way of an edition asks for one of somebody's offices that has not decided yet."""
    asked: Collection[Office | str] = edition.asked or final_offices()  # type: ignore[attr-defined]
    return any(one in asked and one not in edition.given for one in edition.mine)  # type: ignore[attr-defined]


# --- since when, and by when ---


def with_days(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Say of each edition since when it stands as it does, and by which day it is to be moved on, where one is set."""
    moved = _acts().filter(action__in=[move.action for move in MOVES.values()])
    since = Coalesce(Subquery(moved.order_by("-at").values("at")[:1]), F("started_at"))
    stages = [When(state=state, then=Value(stage.value)) for state, stage in DUE.items()]
    found = editions.annotate(since=since, stage=Case(*stages, default=None, output_field=CharField()))
    return found.annotate(due_on=due_day("plan__round", "plan__body__parent", OuterRef("stage")))


def due_day(planning_round: str, board: str, stage: OuterRef | Stage) -> Subquery:
    """Return by when a stage of a round is due, as a column: a board's own day before that of the round."""
    mine = Q(board__isnull=True) | Q(board=OuterRef(board))
    days = Deadline.objects.filter(mine, round=OuterRef(planning_round), stage=stage)
    return Subquery(days.order_by(F("board").asc(nulls_last=True)).values("due_on")[:1])
