"""Reads about planning rounds: which concern somebody, and by when a plan's stages are due."""

import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import ROUNDS_OF, PlanningRound, Stage, TemplateEdition


def managed(powers: Powers) -> QuerySet[PlanningRound]:
    """Return the rounds that somebody may change."""
    found: QuerySet[PlanningRound] = PlanningRound.objects.filter(body__in=powers.bodies(Permission.MANAGE_ROUNDS))
    return found.select_related("body", "template")


def concerning(powers: Powers) -> QuerySet[PlanningRound]:
    """Return the rounds for the boards in somebody's reach: those of the boards, and those of the nation above."""
    reach = powers.bodies(Permission.MANAGE_ROUNDS)
    found: QuerySet[PlanningRound] = PlanningRound.objects.filter(Q(body__in=reach) | Q(body__children__in=reach))
    return found.select_related("body", "template").prefetch_related("deadlines").distinct()


def boards(powers: Powers) -> QuerySet[Body]:
    """Return the health boards whose days and way somebody may set."""
    return powers.bodies(Permission.MANAGE_ROUNDS).filter(body_kind=Body.Kind.HEALTH_BOARD).in_order()


def bodies_of_rounds(powers: Powers) -> QuerySet[Body]:
    """Return the bodies for which somebody may open a round."""
    return powers.bodies(Permission.MANAGE_ROUNDS).filter(body_kind__in=ROUNDS_OF).order_by("-body_kind", "pk")


def rounds_for(board: Body) -> QuerySet[PlanningRound]:
    """Return the rounds for the plans of a board, the newest first."""
    found: QuerySet[PlanningRound] = PlanningRound.objects.filter(body__in=[board.pk, board.parent_id])
    return found


def templates() -> QuerySet[TemplateEdition]:
    return TemplateEdition.objects.order_by("kind", "-pk")


def days_by_stage(planning_round: PlanningRound, board: Body | None) -> list[tuple[Promise, datetime.date]]:
    """Return the days set for all (`board` is None), or for one board, in the order of the stages."""
    key = board.pk if board else None
    found = {one.stage: one.due_on for one in planning_round.deadlines.all() if one.board_id == key}
    return [(stage.label, found[stage]) for stage in Stage if stage in found]
