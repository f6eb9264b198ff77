"""The books of a board in a year at month-end: what is closed, and what is still missing before a period can be."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from budgets.bookkeeping.queries import lines_of
from budgets.ledger import Balance, balances, total
from budgets.models import (
    ADJUSTMENT,
    BudgetLine,
    Entry,
    FinancialYear,
    FundingStream,
    Kind,
    LedgerImport,
    MoneyRequest,
    PeriodClosing,
)
from budgets.position import MONTHS, ByPeriod, forecasts_by_period, spent_by_period
from common.money import ZERO
from governance.models import Body

PERIODS = range(1, ADJUSTMENT + 1)
UNFINISHED = (
    LedgerImport.State.SENT,
    LedgerImport.State.READING,
    LedgerImport.State.READ,
    LedgerImport.State.POSTING,
)


@dataclass(frozen=True)
class Missing:
    """What is not yet as it should be before a period closes; none of it forbids closing."""

    in_suspense: Decimal
    without_actual: list[BudgetLine]
    without_forecast: list[BudgetLine]
    accruals: int
    waiting: int
    promised: int
    imports: int

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


@dataclass(frozen=True)
class Books:
    """A board's ledger of a year, read once for a page."""

    board: Body
    year: FinancialYear
    on: datetime.date

    @cached_property
    def lines(self) -> list[BudgetLine]:
        return list(lines_of(self.board, self.year))

    @cached_property
    def keys(self) -> list[int]:
        return [line.pk for line in self.lines]

    @cached_property
    def balances(self) -> dict[int, Balance]:
        return balances(self.keys)

    def free_on(self, line: BudgetLine) -> Decimal:
        return self.balances.get(line.pk, Balance()).free

    @property
    def total(self) -> Balance:
        return total(self.balances.values())

    @cached_property
    def spent(self) -> dict[int, ByPeriod]:
        return spent_by_period(self.keys)

    @cached_property
    def forecast(self) -> dict[int, ByPeriod]:
        return forecasts_by_period(self.keys)

    @cached_property
    def closings(self) -> dict[int, PeriodClosing]:
        """The closing of each period that is closed now."""
        found = PeriodClosing.objects.filter(board=self.board, year=self.year, reopened_at=None)
        return {one.period: one for one in found.select_related("closed_by")}

    def has_begun(self, period: int) -> bool:
        """Whether anything can stand in a period; adjustments begin where the year has ended."""
        return self.on >= (self.year.ends_on if period == ADJUSTMENT else self.year.dates.first_day_of(period))

    def last_day(self, period: int) -> datetime.date:
        following = self.year.ends_on if period >= MONTHS else self.year.dates.first_day_of(period + 1)
        return following - datetime.timedelta(days=1)

    # --- by stream and by body ---

    def by_stream(self) -> list[tuple[FundingStream, Balance]]:
        streams = {line.stream_id: line.stream for line in self.lines}
        rows = [(stream, self._total(stream_id=key)) for key, stream in streams.items()]
        return sorted(rows, key=lambda row: str(row[0]))

    def by_body(self) -> list[tuple[Body, Balance]]:
        bodies = {line.body_id: line.body for line in self.lines}
        return [(body, self._total(body_id=key)) for key, body in bodies.items()]

    def _total(self, **same: int) -> Balance:
        name, key = next(iter(same.items()))
        return total(self.balances.get(line.pk, Balance()) for line in self.lines if getattr(line, name) == key)

    # --- what is missing ---

    def missing(self, period: int) -> Missing:
        until = self.last_day(period)
        return Missing(
            in_suspense=self._in_suspense(period),
            without_actual=[line for line in self._with_budget() if period not in self.spent.get(line.pk, {})],
            without_forecast=self._without_forecast(period),
            accruals=sum(kind == Kind.ACCRUAL and one == period for kind, one, _day in self._unfinished),
            waiting=sum(day <= until for day in self._waiting),
            promised=sum(day is not None and day <= until for _kind, _one, day in self._unfinished),
            imports=self._imports,
        )

    def _in_suspense(self, period: int) -> Decimal:
        held = [line.pk for line in self.lines if line.heading == BudgetLine.Heading.SUSPENSE]
        return sum((self.spent.get(line, {}).get(period, ZERO) for line in held), ZERO)

    def _with_budget(self) -> list[BudgetLine]:
        """Return the open lines on which spending is to be expected."""
        spendable = (BudgetLine.Heading.ACTION, BudgetLine.Heading.INFRASTRUCTURE)
        likely = [line for line in self.lines if line.heading in spendable and line.closed_at is None]
        return [line for line in likely if self.balances.get(line.pk, Balance()).budget > 0]

    def _without_forecast(self, period: int) -> list[BudgetLine]:
        if period >= MONTHS:
            return []
        return [line for line in self._with_budget() if max(self.forecast.get(line.pk, {0: ZERO})) <= period]

    @cached_property
    def _unfinished(self) -> list[tuple[str, int, datetime.date | None]]:
        """Accruals that were not reversed, and allocations promised for a day that have not come."""
        promised = Q(kind=Kind.ALLOCATION, promised_on__isnull=False, received_on=None, receipt=None)
        found = Entry.objects.filter(promised | Q(kind=Kind.ACCRUAL), line__in=self.keys)
        standing = found.filter(reverses=None, reversed_by=None).order_by("pk")
        return list(standing.values_list("kind", "period", "promised_on"))

    @cached_property
    def _waiting(self) -> list[datetime.date]:
        asked = MoneyRequest.objects.filter(from_line__in=self.keys, outcome=MoneyRequest.Outcome.WAITING)
        return list(asked.values_list("requested_at__date", flat=True))

    @cached_property
    def _imports(self) -> int:
        return LedgerImport.objects.filter(board=self.board, year=self.year, state__in=UNFINISHED).count()
