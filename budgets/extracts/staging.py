"""What comes of staged rows, found for all of them at once: known already, in a closed period, on a line, or suspense.

Every statement is about the rows of one import, and only about those that nothing was said of yet.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from budgets.extracts.columns import COLUMNS
from budgets.extracts.identity import plain_code
from budgets.extracts.rows import STAGED, Staged
from budgets.models import BudgetLine, LedgerImport, LedgerImportRow, PeriodClosing
from common.errors import in_each_language
from common.money import ZERO
from common.tabular import Filled

# Rows that were staged a moment ago are in no statistics yet: taken for few, each would be compared with all.
BY_HASHING, AS_BEFORE = "SET LOCAL enable_nestloop = off", "SET LOCAL enable_nestloop = on"
# The rows of a board that became entries, by whatever key.
BEFORE = """
    FROM budgets_ledgerimportrow AS before
        JOIN budgets_ledgerimport AS file ON file.id = before.imported_id AND file.board_id = %(board)s
             AND file.year_id = %(year)s AND file.state = 'posted'
    WHERE row.imported_id = %(imported)s AND row.outcome IN ('new', 'asked')
      AND before.imported_id <> row.imported_id AND before.outcome IN ('new', 'suspense')
"""
KNOWN = """
    UPDATE budgets_ledgerimportrow AS row SET outcome = 'duplicate', fault_column = '', fault_en = '', fault_cy = ''
        FROM budgets_entry AS entry
        WHERE row.imported_id = %(imported)s AND row.outcome IN ('new', 'asked')
          AND entry.key = row.key AND entry.amount = row.amount
"""
# Those whose entry has a key that was made in an earlier way.
KNOWN_BY_EARLIER_KEY = f"""
    UPDATE budgets_ledgerimportrow AS row SET outcome = 'duplicate', fault_column = '', fault_en = '', fault_cy = ''
    {BEFORE} AND before.key_version < row.key_version AND before.identity = row.identity
"""  # noqa: S608 - parts of statements alone
ANOTHER_AMOUNT = """
    UPDATE budgets_ledgerimportrow AS row
        SET outcome = 'refused', fault_column = %(column)s, fault_en = %(en)s, fault_cy = %(cy)s
        FROM budgets_entry AS entry
        WHERE row.imported_id = %(imported)s AND row.outcome = 'new' AND entry.key = row.key
"""
ASKED = "UPDATE budgets_ledgerimportrow AS row SET outcome = 'asked', fault_column = %(column)s,"
ASKED += " fault_en = %(en)s, fault_cy = %(cy)s"
KNOWN_NUMBER = f"{ASKED} {BEFORE} AND row.outcome = 'new' AND before.number_key = row.number_key"
# Of one of the two rows no number is known.
KNOWN_VALUES = f"""{ASKED} {BEFORE} AND row.outcome = 'new' AND before.values_key = row.values_key
    AND (before.number_key IS NULL OR row.number_key IS NULL)
"""  # noqa: S608 - parts of statements alone
ENTERED_BY_HAND = f"""{ASKED}
    FROM budgets_entry AS entry
    WHERE row.imported_id = %(imported)s AND row.outcome = 'new' AND entry.line_id = row.line_id
      AND entry.kind = 'actual' AND entry.imported_id IS NULL AND entry.reverses_id IS NULL
      AND entry.dated_on = row.dated_on AND entry.amount = row.amount
      AND NOT EXISTS (SELECT 1 FROM budgets_entry AS back WHERE back.reverses_id = entry.id)
"""  # noqa: S608 - parts of statements alone
CLOSED = """
    UPDATE budgets_ledgerimportrow
        SET outcome = 'refused', fault_column = %(column)s, fault_en = %(en)s, fault_cy = %(cy)s
        WHERE imported_id = %(imported)s AND outcome IN ('new', 'asked') AND period = %(period)s
"""
# Of some codes, as they stand in the rows, the line that each pair names.
MATCHED = """
    UPDATE budgets_ledgerimportrow AS row SET line_id = named.line_id
        FROM unnest(%(cost_centres)s::text[], %(codes)s::text[], %(lines)s::bigint[])
             AS named (cost_centre, subjective_code, line_id)
        WHERE row.imported_id = %(imported)s AND row.outcome IN ('new', 'asked')
          AND row.cost_centre = named.cost_centre AND row.subjective_code = named.subjective_code
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
    facts: dict[str, Any] = {"imported": imported.pk, "board": imported.board_id, "year": imported.year_id}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, facts)
        cursor.execute(BY_HASHING)
        cursor.execute(KNOWN_BY_EARLIER_KEY, facts)
        other = _("This transaction was posted before with another amount.")
        cursor.execute(ANOTHER_AMOUNT, {**facts, **_fault(imported, "amount", other)})
        for period in closed_periods(imported):
            closed = Filled(_("Period %(period)s is closed: it takes no entry."), {"period": period})
            column = "period" if imported.columns.get("period") else "date"
            cursor.execute(CLOSED, {**facts, **_fault(imported, column, closed), "period": period})
        cursor.execute(MATCHED, {**facts, **_matched(imported)})
        for query, column, sentence in LIKELY_DOUBLES:
            cursor.execute(query, {**facts, **_fault(imported, column, sentence)})
        cursor.execute(AS_BEFORE)
        cursor.execute(UNMATCHED, facts)


LIKELY_DOUBLES = (
    (KNOWN_NUMBER, "number", _("This transaction number was posted before with another amount or other codes.")),
    (KNOWN_VALUES, "amount", _("A row of the same day, codes and amount was posted before, with or without a number.")),
    (ENTERED_BY_HAND, "amount", _("The same amount of the same day was entered on this line by hand.")),
)


def _matched(imported: LedgerImport) -> dict[str, list[Any]]:
    """Return the pairs of codes in the rows that name one open line each, as the columns of a table."""
    by_codes = named_lines(imported)
    good = imported.rows.filter(outcome__in=["new", "asked"]).order_by()
    pairs = good.values_list("cost_centre", "subjective_code").distinct()
    found = [(*pair, line) for pair in pairs if (line := by_codes(pair)) is not None]
    cost_centres, codes, lines = zip(*found, strict=True) if found else ((), (), ())
    return {"cost_centres": list(cost_centres), "codes": list(codes), "lines": list(lines)}


def named_lines(imported: LedgerImport) -> Callable[[tuple[str, str]], int | None]:
    """Return what tells the open line that codes name: as they stand, else as they are meant; None for several."""
    ours = Q(body=imported.board_id) | Q(body__parent=imported.board_id)
    lines = BudgetLine.objects.filter(ours, year=imported.year_id, closed_at=None).exclude(cost_centre="")
    lines = lines.exclude(heading=BudgetLine.Heading.SUSPENSE).order_by("pk")
    ways: list[tuple[Callable[[str], str], dict[tuple[str, ...], list[int]]]]
    ways = [(str.upper, defaultdict(list)), (plain_code, defaultdict(list))]
    for key, *codes in lines.values_list("pk", "cost_centre", "subjective_code"):
        for way, named in ways:
            named[tuple(map(way, codes))].append(key)

    def line_of(codes: tuple[str, str]) -> int | None:
        named = next((lines for way, by in ways if (lines := by.get(tuple(map(way, codes))))), [])
        return named[0] if len(named) == 1 else None

    return line_of


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
