"""Which body a record about money concerns, so that its administrators may read it."""

from collections.abc import Iterable

from django.db.models import Model

from budgets.models import (
    ApprovalBand,
    BudgetLine,
    Entry,
    FundingStream,
    LedgerImport,
    LedgerMapping,
    MoneyRequest,
    PeriodClosing,
    Receipt,
    ReportingRule,
    RequestRecusal,
    Sharing,
    VarianceReason,
)

OF_BODY = (BudgetLine, FundingStream, ReportingRule)
OF_BOARD = (ApprovalBand, PeriodClosing, LedgerImport, LedgerMapping, Sharing)


def bodies_of(subject: Model) -> Iterable[int]:
    """Return the body whose money a thing is about; none for what is not of the ledger."""
    if isinstance(subject, OF_BODY):
        return (subject.body_id,)
    if isinstance(subject, OF_BOARD):
        return (subject.board_id,)
    line = _line_of(subject)
    return (line.body_id,) if line else ()


def _line_of(subject: Model) -> BudgetLine | None:
    if isinstance(subject, (Entry, VarianceReason)):
        return subject.line
    if isinstance(subject, Receipt):
        return subject.entry.line
    if isinstance(subject, RequestRecusal):
        return subject.request.from_line
    return subject.from_line if isinstance(subject, MoneyRequest) else None
