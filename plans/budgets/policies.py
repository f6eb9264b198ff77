"""Who may see, write and decide on money: answers from the powers that somebody has over the body of a line."""

from django.db.models import QuerySet

from governance.models import Body
from governance.permissions import Permission
from governance.policies import Powers
from plans.budgets.models import BudgetLine, MoneyRequest


def lines_within(powers: Powers, permission: Permission) -> QuerySet[BudgetLine]:
    """Return the budget lines of the bodies over which a person has a permission."""
    return BudgetLine.objects.filter(body__in=powers.bodies(permission).values("pk"))


def requests_within(powers: Powers, permission: Permission) -> QuerySet[MoneyRequest]:
    """Return the requests about money from the lines of the bodies over which a person has a permission."""
    return MoneyRequest.objects.filter(from_line__in=lines_within(powers, permission).values("pk"))


def board_of(body: Body) -> Body:
    """Return the board whose ledger a body's money stands in: its own parent, or itself."""
    return body if body.body_kind in (Body.Kind.HEALTH_BOARD, Body.Kind.NATION) else body.parent
