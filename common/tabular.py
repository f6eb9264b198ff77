"""Tables that come from outside: every cell is asked for by name, every fault names file, row and column."""

import csv
import datetime
import gzip
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TextIO, cast

from django.utils.translation import gettext_lazy as _

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

    def __init__(self, sentence: object, facts: dict[str, object]) -> None:
        self.sentence, self.facts = sentence, facts

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


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
    """A CSV file (UTF-8, comma, heading in row 1), read row by row; `.gz` is unpacked on the way."""

    def __init__(self, path: Path, *, columns: Collection[str]) -> None:
        self.path, self.name, self.columns = path, path.name, columns
        self.content: bytes | None = None

    def __iter__(self) -> Iterator[Row]:
        try:
            with self._opened() as stream:
                yield from self._rows(csv.reader(stream, strict=True))
        except FileNotFoundError:
            raise BrokenFile(file=self.name, problem=_("the file is missing.")) from None
        except UnicodeDecodeError:
            raise BrokenFile(file=self.name, problem=_("the file is not UTF-8 text.")) from None
        except (csv.Error, OSError, EOFError) as error:
            raise BrokenFile(file=self.name, problem=str(error)) from error

    def _opened(self) -> TextIO:
        if self.content is not None:
            return io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8-sig", newline="")
        opener = gzip.open if self.path.suffix == ".gz" else open
        return cast(TextIO, opener(self.path, "rt", encoding="utf-8-sig", newline=""))

    @classmethod
    def sent(cls, name: str, content: bytes, *, columns: Collection[str]) -> "Table":
        """Return a table that was sent to the portal rather than shipped with it."""
        table = cls(Path(name), columns=columns)
        table.content = content
        return table

    def _rows(self, lines: Iterator[list[str]]) -> Iterator[Row]:
        heading = next(lines, [])
        self._check_heading(heading)
        for number, cells in enumerate(lines, start=2):
            if not any(cells):
                continue
            if len(cells) != len(heading):
                facts = {"cells": len(cells), "columns": len(heading)}
                problem = Filled(_("the row has %(cells)s cells, the heading has %(columns)s."), facts)
                raise BrokenFile(file=self.name, row=number, problem=problem)
            yield Row(self, number, dict(zip(heading, cells, strict=True)))

    def _check_heading(self, heading: list[str]) -> None:
        for column in self.columns:
            if column not in heading:
                raise BrokenFile(file=self.name, row=1, column=column, problem=_("the column is missing."))
