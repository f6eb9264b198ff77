"""A valid object of every model of the ledger with no arguments."""

import datetime

import factory
from factory.django import DjangoModelFactory

from plans.budgets.models import (
    ApprovalBand,
    BudgetLine,
    Entry,
    FinancialYear,
    FundingStream,
    Kind,
    MoneyRequest,
    PeriodClosing,
)
from tests.moments import AT

__all__ = [
    "ApprovalBandFactory",
    "BudgetLineFactory",
    "EntryFactory",
    "FinancialYearFactory",
    "FundingStreamFactory",
    "MoneyRequestFactory",
    "PeriodClosingFactory",
]

HEALTH_BOARD = "tests.factories.HealthBoardFactory"
PERSON = "tests.factories.PersonFactory"


class FundingStreamFactory(DjangoModelFactory):
    class Meta:
        model = FundingStream

    code = factory.Sequence(lambda n: f"stream-{n}")
    name_en = "An example stream"
    name_cy = "Ffrwd enghreifftiol"
    body = factory.SubFactory("tests.factories.NationFactory")
    source_letter = "Example letter 1"


class FinancialYearFactory(DjangoModelFactory):
    class Meta:
        model = FinancialYear
        django_get_or_create = ("first_year",)

    first_year = 2025


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    body = factory.SubFactory("tests.factories.ClusterFactory")
    stream = factory.SubFactory(FundingStreamFactory)
    year = factory.SubFactory(FinancialYearFactory)
    heading = BudgetLine.Heading.INFRASTRUCTURE
    title_en = factory.Sequence(lambda n: f"Example line {n}")
    title_cy = factory.Sequence(lambda n: f"Llinell enghreifftiol {n}")
    opened_at = AT


class PeriodClosingFactory(DjangoModelFactory):
    class Meta:
        model = PeriodClosing

    board = factory.SubFactory(HEALTH_BOARD)
    year = factory.SubFactory(FinancialYearFactory)
    period = 1
    closed_by = factory.SubFactory(PERSON)
    closed_at = AT


class ApprovalBandFactory(DjangoModelFactory):
    class Meta:
        model = ApprovalBand

    board = factory.SubFactory(HEALTH_BOARD)
    threshold = 5_000


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    kind = Kind.ALLOCATION
    line = factory.SubFactory(BudgetLineFactory)
    amount = 1_000
    dated_on = datetime.date(2026, 2, 10)
    period = 11
    reason = "As the letter says"
    entered_at = AT


class MoneyRequestFactory(DjangoModelFactory):
    class Meta:
        model = MoneyRequest

    what = MoneyRequest.What.VIREMENT
    from_line = factory.SubFactory(BudgetLineFactory)
    to_line = factory.SubFactory(BudgetLineFactory)
    amount = 100
    reason = "It is needed there"
    requested_by = factory.SubFactory(PERSON)
    requested_at = AT
