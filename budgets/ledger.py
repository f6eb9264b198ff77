"""How entries add up: every sum that the portal shows is one of these, over the sums that the database keeps.

    free = allocation + carry-over + virements in − virements out − open commitments − actuals

where allocation = allocations − reductions − returns; open commitments = commitments − what actuals drew on them;
actuals count accruals, which are reversed in the next period. Indicative allocations and forecasts promise nothing and
are not in it. A reversal has the opposite amount, so that it takes part in every sum as its entry did.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from budgets.models import BudgetLine, Entry, Kind, LineSum
from common.money import ZERO


@dataclass(frozen=True)
class Balance:
    """The sums of one or more lines, in pounds."""

    allocated: Decimal = ZERO
    indicative: Decimal = ZERO
    carried_over: Decimal = ZERO
    moved_in: Decimal = ZERO
    moved_out: Decimal = ZERO
    committed: Decimal = ZERO
    drawn: Decimal = ZERO
    spent: Decimal = ZERO

    def __add__(self, other: "Balance") -> "Balance":
        sums = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        return Balance(**sums)

    @property
    def budget(self) -> Decimal:
        """What may be spent: allocation, carry-over and virements."""
        return self.allocated + self.carried_over + self.moved_in - self.moved_out

    @property
    def open_commitments(self) -> Decimal:
        return self.committed - self.drawn

    @property
    def free(self) -> Decimal:
        """What is neither spent nor committed; below nought where more was spent than there is."""
        return self.budget - self.open_commitments - self.spent


def _sum_of(*kinds: str, column: str = "amount") -> Coalesce:
    return Coalesce(Sum(column, filter=Q(kind__in=kinds)), Value(ZERO))


def sums_of(lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None) -> QuerySet[LineSum]:
    """Return the sums of some lines as the ledger stood at the end of a day; all that was entered for None."""
    wanted: Any = lines.values("pk") if isinstance(lines, QuerySet) else list(lines)
    found: QuerySet[LineSum] = LineSum.objects.filter(line__in=wanted)
    return found if on is None else found.filter(entered_on__lte=on)


def balances(lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None) -> dict[int, Balance]:
    """Return the balance of each of some lines, by key, as at a day: one query, however many lines and entries."""
    signed = Case(When(kind=Kind.ALLOCATION, then=F("amount")), default=-F("amount"))
    allocations = Q(kind__in=(Kind.ALLOCATION, Kind.REDUCTION, Kind.RETURN))
    sums = (
        sums_of(lines, on=on)
        .values("line")
        .annotate(
            allocated=Coalesce(Sum(signed, filter=allocations), Value(ZERO)),
            indicative=_sum_of(Kind.INDICATIVE),
            carried_over=_sum_of(Kind.CARRY_OVER),
            moved_in=_sum_of(LineSum.RECEIVED),
            moved_out=_sum_of(Kind.VIREMENT),
            committed=_sum_of(Kind.COMMITMENT),
            drawn=_sum_of(Kind.ACTUAL, column="drawn"),
            spent=_sum_of(Kind.ACTUAL, Kind.ACCRUAL),
        )
    )
    rows: list[dict[str, Any]] = [dict(row) for row in sums.order_by()]
    return {row.pop("line"): Balance(**row) for row in rows}


def balance(line: BudgetLine, *, on: datetime.date | None = None) -> Balance:
    return balances([line.pk], on=on).get(line.pk, Balance())


def total(found: Iterable[Balance]) -> Balance:
    return sum(found, Balance())


def open_commitment(commitment: Entry) -> Decimal:
    """Return how much of a commitment no actual has drawn yet; nought where it was reversed."""
    drawn = Entry.objects.filter(draws_on=commitment).aggregate(drawn=Sum("drawn"))["drawn"] or ZERO
    taken_back = Entry.objects.filter(reverses=commitment).exists()
    return ZERO if taken_back else commitment.amount - drawn
