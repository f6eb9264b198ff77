"""How long the rows of money are kept that have no history: entries are never changed, and none is removed."""

from budgets.models import Entry, FinancialYear, LedgerImport, LedgerImportRow, LedgerMapping, LineSum, Sharing
from common import retention


def register() -> None:
    retention.for_good(Entry, FinancialYear, LedgerImport, LedgerImportRow, LedgerMapping, LineSum, Sharing)
