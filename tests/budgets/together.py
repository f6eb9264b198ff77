"""A board with its money: fourteen clusters of a planning group, forty lines each in each of three years."""

import datetime
from decimal import Decimal
from itertools import product

from budgets.models import BudgetLine, Entry, FinancialYear, Kind
from budgets.rollup.rollup import Rollup
from governance.models import Body, Office
from tests.budgets.test_ledger import Ledger
from tests.factories import (
    BudgetLineFactory,
    ClusterFactory,
    CoverageFactory,
    FundingStreamFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    PeriodClosingFactory,
    PlanningGroupFactory,
)
from tests.moments import AT, ON

CATEGORIES = BudgetLine.Category.values
FIRST = 2025


class Country(Ledger):
    """Clusters under one board, one of whose authorities a planning group covers."""

    def __init__(self, clusters: int = 3) -> None:
        self.board = HealthBoardFactory()
        self.authority = LocalAuthorityFactory(parent=self.board)
        self.group = PlanningGroupFactory(parent=self.board)
        CoverageFactory(planning_group=self.group, local_authority=self.authority)
        self.clusters = [ClusterFactory(parent=self.board, local_authority=self.authority) for _n in range(clusters)]
        self.streams = [FundingStreamFactory(name_en=f"Stream {letter}", name_cy=f"Ffrwd {letter}") for letter in "ABC"]
        self.year, _new = FinancialYear.objects.get_or_create(first_year=FIRST)
        self.officer = self.appoint(Office.FINANCE_OFFICER, self.board)
        self.approver = self.appoint(Office.APPROVER, self.board)
        self.lead = self.appoint(Office.CLUSTER_LEAD, self.clusters[0])
        self.by = {"by": self.officer, "at": AT, "on": ON}

    def line(self, cluster=0, stream=0, category="staff", **more) -> BudgetLine:
        given = {"body": self.clusters[cluster], "stream": self.streams[stream], "year": self.year}
        return BudgetLineFactory(**{**given, "category": category, **more})

    def close(self, *periods) -> None:
        for period in periods:
            PeriodClosingFactory(board=self.board, year=self.year, period=period, closed_by=self.officer)

    def rollup(self, on=ON, **more) -> Rollup:
        bodies = Body.objects.filter(pk=self.board.pk) | Body.objects.filter(parent=self.board.pk)
        return Rollup(self.board, bodies, self.year, on, **more)

    def fill(self, lines: int = 40, years: int = 3) -> None:
        """Give every cluster lines with an allocation, three months of spending and a forecast for December on."""
        stretch = [FinancialYear.objects.get_or_create(first_year=FIRST + one)[0] for one in range(years)]
        made = BudgetLine.objects.bulk_create(
            BudgetLine(
                body_id=cluster.pk,
                stream=self.streams[place % 3],
                year=year,
                heading="infrastructure",
                title_en=f"Line {place}",
                category=CATEGORIES[place % len(CATEGORIES)],
                opened_at=AT,
            )
            for cluster, year, place in product(self.clusters, stretch, range(lines))
        )
        Entry.objects.bulk_create(entry for line in made for entry in self._entries(line))

    def _entries(self, line: BudgetLine) -> list[Entry]:
        first = line.year.first_year
        if first > FIRST:
            return [entry(line, Kind.INDICATIVE, 1, 900)]
        spent = [entry(line, Kind.ACTUAL, one, 50) for one in (1, 2, 3)]
        told = [entry(line, Kind.FORECAST, one, 70) for one in (4, 5)]
        return [entry(line, Kind.ALLOCATION, 1, 1000), *spent, *told]


def entry(line: BudgetLine, kind: str, period: int, amount, **more) -> Entry:
    month = (period + 2) % 12 + 1
    day = datetime.date(line.year.first_year + (period > 9), month, 5)
    given = {"amount": Decimal(amount), "dated_on": day, "period": period, "reason": "Example", "entered_at": AT}
    return Entry(line=line, kind=kind, **{**given, **more})
