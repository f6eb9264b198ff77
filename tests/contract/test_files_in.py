"""Whoever reads a table of text: no row shifts or vanishes; what cannot be read is refused with its row."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from budgets.extracts import files as extracts
from budgets.extracts.rows import Reading as Extract
from budgets.models import FinancialYear, LedgerImport
from clusters.models import Area, Upload
from clusters.uploads.reading import Reading as Changes
from common.errors import Refused
from indicators.imports import reading as figures
from plans.bilingual import files as translations
from tests.budgets.extracts import HEADINGS, MAPPED
from tests.moments import ON

pytestmark = pytest.mark.django_db


def figures_said(text: str, folder: Path) -> str:
    path = folder / "file.csv"
    path.write_text(text, encoding="utf-8")
    return said(lambda: figures.read(path, figures.Known(ON, [Area(kind="cluster", code="llanelli")], [], [])))


def changes_said(kind: str) -> Callable[[str, Path], str]:
    def reading(text: str, _folder: Path) -> str:
        return "\n".join(map(str, Changes(kind, "file.csv", text.encode(), reach=[], on=ON).faults))

    return reading


def translations_said(text: str, _folder: Path) -> str:
    return said(lambda: translations.read("file.csv", text.encode()))


def extracts_said(text: str, _folder: Path) -> str:
    def read() -> list[str]:
        imported = LedgerImport(board_id=1, year=FinancialYear(first_year=2025), columns=MAPPED)
        rows = Extract(imported, extracts.opened(text.encode()))
        return [f"row {row.number}: {row.problem}" for row in rows if row.problem]

    return said(read)


def said(read: Callable[[], object]) -> str:
    try:
        found = read()
    except Refused as refusal:
        return str(refusal).replace("Row ", "row ")
    return "\n".join(found) if isinstance(found, list) else ""


@dataclass(frozen=True)
class Reader:
    """One reader of tables: what it says of a text, a heading, a row, and the place of a cell that may hold words."""

    says: Callable[[str, Path], str]
    heading: tuple[str, ...]
    row: tuple[str, ...]
    words: int


READERS = {
    "figures": Reader(
        figures_said,
        ("area_kind", "area_code", "indicator", "period", "count", "denominator"),
        ("cluster", "llanelli", "low_birth_weight", "2021", "60", "700"),
        words=1,
    ),
    "memberships": Reader(
        changes_said(Upload.Kind.MEMBERSHIPS),
        ("ods_code", "change", "cluster", "from", "reason"),
        ("W1", "move", "llanelli", "2026-12-10", "why"),
        words=4,
    ),
    "providers": Reader(
        changes_said(Upload.Kind.PROVIDERS),
        ("ods_code", "name", "address", "postcode", "kind", "cluster", "from", "reason"),
        ("W1", "A", "1 Street", "SA1 1AA", "community_pharmacy", "llanelli", "2026-12-10", "why"),
        words=2,
    ),
    "translations": Reader(
        translations_said,
        translations.COLUMNS,
        ("section.1.text", "Intro", "en", "One", "cy", "Un", "Draft", "m"),
        words=5,
    ),
    "extracts": Reader(extracts_said, HEADINGS, ("T1", "10/02/2026", "CC1", "5100", "10.00", "Pens", "R1"), words=5),
}


@pytest.fixture(params=READERS.values(), ids=READERS)
def reader(request) -> Reader:
    return request.param


def text_of(*rows: tuple[str, ...], separator: str = ",") -> str:
    return "\r\n".join(separator.join(row) for row in rows) + "\r\n"


def with_words(reader: Reader, words: str) -> tuple[str, ...]:
    return (*reader.row[: reader.words], words, *reader.row[reader.words + 1 :])


def test_a_row_longer_than_its_heading_is_refused_with_its_number(reader, tmp_path):
    shifted = with_words(reader, "1,234.50")

    told = reader.says(text_of(reader.heading, reader.row, shifted, reader.row), tmp_path)

    width = len(reader.heading)
    assert f"row 3: the row has {width + 1} cells, the heading has {width}." in told.replace(": The", ": the")


def test_a_row_shorter_than_its_heading_is_refused_with_its_number(reader, tmp_path):
    told = reader.says(text_of(reader.heading, reader.row, reader.row[:-1]), tmp_path)

    width = len(reader.heading)
    assert f"row 3: the row has {width - 1} cells, the heading has {width}." in told.replace(": The", ": the")


def test_a_quotation_mark_that_is_never_closed_is_refused_with_the_row_where_it_opens(reader, tmp_path):
    rows = [reader.row] * 30
    rows[20] = with_words(reader, '"never closed')

    assert "row 22: a quotation mark opens a cell here" in reader.says(text_of(reader.heading, *rows), tmp_path)


def test_a_quotation_mark_that_swallows_rows_is_refused_with_the_row_where_it_opens(reader, tmp_path):
    rows = [with_words(reader, '"a'), reader.row, reader.row, with_words(reader, 'z"'), reader.row]

    assert "row 2: a quotation mark opens a cell here" in reader.says(text_of(reader.heading, *rows), tmp_path)


def test_line_breaks_and_commas_in_a_cell_are_no_fault_of_the_table(reader, tmp_path):
    words = '"one, two, three, four, five, six, seven\nand, so, on, and, on, and, on, and, on\n\n""end"""'

    told = reader.says(text_of(reader.heading, with_words(reader, words), reader.row), tmp_path)

    assert "quotation mark" not in told
    assert "cells" not in told


def test_semicolons_part_cells_as_commas_do(reader, tmp_path):
    told = reader.says(text_of(reader.heading, reader.row, separator=";"), tmp_path)

    assert "column is missing" not in told
    assert "cells" not in told


def test_empty_cells_beside_the_table_are_nothing(reader, tmp_path):
    rows = [(*reader.heading, "", ""), (*reader.row, "", ""), (*reader.row, "", "stray")]

    told = reader.says(text_of(*rows), tmp_path).replace(": The", ": the")

    width = len(reader.heading)
    assert "row 2: the row has" not in told
    assert f"row 3: the row has {width + 2} cells, the heading has {width}." in told
