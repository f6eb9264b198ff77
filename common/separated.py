"""Tables as separated text, read and written in one way wherever they come from and go to.

Reading: what parts the cells is found from the first rows; a quotation mark without its partner, and a row that is not
as wide as the heading, are faults with the number of the row, counted as a spreadsheet program does. Whatever is read
stands under its heading, or is not read at all. Writing: no cell is one that a spreadsheet program takes for a formula.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

SEPARATORS = (",", ";", "\t", "|")
FIRST_ROWS = 20
# How much of a text is looked at to find what parts its cells, in characters.
SAMPLE = 65_536
UNPAIRED = _("a quotation mark opens a cell here and is not closed where the cell ends.")
LOST_LETTER = _("a letter cannot be read here, or was lost when the file was saved. Save it as “CSV UTF-8” or as XLSX.")
SWALLOWS = _("a quotation mark opens a cell here that is only closed in a later row, so that rows would be lost.")
FORMULA = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
NUMBERS = (int, float, Decimal)
Cells = list[str]
LooksLikeRow = Callable[[Cells], bool]


class Fault(Exception):
    """A file cannot be read from a row on, or at all; `problem` is a lazily translated sentence without a capital."""

    def __init__(self, row: int | None, problem: object) -> None:
        super().__init__(problem)
        self.row, self.problem = row, problem


class LostLetter(Exception):
    """A line holds something that is no letter of its encoding."""


# --- reading ---


def separator_of(sample: str) -> str:
    """Return what parts the cells of a text: most of its first rows agree on how many cells that makes."""
    return max(SEPARATORS, key=lambda one: _agreement(sample, one))


def _agreement(sample: str, separator: str) -> tuple[int, int]:
    rows = islice(csv.reader(io.StringIO(sample[:SAMPLE], newline=""), delimiter=separator), FIRST_ROWS)
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    return max(((agreeing, width) for width, agreeing in widths.items()), default=(0, 0))


def records(
    lines: Iterable[str], *, separator: str, looks_like_row: LooksLikeRow | None = None
) -> Iterator[tuple[int, Cells]]:
    """Give each row with its number; raise `Fault` for a quotation mark that would make rows one cell.

    A cell may hold line breaks. `looks_like_row` tells of what follows such a break whether it is a row by itself.
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = ended = 0
    try:
        for number, cells in enumerate(reader, start=1):
            is_broken = reader.line_num > ended + 1
            ended = reader.line_num
            if is_broken and looks_like_row is not None and _swallows(cells, separator, looks_like_row):
                raise Fault(number, SWALLOWS)
            yield number, cells
    except csv.Error as error:
        raise Fault(number + 1, UNPAIRED) from error
    except LostLetter as error:
        raise Fault(number + 1, LOST_LETTER) from error


def _swallows(cells: Cells, separator: str, looks_like_row: LooksLikeRow) -> bool:
    _first, *others = separator.join(cells).splitlines()
    return any(looks_like_row(other.split(separator)) for other in others)


def width_of(heading: Sequence[object]) -> int:
    """Return how many columns a heading names; what stands to the right of its last name is none."""
    return max((place for place, name in enumerate(heading, start=1) if name), default=0)


def misfit(cells: Sequence[object], width: int) -> tuple[object, dict[str, int]] | None:
    """Return the sentence for a row that is not as wide as its heading, with its facts; None for one that is.

    Empty cells to the right of the last column are nothing.
    """
    filled = width_of([cell not in ("", None) for cell in cells])
    facts = {"cells": max(filled, min(len(cells), width)), "columns": width}
    if filled > width:
        return _(
            "the row has %(cells)s cells, the heading has %(columns)s. A cell that holds what parts the cells, such as"
            " 1,234.50 between commas, needs quotation marks around it."
        ), facts
    if len(cells) < width:
        return _("the row has %(cells)s cells, the heading has %(columns)s."), facts
    return None


# --- writing ---


def guarded(text: str) -> str:
    """Put an apostrophe before words that a spreadsheet program would take for a formula; numbers are left alone."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe of `guarded`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write(stream: Any, rows: Iterable[Iterable[Any]], *, line_end: str = "\r\n") -> None:
    """Write rows as CSV: the one way in which a table leaves the portal as text."""
    writer = csv.writer(stream, lineterminator=line_end)
    writer.writerows(map(_safe, rows))


def _safe(row: Iterable[Any]) -> list[Any]:
    return [cell if cell is None or isinstance(cell, NUMBERS) else guarded(str(cell)) for cell in row]


def written(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte-order mark, so that spreadsheet programs keep ŵ and ŷ."""
    stream = io.StringIO()
    write(stream, rows)
    return stream.getvalue().encode("utf-8-sig")
