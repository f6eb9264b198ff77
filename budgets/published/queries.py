"""Reads of what the public may know of money: closed periods, and published editions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet, Sum

from budgets.ledger import sums_of
from budgets.models import BudgetLine, FinancialYear, Kind, LineSum, PeriodClosing
from budgets.position import MONTHS
from budgets.published.merging import Amounts
from clusters.models import Area, Cluster, Population, PopulationBasis
from clusters.queries import newest_first
from governance.models import Body
from plans.models import Edition, EditionState, PlanKind

YEARS_OF_A_PLAN = 3
# What an entry of a kind does to which amount.
COUNTED = {
    Kind.ALLOCATION: ("allocated", 1),
    Kind.REDUCTION: ("allocated", -1),
    Kind.RETURN: ("allocated", -1),
    LineSum.RECEIVED: ("allocated", 1),
    Kind.VIREMENT: ("allocated", -1),
    Kind.CARRY_OVER: ("carried_over", 1),
    Kind.ACTUAL: ("spent", 1),
    Kind.ACCRUAL: ("spent", 1),
}
ByPeriod = dict[int, Decimal]


@dataclass(frozen=True)
class ClosedYear:
    """A financial year of a board with the closings of its periods; closed from April on up to `through`."""

    year: FinancialYear
    closings: list[PeriodClosing]

    @cached_property
    def through(self) -> int:
        closed, period = {one.period for one in self.closings if one.reopened_at is None}, 0
        while period + 1 in closed:
            period += 1
        return period

    @property
    def even_share(self) -> Decimal:
        """Which share of the year's money an even profile would have spent by now, in per cent."""
        return Decimal(min(self.through, MONTHS) * 100) / MONTHS

    @property
    def revised(self) -> list[PeriodClosing]:
        """The present closings of periods that were opened again since they were first closed."""
        opened = {one.period for one in self.closings if one.reopened_at is not None}
        shown = [one for one in self.closings if one.reopened_at is None and one.period <= self.through]
        return sorted((one for one in shown if one.period in opened), key=lambda one: one.period)


def closed_years(board: Body) -> list[ClosedYear]:
    """Return the years of which the public may know something, the newest first: one query."""
    return closed_years_of([board]).get(board.pk, [])


def closed_years_of(boards: Iterable[Body]) -> dict[int, list[ClosedYear]]:
    """Return such years of several boards, by board: one query."""
    found: dict[int, dict[FinancialYear, list[PeriodClosing]]] = defaultdict(lambda: defaultdict(list))
    closings = PeriodClosing.objects.filter(board__in=[board.pk for board in boards]).select_related("year")
    for closing in closings.order_by("-year__first_year"):
        found[closing.board_id][closing.year].append(closing)
    return {board: _with_a_closed_period(years) for board, years in found.items()}


def _with_a_closed_period(years: dict[FinancialYear, list[PeriodClosing]]) -> list[ClosedYear]:
    return [year for year in (ClosedYear(one, closings) for one, closings in years.items()) if year.through]


@dataclass
class Known:
    """What is known of a line up to a closed period."""

    amounts: Amounts = field(default_factory=Amounts)
    spent: ByPeriod = field(default_factory=dict)

    def add(self, kind: str, period: int, amount: Decimal) -> None:
        name, sign = COUNTED[kind]
        self.amounts += Amounts(**{name: sign * amount})
        if name == "spent":
            self.spent[period] = self.spent.get(period, Decimal(0)) + amount


def known(lines: QuerySet[BudgetLine], *, through: int) -> dict[int, Known]:
    """Return what each line has had and spent in the periods up to one, however often entered: one query."""
    sums = sums_of(lines).filter(kind__in=COUNTED, period__lte=through).values_list("line", "kind", "period")
    found: dict[int, Known] = defaultdict(Known)
    for line, kind, period, amount in sums.annotate(total=Sum("amount")).order_by("line", "kind", "period"):
        found[line].add(kind, period, amount)
    return found


def lines_under(board: Body, year: FinancialYear) -> QuerySet[BudgetLine]:
    """Return the lines of a board's clusters in a year."""
    found = BudgetLine.objects.filter(year=year, body__parent=board.pk, body__body_kind=Body.Kind.CLUSTER)
    return found.select_related("stream").order_by("pk")


def clusters_under(board: Body, bodies: Iterable[int]) -> list[Cluster]:
    """Return the clusters of a board that are open or have money, in the reader's order of names."""
    wanted = set(bodies)
    found = Cluster.objects.filter(parent=board.pk).in_order()
    return [one for one in found if one.closed_on is None or one.pk in wanted]


def registered(areas: Iterable[Area]) -> dict[int, Population]:
    """Return the latest count of registered patients of each area."""
    found = Population.objects.filter(area__in=list(areas), basis=PopulationBasis.REGISTERED)
    return {one.area_id: one for one in newest_first(found, "area").distinct("area")}


def edition_for(body: Body, year: FinancialYear) -> Edition | None:
    """Return the published edition of the plan that a body works by in a year: that of three years before another."""
    first = year.first_year
    found = Edition.objects.filter(plan__body=body.pk, state=EditionState.PUBLISHED, origin=Edition.Origin.WRITTEN)
    found = found.filter(plan__first_year__gt=first - YEARS_OF_A_PLAN, plan__first_year__lte=first)
    kinds = (PlanKind.CLUSTER_IMTP, PlanKind.CLUSTER_ANNUAL)
    plans = list(found.filter(plan__kind__in=kinds).select_related("plan__body").defer("search_text"))
    fitting = [one for one in plans if one.plan.kind == PlanKind.CLUSTER_IMTP or one.plan.first_year == first]
    rank = {kind: place for place, kind in enumerate(reversed(kinds))}
    return max(fitting, key=lambda one: (rank[PlanKind(one.plan.kind)], one.plan.first_year), default=None)
