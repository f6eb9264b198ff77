"""Statistics as spreadsheets: a cover, a list of contents, notes, and one table a sheet, as XLSX, ODS or CSV.

The shape is the one that statisticians of UK public bodies agreed on for spreadsheets that everybody can read: each
sheet opens in column A with its title and its lines, then comes its only table, with one row of headings, no merged
or empty cells, and nothing said by colour. The two writers load their libraries only when a file is asked for.
"""

import datetime
import io
import re
import zipfile
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common import separated

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
NARROWEST, NUMBER_WIDTH, WIDEST = 12, 18, 50


@dataclass(frozen=True)
class Number:
    """A figure rounded to the decimals that it is shown with."""

    value: float
    decimals: int = 0

    @classmethod
    def of(cls, value: float, decimals: int = 0) -> "Number":
        """Round as the pages do; a zero never carries a minus sign."""
        return cls(float(f"{value:.{decimals}f}") + 0.0, decimals)

    def __str__(self) -> str:
        return f"{self.value:.{self.decimals}f}"


@dataclass(frozen=True)
class Link:
    """A way to another sheet of the same workbook."""

    sheet: str

    def __str__(self) -> str:
        return self.sheet


Cell = str | Number | Link


@dataclass(frozen=True)
class Heading:
    """The heading of a column, with the numbers of the notes that it refers to."""

    text: str
    notes: tuple[int, ...] = ()

    def __str__(self) -> str:
        return " ".join([plain(self.text), *map(note_marker, self.notes)])


@dataclass(frozen=True)
class Sheet:
    """One table: `name` on the tab (at most 31 characters), `title` in A1, at least one row."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def opening(self) -> list[str]:
        """The lines of column A above the table; the first is the title."""
        lines = [plain(self.title), _("This worksheet holds one table.")]
        if any(heading.notes for heading in self.headings):
            lines.append(_("Headings refer to notes in square brackets; the worksheet Notes explains them."))
        return lines

    @property
    def widths(self) -> list[int]:
        """The width of each column in characters: numbers alike, words by the longest, within reason."""
        return [_width([row[place] for row in self.rows]) for place in range(len(self.headings))]


@dataclass(frozen=True)
class Workbook:
    """What a file holds, in one language. `marks` stand in cells in place of figures.

    `facts` stand on the cover: those that say something.
    """

    title: str
    language: str
    publisher: str
    written_at: datetime.datetime
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]

    @property
    def every_sheet(self) -> list[Sheet]:
        """The cover, the contents, the notes, and then the tables."""
        return [self._cover(), self._contents(), self._notes(), *self.sheets]

    def _cover(self) -> Sheet:
        facts = tuple((name, text) for name, text in self.facts if text)
        return Sheet(_("Cover"), self.title, (Heading(_("About this file")), Heading(_("Details"))), facts)

    def _contents(self) -> Sheet:
        listed = [self._cover(), self._notes(), *self.sheets]
        rows = tuple((Link(sheet.name), sheet.title) for sheet in listed)
        return Sheet(_("Contents"), _("Contents"), (Heading(_("Worksheet")), Heading(_("What it holds"))), rows)

    def _notes(self) -> Sheet:
        numbered = [(note_marker(number), note) for number, note in enumerate(self.notes, start=1)]
        rows = (*numbered, *self.marks)
        return Sheet(_("Notes"), _("Notes and marks"), (Heading(_("Mark")), Heading(_("Meaning"))), rows)


def note_marker(number: int) -> str:
    return _("[note %(number)s]") % {"number": number}


def plain(text: str) -> str:
    """Return text on one line without what no spreadsheet can hold."""
    return " ".join(CONTROL.sub("", text).split())


def _width(cells: list[Cell]) -> int:
    longest = max(len(str(cell)) for cell in cells)
    if any(isinstance(cell, Number) for cell in cells):
        return NUMBER_WIDTH
    return min(max(longest + 2, NARROWEST), WIDEST)


# --- writers ---


def xlsx(workbook: Workbook) -> bytes:
    """Return the workbook for Excel."""
    from common import workbooks_xlsx  # its library takes a quarter of a second to load

    return steady(workbooks_xlsx.written(workbook), workbook.written_at)


def ods(workbook: Workbook) -> bytes:
    """Return the workbook in the open format."""
    from common import workbooks_ods  # as above

    return steady(workbooks_ods.written(workbook), workbook.written_at)


def comma_separated(sheet: Sheet) -> bytes:
    """Return the table alone as CSV."""
    headings = [plain(heading.text) for heading in sheet.headings]
    return separated.written([headings, *([plain(str(cell)) for cell in row] for row in sheet.rows)])


def steady(packed: bytes, at: datetime.datetime) -> bytes:
    """Pack the same parts again with one stated time, so that the same workbook is always the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(stream, "w") as after:
        for part in before.infolist():
            named = zipfile.ZipInfo(part.filename, localtime(at).timetuple()[:6])
            named.compress_type = part.compress_type
            after.writestr(named, before.read(part))
    return stream.getvalue()
