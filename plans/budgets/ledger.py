"""How entries add up: every sum that the portal shows is one of these, over rows and nothing else.

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

from plans.budgets.models import BudgetLine, Entry, Kind

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Balance:
    """The sums of one or more lines, in pounds."""

    allocated: Decimal = NOUGHT
    carried_over: Decimal = NOUGHT
    moved_in: Decimal = NOUGHT
    moved_out: Decimal = NOUGHT
    committed: Decimal = NOUGHT
    drawn: Decimal = NOUGHT
    spent: Decimal = NOUGHT

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


def _sum_of(*kinds: Kind, column: str = "amount") -> Coalesce:
    return Coalesce(Sum(column, filter=Q(kind__in=kinds)), Value(NOUGHT))


def entries_on(*, on: datetime.date | None = None) -> QuerySet[Entry]:
    """Return the entries as the ledger stood at the end of a day: what was entered by then; all of them for None."""
    return Entry.objects.all() if on is None else Entry.objects.filter(entered_at__date__lte=on)


def balances(lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None) -> dict[int, Balance]:
    """Return the balance of each of some lines, by key, as at a day: two queries, however many lines and entries."""
    wanted: Any = lines.values("pk") if isinstance(lines, QuerySet) else list(lines)
    own = entries_on(on=on).filter(line__in=wanted).values("line")
    signed = Case(When(kind=Kind.ALLOCATION, then=F("amount")), default=-F("amount"))
    allocations = Q(kind__in=(Kind.ALLOCATION, Kind.REDUCTION, Kind.RETURN))
    sums = own.annotate(
        allocated=Coalesce(Sum(signed, filter=allocations), Value(NOUGHT)),
        carried_over=_sum_of(Kind.CARRY_OVER),
        moved_out=_sum_of(Kind.VIREMENT),
        committed=_sum_of(Kind.COMMITMENT),
        drawn=_sum_of(Kind.ACTUAL, column="drawn"),
        spent=_sum_of(Kind.ACTUAL, Kind.ACCRUAL),
    ).order_by()
    received = entries_on(on=on).filter(to_line__in=wanted).values("to_line").annotate(moved_in=Sum("amount"))
    rows: list[dict[str, Any]] = [dict(row) for row in sums]
    found = {row.pop("line"): Balance(**row) for row in rows}
    for row in received.order_by():
        found[row["to_line"]] = found.get(row["to_line"], Balance()) + Balance(moved_in=row["moved_in"])
    return found


def balance(line: BudgetLine, *, on: datetime.date | None = None) -> Balance:
    return balances([line.pk], on=on).get(line.pk, Balance())


def total(found: Iterable[Balance]) -> Balance:
    return sum(found, Balance())


def open_commitment(commitment: Entry) -> Decimal:
    """Return how much of a commitment no actual has drawn yet; nought where it was reversed."""
    drawn = Entry.objects.filter(draws_on=commitment).aggregate(drawn=Sum("drawn"))["drawn"] or NOUGHT
    taken_back = Entry.objects.filter(reverses=commitment).exists()
    return NOUGHT if taken_back else commitment.amount - drawn


def forecasts(lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None) -> dict[int, Decimal]:
    """Return what the latest forecasts say that each line will still cost, period by period, summed."""
    wanted: Any = lines.values("pk") if isinstance(lines, QuerySet) else list(lines)
    said = entries_on(on=on).filter(line__in=wanted, kind=Kind.FORECAST, reverses=None, reversed_by=None)
    latest = said.order_by("line", "period", "-dated_on", "-pk").distinct("line", "period")
    found: dict[int, Decimal] = {}
    for line, amount in latest.values_list("line", "amount"):
        found[line] = found.get(line, NOUGHT) + amount
    return found
