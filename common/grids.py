"""Files that hold a table, as spreadsheet programs write them: text of any encoding and separator, or a workbook.

Whatever takes tables from outside takes them from here, so that one file is judged alike wherever it is sent. The rows
are numbered as a spreadsheet program does. Whoever asks says what a heading is worth: the row that is worth most, among
the first of each sheet, is the heading, and its sheet is the one that is read.
"""

import codecs
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError  # noqa: S405 — an error, not a parser

from django.utils.translation import gettext_lazy as _

from common import separated
from common.separated import FIRST_ROWS, Fault, LooksLikeRow

UNPACKED = 200 * 1024 * 1024
ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# How much is looked at to tell what a file is, and how much is decoded at once, in bytes.
BEGINNING, CHUNK = 8_192, 1_048_576
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# What stands where a letter was lost.
LOST = "\N{REPLACEMENT CHARACTER}"
EMPTY = _("the file is empty.")
NEITHER = _("the file is neither CSV nor an Excel workbook (XLSX).")
OLD = _("the file is protected by a password, or in the old Excel format. Save it as XLSX or CSV.")
DAMAGED = _("the file is damaged and cannot be read to its end.")
NO_WORKBOOK = _("the file is damaged, or not an Excel workbook (XLSX).")
LOCKED = _("the file is protected by a password.")
TOO_LARGE = _("the file is too large once it is unpacked.")

SHOWN, SHEETS = "visible", "xl/worksheets/"
HIDDEN = re.compile(rb"<row [^>]*\bhidden=[\"'](?:1|true)")
# A cell with a formula and no value beside it.
NOT_WORKED_OUT = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")

# What may stand in a heading and is not seen.
UNSEEN = dict.fromkeys((0xFEFF, *range(0x200B, 0x2010), 0x2060))

Cell = str | int | float | Decimal | datetime.date | None
Cells = Sequence[Cell]
Numbered = tuple[int, Cells]
Opener = Callable[[], BinaryIO]
Worth = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Grid:
    """A heading, and the rows below it that are not empty."""

    number: int
    headings: tuple[str, ...]
    rows: Iterator[Numbered]

    def texts(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in self.rows:
            yield number, [cell if isinstance(cell, str) else text_of(cell) for cell in cells]


def held(content: bytes) -> Opener:
    return lambda: io.BytesIO(content)


def is_workbook(beginning: bytes) -> bool:
    return beginning.startswith(ZIP)


def read(opener: Opener, *, worth: Worth, looks_like_row: LooksLikeRow | None = None) -> Grid | None:
    """Return the table of a file, None where no row is worth to be its heading; `Fault` where it cannot be read."""
    packed = _is_packed(opener)
    best, most, is_empty = None, 0, True
    for sheet in _workbook(opener) if packed else [_separated(opener, looks_like_row)]:
        rows = _filled(sheet)
        first = list(islice(rows, FIRST_ROWS))
        is_empty = is_empty and not first
        for place, (number, cells) in enumerate(first):
            headings = tuple(text_of(cell).translate(UNSEEN).strip() for cell in cells)
            if worth(headings) > most:
                below = chain(first[place + 1 :], rows)
                best = Grid(number, headings, _filled_up(below, len(headings)) if packed else below)
                most = worth(headings)
    if is_empty:
        raise Fault(None, EMPTY)
    return best


def text_of(cell: Cell) -> str:
    """Return a cell as somebody would have typed it: a whole number without decimals, a day without an hour."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime.datetime):
        return str(cell).removesuffix(" 00:00:00")
    return str(cell)


def _is_packed(opener: Opener) -> bool:
    """Tell whether a file is a workbook rather than text; `Fault` where it is neither."""
    with opener() as stream:
        beginning = stream.read(BEGINNING)
    if beginning.startswith(OLD_OFFICE):
        raise Fault(None, OLD)
    if is_workbook(beginning):
        return True
    if beginning.startswith(PDF) or (b"\0" in beginning and not beginning.startswith(MARKS_OF_UTF_16)):
        raise Fault(None, NEITHER)
    return False


def _filled(rows: Iterable[Numbered]) -> Iterator[Numbered]:
    return ((number, cells) for number, cells in rows if any(map(_is_filled, cells)))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or not (not cell or cell.isspace()))


def _filled_up(rows: Iterable[Numbered], width: int) -> Iterator[Numbered]:
    """Give the rows of a workbook as wide as its heading: cells behind the last one that holds something are empty."""
    for number, cells in rows:
        yield number, (*cells, *(None,) * (width - len(cells)))


# --- text ---


def _separated(opener: Opener, looks_like_row: LooksLikeRow | None) -> Iterator[Numbered]:
    encoding = encoding_of(opener)
    with io.TextIOWrapper(opener(), encoding=encoding, errors="replace", newline="") as stream:
        separator = separated.separator_of(stream.read(separated.SAMPLE))
        stream.seek(0)
        yield from separated.records(_whole(stream), separator=separator, looks_like_row=looks_like_row)


def encoding_of(opener: Opener) -> str:
    """Tell what a text is written in: UTF-8, what spreadsheet programs call Unicode, or what they write otherwise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opener() as stream:
        if stream.read(2) in MARKS_OF_UTF_16:
            return "utf-16"
        stream.seek(0)
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            stream.seek(0)
            return "utf-8-sig" if _is_mostly_utf_8(stream) else "cp1252"
    return "utf-8-sig"


def _is_mostly_utf_8(stream: BinaryIO) -> bool:
    """Tell whether a text that is not UTF-8 throughout is so but for some letters that were lost on the way.

    Of what is written otherwise hardly two letters in a row happen to make one of UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    whole = lost = 0
    while chunk := stream.read(CHUNK):
        text = decoder.decode(chunk)
        lost += text.count(LOST)
        whole += sum(map(len, BEYOND_ASCII.findall(text)))
    return whole - lost > lost


def is_text(content: bytes) -> bool:
    text = content.decode(encoding_of(held(content)), errors="replace")
    return bool(text.strip()) and "\0" not in text and LOST not in text


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Give lines as long as every letter of theirs was read."""
    for line in lines:
        if "\0" in line:
            raise Fault(None, NEITHER)
        if LOST in line:
            raise separated.LostLetter
        yield line


# --- workbooks ---


def _workbook(opener: Opener) -> Iterator[Iterator[Numbered]]:
    """Give the values of each sheet, as they were when the workbook was saved; formulas are not worked out."""
    _check_packed(opener)
    from openpyxl import load_workbook  # it takes a quarter of a second to load

    with _told_as(NO_WORKBOOK):
        book = load_workbook(opener(), read_only=True, data_only=True)
        if not book.worksheets:
            raise Fault(None, NO_WORKBOOK)
    formulas = _formulas(opener)
    # What is hidden is looked at last, and so taken only where nothing that is shown is as good.
    for sheet in sorted(book.worksheets, key=lambda one: one.sheet_state != SHOWN):
        with _told_as(NO_WORKBOOK):
            sheet.reset_dimensions()
        values = sheet.iter_rows(values_only=True)
        yield _values(_with_formulas(values, formulas[sheet.title]) if formulas else values)


def hidden_rows(opener: Opener) -> int:
    """Return how many rows a workbook hides, as by a filter; none of a text, or of what cannot be read."""
    with opener() as stream:
        if not is_workbook(stream.read(BEGINNING)):
            return 0
    with opener() as stream, zipfile.ZipFile(stream) as packed:
        return sum(len(HIDDEN.findall(packed.read(part))) for part in packed.namelist() if part.startswith(SHEETS))


def _formulas(opener: Opener) -> Any:
    """Return a workbook with its formulas, where one of them was never worked out; None where all were."""
    with opener() as stream, zipfile.ZipFile(stream) as packed:
        sheets = [part for part in packed.namelist() if part.startswith(SHEETS)]
        if not any(NOT_WORKED_OUT.search(packed.read(part)) for part in sheets):
            return None
    from openpyxl import load_workbook

    return load_workbook(opener(), read_only=True)


def _with_formulas(values: Iterable[Cells], sheet: Any) -> Iterator[Cells]:
    """Give rows with the formula of each cell that has no value of it."""
    sheet.reset_dimensions()
    for cells, written in zip_longest(values, sheet.iter_rows(values_only=True), fillvalue=()):
        yield [one if cell is None else cell for cell, one in zip_longest(cells, written)]


def _values(rows: Iterable[Cells]) -> Iterator[Numbered]:
    with _told_as(DAMAGED):
        yield from enumerate(rows, start=1)


@contextmanager
def _told_as(problem: object) -> Iterator[None]:
    """Tell in a sentence what the library of workbooks raises over what is broken."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        IndexError,
        AttributeError,
        EOFError,
        OSError,
    ) as error:
        raise Fault(None, problem) from error


def _check_packed(opener: Opener) -> None:
    with _told_as(NO_WORKBOOK), opener() as stream, zipfile.ZipFile(stream) as packed:
        parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Fault(None, LOCKED)
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Fault(None, TOO_LARGE)
