"""A board whose clusters have money, some of it in closed periods, as the public pages read it."""

import datetime
from decimal import Decimal

from django.test import TestCase

from budgets.actions import periods as period_actions
from budgets.models import BudgetLine, Kind
from common.dated import from_day
from governance.models import Basis, Office
from tests.factories import (
    AppointmentFactory,
    BudgetLineFactory,
    ClusterFactory,
    EntryFactory,
    FinancialYearFactory,
    FundingStreamFactory,
    PersonFactory,
    PopulationFactory,
    ReportingRuleFactory,
    SeatFactory,
)
from tests.moments import AT, ON

NOW = {"at": AT, "on": ON}
STAFF, EQUIPMENT = BudgetLine.Category.STAFF, BudgetLine.Category.EQUIPMENT
PREMISES, TRAINING = BudgetLine.Category.PREMISES, BudgetLine.Category.TRAINING


class Money:
    """A board with two clusters of 10,000 and 30,000 patients; the rule shows lines from £5,000 and two posts on."""

    def __init__(self, cluster=None) -> None:
        self.cluster = cluster or ClusterFactory()
        self.board = self.cluster.parent
        self.other = ClusterFactory(parent=self.board)
        for body, count in ((self.cluster, 10_000), (self.other, 30_000)):
            PopulationFactory(area=body, basis="registered", count=count, period="April 2025", source="The list")
        self.rule = ReportingRuleFactory(body=self.board)
        self.stream = FundingStreamFactory(name_en="Cluster money", name_cy="Arian clystyrau", is_recurrent=True)
        self.year = FinancialYearFactory()
        seat = SeatFactory(office=Office.FINANCE_OFFICER, body=self.board)
        basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
        self.officer = AppointmentFactory(seat=seat, basis=basis, during=from_day(ON), person=PersonFactory()).person

    def line(self, allocated=None, spent=None, period=1, **more) -> BudgetLine:
        """Open a line of the cluster with money in a period; `posts` are whole-time equivalents."""
        posts = more.pop("posts", None)
        more = {"body": self.cluster, "stream": self.stream, "year": self.year, "category": EQUIPMENT, **more}
        line = BudgetLineFactory(whole_time_equivalents=posts, **more)
        if allocated is not None:
            self.enter(line, allocated, Kind.ALLOCATION, period)
        if spent is not None:
            self.enter(line, spent, Kind.ACTUAL, period)
        return line

    def enter(self, line, amount, kind=Kind.ACTUAL, period=1, **more):
        """Enter money as it comes into the ledger, in the middle of a month."""
        month = (period + 2) % 12 + 1
        day = datetime.date(line.year.first_year + (month < 4), month, 15)
        return EntryFactory(line=line, kind=kind, amount=Decimal(amount), dated_on=day, period=period, **more)

    def close(self, *periods, year=None):
        """Close periods, and let readers see it as they do once that is committed."""
        of = {"board": self.board, "year": year or self.year, "by": self.officer, **NOW}
        with TestCase.captureOnCommitCallbacks(execute=True):
            return [period_actions.close_period(period=period, **of) for period in periods]

    def reopen(self, closing):
        with TestCase.captureOnCommitCallbacks(execute=True):
            period_actions.reopen_period(closing=closing, reason="An invoice was missing", by=self.officer, **NOW)
