"""Extracts as files: CSV in whatever way a ledger writes it, or the first sheet of an Excel workbook, row by row."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from budgets.extracts.cells import Cell, Unreadable, amount_in, day_in, text_in
from budgets.extracts.columns import NEEDED, guessed
from common import separated
from common.errors import Refused
from common.tabular import Filled

LARGEST = 20 * 1024 * 1024
UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 100_000
# The heading stands in one of the first rows, below whatever title an extract has.
FIRST_ROWS = 20
FEWEST_COLUMNS = 3
LONGEST_SAMPLE = 40
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cells = tuple[Cell, ...]
Numbered = tuple[int, Cells]


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
    """Return whether a file is CSV or XLSX by what is in it; `Refused` where it is neither."""
    if not content.strip():
        raise Refused(_("The file is empty."))
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than 20 MB."))
    if content.startswith(OLD_OFFICE):
        raise Refused(_("The file is protected by a password, or in the old Excel format. Save it as XLSX or CSV."))
    if content.startswith(ZIP):
        return "xlsx"
    if content.startswith(separated.MARKS_OF_UTF_16):
        return "csv"
    if b"\0" in content or content.startswith(b"%PDF"):
        raise Refused(_("The file is neither CSV nor an Excel workbook (XLSX)."))
    return "csv"


def opened(content: bytes) -> Extract:
    """Return an extract; `Refused` says in a sentence what is wrong with a file that cannot be read."""
    is_workbook = kind_of(content) == "xlsx"
    numbered = _readable(_workbook(content) if is_workbook else _comma_separated(content))
    first = list(islice(numbered, FIRST_ROWS))
    place = _heading(first)
    headings = tuple(text_in(cell) for cell in first[place][1])
    rows = _limited(chain(first[place + 1 :], numbered))
    return Extract(headings, _filled_up(rows, len(headings)) if is_workbook else rows)


def _readable(rows: Iterable[Numbered]) -> Iterator[Numbered]:
    """Give the rows that are not empty, with their numbers; what is broken is told in a sentence."""
    try:
        for number, cells in rows:
            if any(text_in(cell) for cell in cells):
                yield number, cells
    except separated.Fault as fault:
        broken = _("Row %(row)s: %(problem)s")
        raise Refused(Filled(broken, {"row": fault.row, "problem": fault.problem})) from fault
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, EOFError, OSError) as error:
        raise Refused(_("The file is damaged and cannot be read to its end.")) from error


def _filled_up(rows: Iterator[Numbered], width: int) -> Iterator[Numbered]:
    """Give the rows of a workbook as wide as its heading: cells behind the last one that holds something are empty."""
    for number, cells in rows:
        yield number, (*cells, *(None,) * (width - len(cells)))


def _limited(rows: Iterator[Numbered]) -> Iterator[Numbered]:
    for count, row in enumerate(rows):
        if count > MOST_ROWS:
            raise Refused(_("The file has more than 100,000 rows. Send it in parts."))
        yield row


def _heading(rows: list[Numbered]) -> int:
    """Return which of the first rows is the heading: the one with the most headings that are known."""
    known = [len(guessed(text_in(cell) for cell in cells)) for _number, cells in rows]
    filled = [sum(bool(text_in(cell)) for cell in cells) for _number, cells in rows]
    if known and max(known) >= FEWEST_COLUMNS:
        return known.index(max(known))
    place = next((place for place, count in enumerate(filled) if count >= FEWEST_COLUMNS), None)
    if place is None:
        raise Refused(_("The file has no row of headings: it needs columns for day, codes and amount."))
    return place


# --- CSV ---


def _comma_separated(content: bytes) -> Iterator[Numbered]:
    text = _decoded(content)
    separator = separated.separator_of(text[: separated.SAMPLE])
    rows = separated.records(io.StringIO(text, newline=""), separator=separator, looks_like_row=_looks_like_row)
    return ((number, tuple(cells)) for number, cells in rows)


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


def _decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, what spreadsheet programs call Unicode, or what they write otherwise."""
    if content.startswith(separated.MARKS_OF_UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- XLSX ---


def _workbook(content: bytes) -> Iterator[Numbered]:
    """Return the values of the first sheet, as they were when the workbook was saved; formulas are not worked out."""
    _check_packed(content)
    from openpyxl import load_workbook  # it takes a quarter of a second to load

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, ParseError, AttributeError) as error:
        raise Refused(_("The file is damaged, or not an Excel workbook (XLSX).")) from error
    rows: Iterator[Cells] = sheet.iter_rows(values_only=True)
    return enumerate(rows, start=1)


def _check_packed(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(_("The file is damaged, or not an Excel workbook (XLSX).")) from error
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("The file is protected by a password."))
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Refused(_("The file is too large once it is unpacked."))
