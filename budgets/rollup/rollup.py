"""The money of several bodies drawn together as at a day: by body, stream, category and quarter.

Every sum is taken line by line, from standings that the ledger adds up, so that it is the same whichever way it is cut.
The outturn of several lines is the sum of their outturns: a line without a forecast has none, and is counted.
"""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from budgets.ledger import Balance, balances, total
from budgets.models import ADJUSTMENT, BudgetLine, FinancialYear, VarianceReason
from budgets.policies import board_of
from budgets.position import ByPeriod, Standing, closed_through, forecasts_by_period, spent_by_period, sum_of
from budgets.rules import reporting_rule
from common.dates import quarter_of_period
from common.money import PENNY, ZERO
from governance.models import Body

BODY, STREAM, CATEGORY, QUARTER = "body", "stream", "category", "quarter"
ADJUSTMENTS = 5
YEARS = 3
Day = datetime.date


def quarter_of(period: int) -> int:
    """Return the quarter of a period, April to June being the first; adjustments stand apart, after the fourth."""
    return ADJUSTMENTS if period == ADJUSTMENT else quarter_of_period(period)


@dataclass(frozen=True)
class Row:
    """A line with how it stands."""

    line: BudgetLine
    standing: Standing

    @cached_property
    def costs(self) -> ByPeriod:
        """What each period cost, or will by the forecast: these add up to the outturn, where there is one."""
        return self.standing.by_period

    @cached_property
    def lacks_forecast(self) -> bool:
        return self.standing.outturn is None

    @property
    def has_money(self) -> bool:
        return self.standing.balance != Balance()


@dataclass(frozen=True)
class Sums:
    """Some lines added up."""

    rows: Sequence[Row] = field(default_factory=list)

    @cached_property
    def balance(self) -> Balance:
        return total(row.standing.balance for row in self.rows)

    @cached_property
    def told(self) -> list[Standing]:
        """The standings of the lines that have an outturn."""
        return [row.standing for row in self.rows if not row.lacks_forecast]

    @property
    def without_forecast(self) -> int:
        return sum(row.lacks_forecast for row in self.rows)

    @cached_property
    def outturn(self) -> Decimal | None:
        """What the lines with a forecast will have cost; None where no line has one."""
        return _sum(one.outturn for one in self.told)

    @cached_property
    def variance(self) -> Decimal | None:
        """How far the lines with a forecast will be over their budgets; None where no line has one."""
        return _sum(one.variance for one in self.told)

    @cached_property
    def standing(self) -> Standing:
        """Return how the lines stand as one; it has a forecast only where every line with money has one."""
        found = sum_of(row.standing for row in self.rows)
        is_told = not any(row.lacks_forecast and row.has_money for row in self.rows)
        return found if is_told else replace(found, forecast={})

    def spent_in(self, quarter: int) -> Decimal:
        return _of_quarter((row.standing.spent for row in self.rows), quarter)

    def costs_in(self, quarter: int) -> Decimal:
        """What a quarter cost or will cost, of the lines with a forecast: all quarters add up to the outturn."""
        return _of_quarter((row.costs for row in self.rows if not row.lacks_forecast), quarter)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = [amount for amount in amounts if amount is not None]
    return sum(found, ZERO) if found else None


def _of_quarter(each: Iterable[ByPeriod], quarter: int) -> Decimal:
    found = (amount for by in each for period, amount in by.items() if quarter_of(period) == quarter)
    return sum(found, ZERO)


@dataclass(frozen=True)
class Rollup:
    """The money of the bodies of one board's ledger in a year, as it stood at the end of a day."""

    body: Body
    bodies: QuerySet[Body]
    year: FinancialYear
    on: Day

    @cached_property
    def board(self) -> Body:
        return board_of(self.body)

    @cached_property
    def closed_through(self) -> int:
        return closed_through(self.board, self.year, on=self.on)

    @property
    def _lines(self) -> QuerySet[BudgetLine]:
        """The lines of this year and of the two after it that were there on the day."""
        return BudgetLine.objects.filter(
            body__in=self.bodies.values("pk"),
            year__first_year__range=(self.year.first_year, self.year.first_year + YEARS - 1),
            opened_at__date__lte=self.on,
        )

    @cached_property
    def every_line(self) -> list[BudgetLine]:
        found = self._lines.select_related("body", "stream", "year")
        return list(found.order_by("body__sort_key", "body", "stream", "pk"))

    @cached_property
    def balances(self) -> dict[int, Balance]:
        return balances(self._lines, on=self.on)

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of the year itself."""
        own = self._lines.filter(year=self.year)
        spent, told = spent_by_period(own, on=self.on), forecasts_by_period(own, on=self.on)
        return [
            Row(one, Standing(self._balance(one), spent.get(one.pk, {}), told.get(one.pk, {}), self.closed_through))
            for one in self.every_line
            if one.year_id == self.year.pk
        ]

    def _balance(self, line: BudgetLine) -> Balance:
        return self.balances.get(line.pk, Balance())

    @cached_property
    def whole(self) -> Sums:
        return Sums(self.rows)

    @cached_property
    def cuts(self) -> dict[str, dict[Hashable, Sums]]:
        return {by: _groups(self.rows, by) for by in (BODY, STREAM, CATEGORY)}

    def groups(self, by: str) -> dict[Hashable, Sums]:
        """Return the lines by body, stream or category, each group added up."""
        return self.cuts[by]

    @cached_property
    def years(self) -> dict[int, dict[FinancialYear, Balance]]:
        """Return the balance of each body in this year and the next two."""
        found: dict[int, dict[FinancialYear, Balance]] = defaultdict(dict)
        for line in self.every_line:
            of_body = found[line.body_id]
            of_body[line.year] = of_body.get(line.year, Balance()) + self._balance(line)
        return found

    @cached_property
    def least_told(self) -> Decimal:
        """From which difference on a line or group is named: that which needs a reason, never nought."""
        return max(reporting_rule(self.board, on=self.on).variance_from, PENNY)

    @cached_property
    def differing(self) -> list[Row]:
        """Lines whose forecast differs from their budget by as much as needs a reason, the furthest first."""
        rows = [row for row in self.rows if abs(row.standing.variance or ZERO) >= self.least_told]
        return sorted(rows, key=lambda row: -abs(row.standing.variance or ZERO))

    @cached_property
    def reasons(self) -> dict[int, str]:
        """The latest reason given on the day for each line that differs."""
        found = VarianceReason.objects.filter(
            line__in=[row.line.pk for row in self.differing], given_at__date__lte=self.on
        )
        latest = found.order_by("line", "-given_at", "-pk").distinct("line")
        return {one.line_id: one.reason for one in latest}


def key_of(line: BudgetLine, by: str) -> Hashable:
    return {BODY: line.body_id, STREAM: line.stream_id, CATEGORY: line.category}[by]


def _groups(rows: Iterable[Row], by: str) -> dict[Hashable, Sums]:
    found: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        found[key_of(row.line, by)].append(row)
    return {key: Sums(each) for key, each in found.items()}


# --- early warning ---


@dataclass(frozen=True)
class Underspend:
    """A body or a stream that will not spend its money by March if it goes on as in the closed months."""

    by: str
    line: BudgetLine
    standing: Standing

    @property
    def left(self) -> Decimal:
        """What will be left in March at this rate."""
        return self.standing.balance.budget - (self.standing.projected or ZERO)


def underspends(rollup: Rollup) -> list[Underspend]:
    """Return the bodies and streams of which too much will be left in March, those with most left first."""
    found = [
        Underspend(by, sums.rows[0].line, sums.standing)
        for by in (BODY, STREAM)
        for sums in rollup.groups(by).values()
        if sums.standing.projected is not None and sums.standing.needed_rate is not None
    ]
    return sorted((one for one in found if one.left >= rollup.least_told), key=lambda one: -one.left)
