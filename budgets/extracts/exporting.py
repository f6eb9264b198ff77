"""The actual spending of a board's ledger as a file that an import takes: sent back, every row is known already."""

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Q

from budgets.extracts.columns import COLUMNS
from budgets.models import Entry, FinancialYear, Kind
from common import separated, workbooks
from governance.models import Body

FIELDS = (
    *("key", "dated_on", "period", "line__cost_centre", "line__subjective_code"),
    *("amount", "reason", "reference"),
)


def actuals(board: Body, year: FinancialYear) -> Iterator[tuple[Any, ...]]:
    """Give every actual of a board's ledger in a year, in the order of `COLUMNS`; its key is its number."""
    ours = Q(line__body=board) | Q(line__body__parent=board)
    found = Entry.objects.filter(ours, kind=Kind.ACTUAL, line__year=year).order_by("dated_on", "pk")
    yield from found.values_list(*FIELDS).iterator(chunk_size=5000)


def comma_separated(board: Body, year: FinancialYear) -> bytes:
    return separated.written(chain([map(str, COLUMNS.values())], map(_cells, actuals(board, year))))


def _cells(row: tuple[Any, ...]) -> list[Any]:
    """Return an actual with its texts on one line each."""
    return [workbooks.plain(cell) if isinstance(cell, str) else cell for cell in row]


def xlsx(board: Body, year: FinancialYear) -> bytes:
    """Return one sheet, written row by row; words are words, whatever they begin with."""
    from openpyxl import Workbook  # it takes a quarter of a second to load

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([str(heading) for heading in COLUMNS.values()])
    for key, day, period, cost_centre, code, amount, *words in actuals(board, year):
        texts = [_words(sheet, text) for text in (cost_centre, code, *words)]
        sheet.append([str(key), day, period, *texts[:2], amount, *texts[2:]])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _words(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, workbooks.plain(text))
    cell.data_type = "s"
    return cell


WRITERS = {"csv": comma_separated, "xlsx": xlsx}
