"""What comes of staged rows, found for all of them at once: known already, in a closed period, on a line, or suspense.

Every statement is about the rows of one import, and only about those that nothing was said of yet.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from budgets.extracts.columns import COLUMNS
from budgets.extracts.rows import STAGED, Staged
from budgets.models import LedgerImport, LedgerImportRow, PeriodClosing
from common.errors import in_each_language
from common.money import ZERO
from common.tabular import Filled

KNOWN = """
    UPDATE budgets_ledgerimportrow AS row SET outcome = 'duplicate'
        FROM budgets_entry AS entry
        WHERE row.imported_id = %(imported)s AND row.outcome = 'new'
          AND entry.key = row.key AND entry.amount = row.amount
"""
ANOTHER_AMOUNT = """
    UPDATE budgets_ledgerimportrow AS row
        SET outcome = 'refused', fault_column = %(column)s, fault_en = %(en)s, fault_cy = %(cy)s
        FROM budgets_entry AS entry
        WHERE row.imported_id = %(imported)s AND row.outcome = 'new' AND entry.key = row.key
"""
CLOSED = """
    UPDATE budgets_ledgerimportrow
        SET outcome = 'refused', fault_column = %(column)s, fault_en = %(en)s, fault_cy = %(cy)s
        WHERE imported_id = %(imported)s AND outcome = 'new' AND period = %(period)s
"""
# The open lines of a board and year by their codes, where these name one line only.
MATCHED = """
    WITH named AS (
        SELECT upper(line.cost_centre) AS cost_centre, upper(line.subjective_code) AS subjective_code,
               min(line.id) AS line_id
            FROM budgets_budgetline AS line JOIN governance_body AS body ON body.id = line.body_id
            WHERE line.year_id = %(year)s AND (body.id = %(board)s OR body.parent_id = %(board)s)
              AND line.closed_at IS NULL AND line.heading <> 'suspense' AND line.cost_centre <> ''
            GROUP BY 1, 2 HAVING count(*) = 1)
    UPDATE budgets_ledgerimportrow AS row SET line_id = named.line_id
        FROM named
        WHERE row.imported_id = %(imported)s AND row.outcome = 'new'
          AND upper(row.cost_centre) = named.cost_centre AND upper(row.subjective_code) = named.subjective_code
"""
UNMATCHED = """
    UPDATE budgets_ledgerimportrow SET outcome = 'suspense'
        WHERE imported_id = %(imported)s AND outcome = 'new' AND line_id IS NULL
"""


def stage(imported: LedgerImport, staged: Iterable[Staged]) -> int:
    """Copy some rows into the table of staged rows; return how many."""
    columns = ", ".join(("imported_id", *STAGED))
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {LedgerImportRow._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for count, row in enumerate(staged, start=1):  # noqa: B007
            copy.write_row((imported.pk, *row.values()))
    return count


def judge(imported: LedgerImport) -> None:
    """Say of each staged row what comes of it."""
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "imported": imported.pk,
            "board": imported.board_id,
            "year": imported.year_id,
        }
        cursor.execute(KNOWN, facts)
        other = _("This transaction was posted before with another amount.")
        cursor.execute(ANOTHER_AMOUNT, {**facts, **_fault(imported, "amount", other)})
        for period in closed_periods(imported):
            closed = Filled(_("Period %(period)s is closed: it takes no entry."), {"period": period})
            column = "period" if imported.columns.get("period") else "date"
            cursor.execute(CLOSED, {**facts, **_fault(imported, column, closed), "period": period})
        cursor.execute(MATCHED, facts)
        cursor.execute(UNMATCHED, facts)


def _fault(imported: LedgerImport, column: str, sentence: Any) -> dict[str, str]:
    return {"column": imported.columns.get(column) or str(COLUMNS[column]), **in_each_language(sentence)}


def closed_periods(imported: LedgerImport) -> list[int]:
    closed = PeriodClosing.objects.filter(board=imported.board_id, year=imported.year_id, reopened_at=None)
    return list(closed.order_by("period").values_list("period", flat=True))


def outcome_of(imported: LedgerImport) -> dict[str, dict[str, Any]]:
    """Count the staged rows of each outcome, with what they come to."""
    found = imported.rows.order_by().values("outcome").annotate(count=Count("pk"), sum=Sum("amount"))
    counted = {row["outcome"]: {"rows": row["count"], "amount": str(row["sum"] or ZERO)} for row in found}
    return {one.value: counted.get(one.value, {"rows": 0, "amount": str(ZERO)}) for one in LedgerImportRow.Outcome}
