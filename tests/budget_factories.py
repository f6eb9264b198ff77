"""A valid object of every model of the ledger with no arguments."""

import datetime
import uuid

import factory
from factory.django import DjangoModelFactory

from budgets.models import (
    ApprovalBand,
    BudgetLine,
    Entry,
    FinancialYear,
    FundingStream,
    Kind,
    LedgerImport,
    LedgerImportRow,
    LedgerMapping,
    LineSum,
    MoneyRequest,
    PeriodClosing,
    Receipt,
    ReportingRule,
    RequestRecusal,
    Sharing,
    VarianceReason,
)
from tests.moments import AT

__all__ = [
    "ApprovalBandFactory",
    "BudgetLineFactory",
    "EntryFactory",
    "FinancialYearFactory",
    "FundingStreamFactory",
    "LedgerImportFactory",
    "LedgerImportRowFactory",
    "LedgerMappingFactory",
    "LineSumFactory",
    "MoneyRequestFactory",
    "PeriodClosingFactory",
    "ReceiptFactory",
    "ReportingRuleFactory",
    "RequestRecusalFactory",
    "SharingFactory",
    "VarianceReasonFactory",
]

HEALTH_BOARD = "tests.factories.HealthBoardFactory"
SHARED_CLUSTER = {
    "key": 1,
    "name_en": "Example",
    "name_cy": "Enghraifft",
    "registered": 1_000,
    "period": "2025",
    "source": "Example",
}
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


class LineSumFactory(DjangoModelFactory):
    """The sum of one entry, which makes it."""

    class Meta:
        model = LineSum

    @classmethod
    def _create(cls, model_class, *args, **more):
        return model_class.objects.get(line=EntryFactory(**more).line)


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


class ReceiptFactory(DjangoModelFactory):
    class Meta:
        model = Receipt

    entry = factory.SubFactory(EntryFactory)
    received_on = datetime.date(2026, 3, 2)
    recorded_by = factory.SubFactory(PERSON)
    recorded_at = AT


class ReportingRuleFactory(DjangoModelFactory):
    class Meta:
        model = ReportingRule

    body = factory.SubFactory(HEALTH_BOARD)
    variance_from = 1_000
    pounds_shown_from = 5_000
    posts_shown_from = 2


class VarianceReasonFactory(DjangoModelFactory):
    class Meta:
        model = VarianceReason

    line = factory.SubFactory(BudgetLineFactory)
    period = 11
    variance = -1_000
    reason_en = "The post was filled late"
    given_by = factory.SubFactory(PERSON)
    given_at = AT


class RequestRecusalFactory(DjangoModelFactory):
    class Meta:
        model = RequestRecusal

    request = factory.SubFactory(MoneyRequestFactory)
    person = factory.SubFactory(PERSON)
    reason = "Works for whoever is paid"
    recorded_at = AT


class LedgerMappingFactory(DjangoModelFactory):
    class Meta:
        model = LedgerMapping

    board = factory.SubFactory(HEALTH_BOARD)
    columns = factory.LazyFunction(lambda: {"amount": "Amount"})
    saved_by = factory.SubFactory(PERSON)
    saved_at = AT


class LedgerImportFactory(DjangoModelFactory):
    class Meta:
        model = LedgerImport

    board = factory.SubFactory(HEALTH_BOARD)
    year = factory.SubFactory(FinancialYearFactory)
    file = factory.SubFactory("tests.factories.StoredFileFactory")
    sent_by = factory.SubFactory(PERSON)
    sent_at = AT


class LedgerImportRowFactory(DjangoModelFactory):
    class Meta:
        model = LedgerImportRow

    imported = factory.SubFactory(LedgerImportFactory)
    number = factory.Sequence(lambda n: n + 2)
    key = factory.LazyFunction(uuid.uuid4)
    amount = 10
    dated_on = datetime.date(2026, 2, 10)
    period = 11
    outcome = LedgerImportRow.Outcome.SUSPENSE


class SharingFactory(DjangoModelFactory):
    class Meta:
        model = Sharing

    board = factory.SubFactory(HEALTH_BOARD)
    stream = factory.SubFactory(FundingStreamFactory)
    year = factory.SubFactory(FinancialYearFactory)
    amount = 1_000
    method = Sharing.Method.BY_HAND
    inputs = factory.LazyFunction(
        lambda: {"clusters": [dict(SHARED_CLUSTER)], "terms": [], "left_out": [], "by_hand": {"1": "1000"}}
    )
    shares = factory.LazyFunction(lambda: {"1": "1000"})
    reason = "As the letter says"
    shared_at = AT
