"""Tables that come from outside: every cell is asked for by name, every fault names file, row and column."""

import datetime
import gzip
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common import grids, separated
from common.errors import Refused


class BrokenFile(Refused):
    """A file that cannot be taken; nothing of it was."""

    def __init__(self, *, file: str, problem: object, row: int | None = None, column: str = "") -> None:
        self.file, self.row, self.column = file, row, column
        sentence = _("%(file)s, row %(row)s, column %(column)s: %(problem)s")
        if row is None:
            sentence = _("%(file)s: %(problem)s")
        elif not column:
            sentence = _("%(file)s, row %(row)s: %(problem)s")
        super().__init__(Filled(sentence, {"file": file, "row": row, "column": column, "problem": problem}))


class Filled:
    """A lazily translated sentence with its facts."""

    def __init__(self, sentence: object, facts: Mapping[str, object]) -> None:
        self.sentence, self.facts = sentence, facts

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


class Capital(Filled):
    """The same where nothing stands before it."""

    def __str__(self) -> str:
        return capfirst(super().__str__())


class Row:
    """One row of a table; `number` counts as a spreadsheet does, the heading being row 1."""

    def __init__(self, table: "Table", number: int, cells: dict[str, str]) -> None:
        self.table, self.number, self.cells = table, number, cells

    def fault(self, column: str, problem: object) -> BrokenFile:
        return BrokenFile(file=self.table.name, row=self.number, column=column, problem=problem)

    def text(self, column: str, *, longest: int = 500) -> str:
        """Return a cell that must not be empty."""
        value = self.optional(column)
        if not value:
            raise self.fault(column, _("the cell is empty."))
        if len(value) > longest:
            raise self.fault(column, Filled(_("the text is longer than %(longest)s characters."), {"longest": longest}))
        return value

    def optional(self, column: str) -> str:
        return self.cells[column].strip()

    def integer(self, column: str) -> int:
        value = self.text(column)
        if not value.isascii() or not value.isdigit():
            raise self.fault(column, Filled(_("“%(value)s” is not a whole number."), {"value": value}))
        return int(value)

    def integer_or_none(self, column: str) -> int | None:
        return self.integer(column) if self.optional(column) else None

    def day_or_none(self, column: str) -> datetime.date | None:
        value = self.optional(column)
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            problem = Filled(_("“%(value)s” is not a day such as 2026-03-31."), {"value": value})
            raise self.fault(column, problem) from None

    def number_or_none(self, column: str) -> float | None:
        value = self.optional(column)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            raise self.fault(column, Filled(_("“%(value)s” is not a number."), {"value": value})) from None

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        value = self.text(column)
        if value not in allowed:
            raise self.fault(column, Filled(_("“%(value)s” is not known here."), {"value": value}))
        return value


class Table:
    """A file that holds a table, read row by row (see `common.grids`); of a path that ends in `.gz`, unpacked.

    `headings` are names by which the heading is found, where none is a must; `row_marks` are texts of which a row has
    one in a cell of its own, and a sentence hardly ever. `row_shape` is what a cell of every row
    looks like, where rows have an id.
    """

    def __init__(
        self,
        path: Path,
        *,
        columns: Collection[str],
        headings: Collection[str] = (),
        row_marks: Collection[str] = (),
        row_shape: re.Pattern[str] | None = None,
        opener: grids.Opener | None = None,
    ) -> None:
        self.path, self.name, self.columns, self.row_marks = path, path.name, columns, frozenset(row_marks)
        self.asked = frozenset(columns or headings)
        self.row_shape = row_shape or re.compile("")
        self.opener = opener or self._opened
        self.heading: list[str] = []

    @classmethod
    def sent(
        cls,
        name: str,
        content: bytes,
        *,
        columns: Collection[str],
        row_marks: Collection[str] = (),
        row_shape: re.Pattern[str] | None = None,
    ) -> "Table":
        """Return a table that was sent to the portal rather than shipped with it."""
        opener = grids.held(content)
        return cls(Path(name), columns=columns, row_marks=row_marks, row_shape=row_shape, opener=opener)

    def __iter__(self) -> Iterator[Row]:
        rows = self.bare_rows()
        next(rows)
        for number, cells in rows:
            yield Row(self, number, dict(zip(self.heading, cells, strict=True)))

    def bare_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the heading, then the rows under it that are not empty, each with its number and as wide as that."""
        try:
            yield from self._whole()
        except separated.Fault as fault:
            raise BrokenFile(file=self.name, row=fault.row, problem=fault.problem) from None
        except FileNotFoundError:
            raise BrokenFile(file=self.name, problem=_("the file is missing.")) from None
        except (OSError, EOFError) as error:
            raise BrokenFile(file=self.name, problem=str(error)) from error

    def _opened(self) -> BinaryIO:
        return cast(BinaryIO, gzip.open(self.path) if self.path.suffix == ".gz" else self.path.open("rb"))

    def _whole(self) -> Iterator[tuple[int, list[str]]]:
        grid = grids.read(self.opener, worth=self._worth, looks_like_row=self._looks_like_row)
        if grid is None:
            raise separated.Fault(None, grids.EMPTY)
        width = separated.width_of(grid.headings)
        self.heading = list(grid.headings[:width])
        self._check_heading(grid.number)
        yield grid.number, self.heading
        for number, cells in grid.texts():
            if len(cells) != width:
                self._refuse_misfit(number, cells)
            yield number, cells[:width]

    def _worth(self, cells: Sequence[str]) -> int:
        return 1 + len(self.asked.intersection(cells))

    def _looks_like_row(self, cells: list[str]) -> bool:
        bare = [cell.strip(' "') for cell in cells]
        is_marked = any(cell in self.row_marks for cell in bare) and any(map(self.row_shape.match, bare))
        return len(cells) >= len(self.asked) and is_marked

    def _refuse_misfit(self, number: int, cells: list[str]) -> None:
        found = separated.misfit(cells, len(self.heading))
        if found is not None:
            raise BrokenFile(file=self.name, row=number, problem=Filled(*found))

    def _check_heading(self, row: int) -> None:
        for column in self.columns:
            if column not in self.heading:
                raise BrokenFile(file=self.name, row=row, column=column, problem=_("the column is missing."))
            if self.heading.count(column) > 1:
                raise BrokenFile(file=self.name, row=row, column=column, problem=_("the column stands twice."))
