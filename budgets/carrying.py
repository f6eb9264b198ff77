"""How much of a line went on into the next year, by what the ledger says, and how much somebody asked for."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, Sum

from budgets.models import BudgetLine, MoneyRequest
from common.money import ZERO

What, Outcome = MoneyRequest.What, MoneyRequest.Outcome


def carried_from(lines: Iterable[BudgetLine]) -> dict[int, Decimal]:
    """Return how much of each line was carried over: what was taken back since is there again."""
    return _sums(lines, "entry__amount", Q(entry__isnull=False, entry__reversed_by__isnull=True))


def carry_over_asked(lines: Iterable[BudgetLine]) -> dict[int, Decimal]:
    """Return how much of each line waits for somebody to decide whether it is carried over."""
    return _sums(lines, "amount", Q(outcome=Outcome.WAITING))


def _sums(lines: Iterable[BudgetLine], amount: str, condition: Q) -> dict[int, Decimal]:
    wanted = [line.pk for line in lines]
    found = MoneyRequest.objects.filter(condition, what=What.CARRY_OVER, from_line__in=wanted).order_by()
    sums = found.values("from_line").annotate(sum=Sum(amount)).values_list("from_line", "sum")
    return defaultdict(lambda: ZERO, sums)
