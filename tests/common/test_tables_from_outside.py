"""The same files, as spreadsheet programs and accidents make them, through everything that takes tables."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pytest
from django.utils import translation

from budgets.extracts import files as extract_files
from budgets.extracts.rows import Reading as ExtractReading
from budgets.models import LedgerImport
from clusters.uploads.reading import Reading as UploadReading
from common.errors import Refused
from common.grids import UNPACKED
from common.tabular import Table
from indicators.imports import reading as figures
from plans.bilingual import files as translations
from tests.factories import ON, ClusterFactory, FinancialYearFactory, MembershipFactory

pytestmark = pytest.mark.django_db
# Windows-1252 has the letter, and so have the other encodings.
WORD = "caffè"


@dataclass
class Reader:
    """Something that takes tables: its headings, rows for it with a word in one cell, and how it reads a file."""

    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    words: Callable[[bytes], list[str]]


def shipped(tmp_path) -> Reader:
    def words(content: bytes) -> list[str]:
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return [row.text("name") for row in Table(path, columns=("code", "kind", "name"), row_marks=("one", "two"))]

    return Reader(("code", "kind", "name"), [("A", "one", WORD), ("B", "two", WORD)], words)


def extracts(_tmp_path) -> Reader:
    headings = ("Date", "Cost centre", "Subjective code", "Amount", "Description")
    columns = dict(zip(("date", "cost_centre", "subjective_code", "amount", "description"), headings, strict=True))
    imported = LedgerImport(board_id=1, year=FinancialYearFactory(first_year=2025), columns=columns)

    def words(content: bytes) -> list[str]:
        staged = list(ExtractReading(imported, extract_files.opened(content)))
        for row in staged:
            if row.problem:
                raise Refused(f"Row {row.number}: {row.problem}")
        return [row.facts["description"] for row in staged]

    return Reader(headings, [("10/02/2026", "CC1", "5100", amount, WORD) for amount in ("10", "20")], words)


def memberships(_tmp_path) -> Reader:
    cluster, providers = ClusterFactory(), [MembershipFactory().provider for _number in range(2)]

    def words(content: bytes) -> list[str]:
        reading = UploadReading("memberships", "file.csv", content, reach={cluster.pk}, on=ON)
        if any(fault.column == "" for fault in reading.faults):
            raise reading.faults[0]
        return [row["reason"] for row in reading.rows]

    rows = [(one.ods_code, "join_also", cluster.slug_en, "2099-01-01", WORD) for one in providers]
    return Reader(("ods_code", "change", "cluster", "from", "reason"), rows, words)


def translated(_tmp_path) -> Reader:
    def words(content: bytes) -> list[str]:
        return [row.target for row in translations.read("file.csv", content).rows]

    rows = [(f"section.{key}.text", "Coffee", "cy", WORD, "m") for key in "ab"]
    return Reader(("id", "source", "target_language", "target", "mark"), rows, words)


def imported_figures(tmp_path) -> Reader:
    known = figures.Known.load(on=ON)

    def words(content: bytes) -> list[str]:
        path = tmp_path / "figures.csv"
        path.write_bytes(content)
        sheet = figures.read(path, known)
        return [sheet.new_periods[0].label_cy] * len(sheet)

    rows = [
        ("cluster", area, "low_birth_weight", "1999", "1", "100", "Coffee", "9", WORD)
        for area in ("llanelli", "tywi-taf")
    ]
    headings = (*figures.KEYS, "count", "denominator", "period_label_en", "period_order", "period_label_cy")
    return Reader(headings, rows, words)


@pytest.fixture(params=[shipped, extracts, memberships, translated, imported_figures], ids=lambda made: made.__name__)
def reader(request, tmp_path) -> Reader:
    return request.param(tmp_path)


def separated(*rows: tuple[str, ...], separator: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    return stream.getvalue()


def workbook(**sheets: list[tuple[str, ...]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


COVER = [("Report of the year",), ("Made by somebody", None)]


def good_files(table: list[tuple[str, ...]]) -> dict[str, bytes]:
    text, width = separated(*table), len(table[0])
    wide = [(*row, "", "") for row in table]
    apart = text.replace("\r\n", "\r\n\r\n" + "," * (width - 1) + "\r\n")
    return {
        "UTF-8": text.encode(),
        "UTF-8 with its mark": text.encode("utf-8-sig"),
        "Windows-1252": text.encode("cp1252"),
        "Unicode text": separated(*table, separator="\t").encode("utf-16"),
        "semicolons": separated(*table, separator=";").encode("cp1252"),
        "tabs": separated(*table, separator="\t").encode(),
        "a title above": separated(("Report of the year",), (), *table).encode(),
        "empty rows between": apart.encode(),
        "empty columns to the right": separated(*wide).encode(),
        "headings with what is not seen": separated([f"\u200b{name} " for name in table[0]], *table[1:]).encode(),
        "a workbook": workbook(rows=table),
        "a cover sheet": workbook(cover=COVER, rows=[("Title",), *table]),
    }


def test_whatever_a_spreadsheet_program_writes_is_read_alike(reader):
    for name, content in good_files([reader.headings, *reader.rows]).items():
        assert reader.words(content) == [WORD, WORD], name


def broken_files(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> dict[str, tuple[bytes, int | None]]:
    """Return files that cannot be read, each with the row that is to blame."""
    first, second = rows
    lines = [",".join(row) for row in (headings, *rows)]
    quoted = ",".join((*second[:-1], '"' + WORD))
    swallowed = ",".join((*first[:-1], '"' + WORD)) + "\r\n" + lines[2] + '"'
    return {
        "is empty": (b" \r\n", None),
        "a quotation mark opens a cell here and is not closed": ("\r\n".join([*lines[:2], quoted]).encode(), 3),
        "only closed in a later row": ("\r\n".join([lines[0], swallowed]).encode(), 2),
        "is not wide": ("\r\n".join([*lines[:2], lines[2] + ",and more"]).encode(), 3),
        "was lost when the file was saved": ("\r\n".join(lines).encode().replace(b"\xc3\xa8", b"\x81", 1), 2),
        "neither CSV": (lines[0].encode() + b"\r\n\0", None),
        "neither CSV nor": (b"%PDF-1.7 and so on", None),
        "by a password, or in the old": (b"\xd0\xcf\x11\xe0" + bytes(100), None),
        "damaged, or not an Excel": (packed(part=b"x"), None),
        "is damaged": (workbook(rows=[headings, *rows])[:-200], None),
        "too large once it is unpacked": (packed(bomb=bytes(UNPACKED + 1)), None),
    }


TOO_WIDE = "A cell that holds what parts the cells"


def test_whatever_cannot_be_read_is_refused_alike_with_its_row(reader):
    for sentence, (content, row) in broken_files(reader.headings, reader.rows).items():
        with pytest.raises(Refused) as refusal:
            reader.words(content)
        told = str(refusal.value)
        assert (TOO_WIDE if sentence == "is not wide" else sentence) in told, told
        assert row is None or f"row {row}" in told.lower(), told


def test_a_letter_that_was_lost_is_told_in_welsh(reader):
    content = separated(reader.headings, *reader.rows).encode().replace(b"\xc3\xa8", b"\x81")

    with translation.override("cy"), pytest.raises(Refused) as refusal:
        reader.words(content)

    with translation.override("cy"):
        assert "hes 2" in str(refusal.value)
        assert "CSV UTF-8" in str(refusal.value)
