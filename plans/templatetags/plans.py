"""What the pages of places say of plans."""

from typing import Any

from django import template

from governance.models import Body
from plans.published.presenters import plans_of, plans_under

register = template.Library()


@register.inclusion_tag("plans/of-body.html")
def published_plans(body: Body) -> dict[str, Any]:
    """Show the plans that a cluster or planning group works by now; nothing is read where `has_plan` says no."""
    return {"plans": plans_of(body) if getattr(body, "has_plan", True) else []}


@register.inclusion_tag("plans/under-board.html")
def plans_of_board(board: Body) -> dict[str, Any]:
    """Show the plans that stand published under a health board; nothing is read where `has_plan` says no."""
    return {"plans": plans_under(board) if getattr(board, "has_plan", True) else []}
