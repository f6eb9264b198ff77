"""How a line stands in its year: what it may spend, has spent, will spend by its forecast, and what will be left.

    outturn = spending of closed periods + for each open period the larger of its spending and its forecast

A line for which no open period has a forecast has no outturn: "not entered" is not nought. The run rate is the spending
of closed periods, over their number; projected over twelve periods it says whether the money will be spent by March.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, QuerySet, Sum

from budgets.ledger import Balance, balances, sums_of, total
from budgets.models import BudgetLine, FinancialYear, Kind, PeriodClosing
from common.money import PENNY, ZERO
from governance.models import Body

MONTHS = 12
# From this closed period on a run rate is told; two months say too little.
EARLIEST = 3
ByPeriod = dict[int, Decimal]


@dataclass(frozen=True)
class Standing:
    """One line, or several added up, as at a day. Periods up to `closed_through` are closed; 0 where none is."""

    balance: Balance = field(default_factory=Balance)
    spent: ByPeriod = field(default_factory=dict)
    forecast: ByPeriod = field(default_factory=dict)
    closed_through: int = 0

    @property
    def spent_in_closed(self) -> Decimal:
        return sum((amount for period, amount in self.spent.items() if period <= self.closed_through), ZERO)

    @property
    def costs(self) -> ByPeriod:
        """What each open period will cost: the larger of its spending and its forecast. Empty without a forecast."""
        later = {period: amount for period, amount in self.forecast.items() if period > self.closed_through}
        if not later and self.closed_through < MONTHS:
            return {}
        open_periods = {period for period in (*self.spent, *later) if period > self.closed_through}
        return {one: max(self.spent.get(one, ZERO), later.get(one, ZERO)) for one in sorted(open_periods)}

    @property
    def by_period(self) -> ByPeriod:
        """What each period cost, or will by the forecast: these add up to the outturn, where there is one."""
        if self.to_come is None:
            return self.spent
        closed = {period: amount for period, amount in self.spent.items() if period <= self.closed_through}
        return {**closed, **self.costs}

    @property
    def to_come(self) -> Decimal | None:
        """What open periods will cost together; None where nobody entered a forecast."""
        if not self.costs and self.closed_through < MONTHS:
            return None
        return sum(self.costs.values(), ZERO)

    @property
    def outturn(self) -> Decimal | None:
        """What the year will have cost by its end; None where nobody entered a forecast."""
        return None if self.to_come is None else self.spent_in_closed + self.to_come

    @property
    def variance(self) -> Decimal | None:
        """How much more than its budget the line will have cost; below nought where money will be left."""
        return None if self.outturn is None else self.outturn - self.balance.budget

    @property
    def run_rate(self) -> Decimal | None:
        """What a closed period cost on average; None where too few are closed."""
        if self.closed_through < EARLIEST:
            return None
        return (self.spent_in_closed / min(self.closed_through, MONTHS)).quantize(PENNY, ROUND_HALF_UP)

    @property
    def projected(self) -> Decimal | None:
        """What the year will cost if it goes on as in the closed periods."""
        if self.closed_through < EARLIEST:
            return None
        whole = self.spent_in_closed * MONTHS / min(self.closed_through, MONTHS)
        return whole.quantize(PENNY, ROUND_HALF_UP)

    @property
    def needed_rate(self) -> Decimal | None:
        """What each period that is left must cost if all the money is to be spent by March; None after it."""
        left = MONTHS - self.closed_through
        if left <= 0:
            return None
        return ((self.balance.budget - self.spent_in_closed) / left).quantize(PENNY, ROUND_HALF_UP)


def sum_of(positions: Iterable[Standing], *, closed_through: int = 0) -> Standing:
    """Return several positions as one, whose outturn is what each costs in closed periods and will in open ones.

    Closed periods are those closed for all; one that is closed for some only costs what these spent and what the
    others will. What has no forecast costs what was spent. `closed_through` is told of none.
    """
    found = list(positions)
    through = min((one.closed_through for one in found), default=closed_through)
    costs = _added(one.by_period for one in found) if any(one.to_come is not None for one in found) else {}
    return Standing(
        total(one.balance for one in found),
        _added(one.spent for one in found),
        {
            **_added({period: amount for period, amount in one.forecast.items() if period <= through} for one in found),
            **{period: amount for period, amount in costs.items() if period > through},
        },
        through,
    )


def _added(amounts: Iterable[ByPeriod]) -> ByPeriod:
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for each in amounts:
        for period, amount in each.items():
            found[period] += amount
    return dict(sorted(found.items()))


def standings(
    lines: Iterable[int] | QuerySet[BudgetLine], *, closed_through: int, on: datetime.date | None = None
) -> dict[int, Standing]:
    """Return how each line with any entry stands as at a day: three queries, however many lines and entries."""
    found = balances(lines, on=on)
    spent, forecast = spent_by_period(lines, on=on), forecasts_by_period(lines, on=on)
    return {
        line: Standing(found.get(line, Balance()), spent.get(line, {}), forecast.get(line, {}), closed_through)
        for line in {*found, *spent, *forecast}
    }


def spent_by_period(
    lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None
) -> dict[int, ByPeriod]:
    """Return what was spent on each line in each period, accruals with their reversals among it."""
    rows = sums_of(lines, on=on).filter(kind__in=(Kind.ACTUAL, Kind.ACCRUAL)).values("line", "period")
    found: dict[int, ByPeriod] = defaultdict(dict)
    for row in rows.annotate(total=Sum("amount")).order_by():
        found[row["line"]][row["period"]] = row["total"]
    return found


def forecasts_by_period(
    lines: Iterable[int] | QuerySet[BudgetLine], *, on: datetime.date | None = None
) -> dict[int, ByPeriod]:
    """Return the latest forecast of each line for each period."""
    rows = sums_of(lines, on=on).filter(kind=Kind.FORECAST).order_by("line", "period", "-entered_on")
    found: dict[int, ByPeriod] = defaultdict(dict)
    for line, period, amount in rows.distinct("line", "period").values_list("line", "period", "amount"):
        found[line][period] = amount
    return found


def closed_periods(board: Body, year: FinancialYear, *, on: datetime.date | None = None) -> set[int]:
    """Return which periods of a board were closed at the end of a day; those closed now for None."""
    closings = PeriodClosing.objects.filter(board=board, year=year)
    if on is None:
        closings = closings.filter(reopened_at=None)
    else:
        still = Q(reopened_at=None) | Q(reopened_at__date__gt=on)
        closings = closings.filter(still, closed_at__date__lte=on)
    return set(closings.values_list("period", flat=True))


def closed_through(board: Body, year: FinancialYear, *, on: datetime.date | None = None) -> int:
    """Return up to which period all are closed, from April on; 0 where April is open."""
    closed, period = closed_periods(board, year, on=on), 0
    while period + 1 in closed:
        period += 1
    return period
