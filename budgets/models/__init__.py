"""The ledger of each cluster's money: streams, lines, entries that are only ever added to, and closed periods.

Amounts are pounds in `Decimal(12, 2)`. Every total is a sum over entries (`budgets.ledger`).
"""

from budgets.models.entries import Entry, Kind, LineSum, Receipt
from budgets.models.imports import LedgerImport, LedgerImportRow, LedgerMapping
from budgets.models.periods import ADJUSTMENT, ApprovalBand, PeriodClosing, ReportingRule, VarianceReason
from budgets.models.requests import MoneyRequest, RequestRecusal
from budgets.models.sharings import Sharing
from budgets.models.streams import BudgetLine, FinancialYear, FundingStream

__all__ = [
    "ADJUSTMENT",
    "ApprovalBand",
    "BudgetLine",
    "Entry",
    "FinancialYear",
    "FundingStream",
    "Kind",
    "LedgerImport",
    "LedgerImportRow",
    "LedgerMapping",
    "LineSum",
    "MoneyRequest",
    "PeriodClosing",
    "Receipt",
    "ReportingRule",
    "RequestRecusal",
    "Sharing",
    "VarianceReason",
]
