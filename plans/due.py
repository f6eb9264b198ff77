"""By when a plan is to be moved on: a board's own day comes before that of the round, whoever asks."""

import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from plans.models import Deadline, EditionState, Plan, Stage

State = EditionState
# By which stage of its round an edition in a state is to be moved on.
DUE: dict[str, Stage] = {
    State.DRAFT: Stage.AGREED,
    State.RETURNED: Stage.AGREED,
    State.AGREED: Stage.AGREED,
    State.WITH_PLANNING_GROUP: Stage.PLANNING_GROUP,
    State.WITH_BOARD: Stage.BOARD,
    State.APPROVED: Stage.PUBLISHED,
}


def _own_first(deadlines: QuerySet[Deadline], board: OuterRef | int | None) -> QuerySet[Deadline]:
    mine = deadlines.filter(Q(board__isnull=True) | Q(board=board))
    return mine.order_by("stage", F("board").asc(nulls_last=True))


def due_day(planning_round: str, board: str | OuterRef, stage: OuterRef | Stage) -> Subquery:
    """Return by when a stage of a round is due for the plans of a board, as a column of a query."""
    days = Deadline.objects.filter(round=OuterRef(planning_round), stage=stage)
    return Subquery(_own_first(days, OuterRef(board)).values("due_on")[:1])


def due_days(plan: Plan) -> dict[str, datetime.date]:
    """Return by when each stage of a plan is due."""
    days = _own_first(Deadline.objects.filter(round=plan.round_id), plan.body.parent_id)
    return dict(days.distinct("stage").values_list("stage", "due_on"))
