"""Files that hold a table, as spreadsheet programs write them: text of any encoding and separator, or a workbook.

Whatever takes tables from outside takes them from here, so that one file is judged alike wherever it is sent. The rows
are numbered as a spreadsheet program does. Whoever asks says what a heading is worth: the row that is worth most, among
the first of each sheet, is the heading, and its sheet is the one that is read.
"""

import codecs
import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import BinaryIO
from xml.etree.ElementTree import ParseError  # noqa: S405 — an error, not a parser

from django.utils.translation import gettext_lazy as _

from common import separated
from common.separated import FIRST_ROWS, Fault, LooksLikeRow

UNPACKED = 200 * 1024 * 1024
ZIP, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# How much is looked at to tell what a file is, and how much is decoded at once, in bytes.
BEGINNING, CHUNK = 8_192, 1_048_576
# What stands where a letter was lost.
LOST = "\N{REPLACEMENT CHARACTER}"
EMPTY = _("the file is empty.")
NEITHER = _("the file is neither CSV nor an Excel workbook (XLSX).")
OLD = _("the file is protected by a password, or in the old Excel format. Save it as XLSX or CSV.")
DAMAGED = _("the file is damaged and cannot be read to its end.")
NO_WORKBOOK = _("the file is damaged, or not an Excel workbook (XLSX).")
LOCKED = _("the file is protected by a password.")
TOO_LARGE = _("the file is too large once it is unpacked.")

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
            return "cp1252"
    return "utf-8-sig"


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
    for sheet in book.worksheets:
        with _told_as(NO_WORKBOOK):
            sheet.reset_dimensions()
        yield _values(sheet.iter_rows(values_only=True))


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
