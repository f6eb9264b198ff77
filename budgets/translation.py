"""Which columns of the ledger exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from budgets.models import (
    ApprovalBand,
    BudgetLine,
    FundingStream,
    MoneyRequest,
    PeriodClosing,
    Receipt,
    ReportingRule,
    RequestRecusal,
    VarianceReason,
)


@register(FundingStream)
class FundingStreamTranslation(TranslationOptions):
    fields = ("name", "ring_fenced_for")


@register(BudgetLine)
class BudgetLineTranslation(TranslationOptions):
    fields = ("title",)


@register(VarianceReason)
class VarianceReasonTranslation(TranslationOptions):
    fields = ("reason",)


# Entries are never changed, so they are their own history.
for tracked in (
    FundingStream,
    BudgetLine,
    PeriodClosing,
    ApprovalBand,
    ReportingRule,
    VarianceReason,
    Receipt,
    MoneyRequest,
    RequestRecusal,
):
    pghistory.track()(tracked)
