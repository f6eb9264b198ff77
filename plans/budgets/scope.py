"""Which body a record about money concerns, so that its administrators may read it."""

from collections.abc import Iterable

from django.db.models import Model

from plans.budgets.models import ApprovalBand, BudgetLine, Entry, FundingStream, MoneyRequest, PeriodClosing


def bodies_of(subject: Model) -> Iterable[int]:
    """Return the body whose money a thing is about; none for what is not of the ledger."""
    if isinstance(subject, (BudgetLine, FundingStream)):
        return (subject.body_id,)
    if isinstance(subject, (ApprovalBand, PeriodClosing)):
        return (subject.board_id,)
    if isinstance(subject, Entry):
        return (subject.line.body_id,)
    return (subject.from_line.body_id,) if isinstance(subject, MoneyRequest) else ()
