"""Extracts as files: CSV in whatever way a ledger writes it, or a sheet of an Excel workbook, row by row."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from budgets.extracts.cells import amount_in, day_in, text_in
from budgets.extracts.columns import NEEDED, guessed
from common import grids, separated
from common.errors import Refused
from common.grids import Cell, Cells, Numbered
from common.money import Unreadable
from common.separated import FIRST_ROWS
from common.tabular import Capital, Filled

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
FEWEST_COLUMNS = 3
LONGEST_SAMPLE = 40
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Extract:
    """The heading of an extract, and the rows below it that are not empty, numbered as a spreadsheet does."""

    headings: tuple[str, ...]
    rows: Iterator[Numbered]

    @property
    def width(self) -> int:
        """How many columns have a heading; a row that is wider does not stand under them."""
        return separated.width_of(self.headings)

    def described(self) -> list[list[str]]:
        """Return each heading with the first thing below it; takes the first rows away."""
        first = [cells for _number, cells in islice(self.rows, FIRST_ROWS)]
        return [[heading, _sample(first, place)] for place, heading in enumerate(self.headings) if heading]


def _sample(rows: list[Cells], place: int) -> str:
    texts = (text_in(cells[place]) for cells in rows if place < len(cells))
    return next((text[:LONGEST_SAMPLE] for text in texts if text), "")


def kind_of(content: bytes) -> str:
    return "xlsx" if grids.is_workbook(content) else "csv"


def opened(content: bytes) -> Extract:
    """Return an extract; `Refused` says in a sentence what is wrong with a file that cannot be read."""
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than 20 MB."))
    with _refusing():
        grid = grids.read(grids.held(content), worth=_worth, looks_like_row=_looks_like_row)
    if grid is None:
        raise Refused(_("The file has no row of headings: it needs columns for day, codes and amount."))
    return Extract(grid.headings, _limited(grid.rows))


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what is broken, with the row from which on it is."""
    try:
        yield
    except separated.Fault as fault:
        facts = {"row": fault.row, "problem": fault.problem}
        whole = Capital("%(problem)s", facts)
        raise Refused(whole if fault.row is None else Filled(_("Row %(row)s: %(problem)s"), facts)) from fault


def _limited(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    with _refusing():
        for count, row in enumerate(rows):
            if count > MOST_ROWS:
                raise Refused(_("The file has more than 100,000 rows. Send it in parts."))
            yield row


def _worth(headings: Sequence[str]) -> int:
    """Return how good a row is as the heading: most headings that are known, else the first that is wide enough."""
    known = len(guessed(headings))
    return 10 * known if known >= FEWEST_COLUMNS else int(sum(map(bool, headings)) >= FEWEST_COLUMNS)


def _looks_like_row(cells: list[str]) -> bool:
    """Tell whether cells could be a row of a ledger: a day and an amount stand among those that are needed at least."""
    plain = [cell.strip('"') for cell in cells]
    return len(cells) >= len(NEEDED) and all(any(_holds(read, cell) for cell in plain) for read in (day_in, amount_in))


def _holds(read: Callable[[Cell], object], cell: str) -> bool:
    try:
        read(cell)
    except Unreadable:
        return False
    return True
