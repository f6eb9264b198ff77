"""Workbooks: they keep the rules for spreadsheets that everybody can read, and hold what they were given."""

import datetime
import io

import openpyxl
import pytest
from odf import table
from odf.namespaces import TABLENS
from odf.opendocument import load

from common import workbooks
from common.workbooks import Heading, Number, Sheet, Workbook
from tests.workbook_rules import broken_rules, read

AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
WRITERS = {"xlsx": workbooks.xlsx, "ods": workbooks.ods}
FORMATS = pytest.mark.parametrize("extension", WRITERS)
DANGEROUS = ["=1+1", "+44 1267", "-cmd", "@SUM(A1)"]


def figures(*rows) -> Sheet:
    headings = (Heading("Area"), Heading("Patients", (1,)))
    return Sheet("Figures", "Patients by area", headings, rows or (("Môn", Number(1234.0)), ("Llŷn", "[c]")))


def workbook(*sheets: Sheet, **changes) -> Workbook:
    parts = {
        "title": "Patients of Wales",
        "language": "en",
        "publisher": "Example publisher",
        "written_at": AT,
        "facts": (("Published by", "Example publisher"),),
        "notes": ("Counted once a year.",),
        "marks": (("[c]", "Not shown: small numbers"),),
        "sheets": sheets or (figures(),),
    }
    return Workbook(**{**parts, **changes})


def broken(content: bytes, extension: str) -> list[str]:
    return broken_rules(read(content, extension), "en")


@FORMATS
def test_a_workbook_keeps_every_rule(extension):
    content = WRITERS[extension](workbook())

    assert broken(content, extension) == []


@FORMATS
def test_a_workbook_has_a_cover_contents_and_notes_before_its_tables(extension):
    book = read(WRITERS[extension](workbook()), extension)

    assert [sheet.name for sheet in book.sheets] == ["Cover", "Contents", "Notes", "Figures"]
    assert book.title == "Patients of Wales"
    assert book.sheet(0).body == [["Published by", "Example publisher"]]
    assert book.sheet(1).body == [
        ["Cover", "Patients of Wales"],
        ["Notes", "Notes and marks"],
        ["Figures", "Patients by area"],
    ]
    assert book.sheet(2).body == [["[note 1]", "Counted once a year."], ["[c]", "Not shown: small numbers"]]
    assert book.sheet(3).head == ["Area", "Patients [note 1]"]
    assert book.sheet(3).body == [["Môn", "1234"], ["Llŷn", "[c]"]]


@FORMATS
def test_names_keep_their_letters(extension):
    name = "Tŷ'r Ŵyl, Môn â'i ffŷs & <Dŵr>"

    book = read(WRITERS[extension](workbook(figures((name, "[c]")), title=name)), extension)

    assert (book.title, book.sheet(3).body) == (name, [[name, "[c]"]])


@FORMATS
@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_is_written_as_words(extension, text):
    content = WRITERS[extension](workbook(figures((text, "[c]"))))

    assert broken(content, extension) == []
    assert read(content, extension).sheet(3).body == [[text, "[c]"]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_excel_keeps_such_words_as_words_when_the_cell_is_edited(text):
    page = openpyxl.load_workbook(io.BytesIO(workbooks.xlsx(workbook(figures((text, "[c]"))))))["Figures"]

    found = [cell for row in page.iter_rows() for cell in row if cell.value == text]

    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)]


def test_plain_text_guards_words_and_leaves_numbers_alone():
    sheet = figures(*((text, Number(-2.5, 1)) for text in DANGEROUS))

    lines = workbooks.comma_separated(sheet).decode("utf-8-sig").splitlines()

    assert lines == ["Area,Patients", "'=1+1,-2.5", "'+44 1267,-2.5", "'-cmd,-2.5", "'@SUM(A1),-2.5"]


def test_plain_text_begins_with_the_mark_that_spreadsheet_programs_need_for_welsh_letters():
    content = workbooks.comma_separated(figures())

    assert content == "\ufeffArea,Patients\r\nMôn,1234\r\nLlŷn,[c]\r\n".encode()


@FORMATS
def test_words_on_several_lines_and_control_characters_become_one_line(extension):
    content = WRITERS[extension](workbook(figures(("North\r\n Powys\x00\x0b\x1f", "[c]"))))

    assert read(content, extension).sheet(3).body == [["North Powys", "[c]"]]


@FORMATS
def test_the_same_workbook_is_the_same_bytes(extension, monkeypatch):
    before = WRITERS[extension](workbook())

    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert WRITERS[extension](workbook()) == before


@pytest.mark.parametrize(
    ("value", "decimals", "text"), [(22.85, 1, "22.9"), (1234.5, 0, "1234"), (-0.04, 1, "0.0"), (-3.26, 1, "-3.3")]
)
def test_a_number_is_rounded_as_the_pages_round(value, decimals, text):
    number = Number.of(value, decimals)

    assert str(number) == text
    assert number.value == float(text)


def test_the_rules_notice_what_they_are_for():
    book = openpyxl.load_workbook(io.BytesIO(workbooks.xlsx(workbook())))
    page = book["Figures"]
    page["B5"].value = None
    page["A6"].value = "=1+1"
    page["A8"].value = "below"
    page.merge_cells("C1:D1")
    page.freeze_panes = "B2"
    book.properties.language = None
    stream = io.BytesIO()
    book.save(stream)

    found = broken(stream.getvalue(), "xlsx")

    assert found == [
        "Figures: cells are merged.",
        "Figures: panes are frozen.",
        "Figures: there is a formula.",
        "Figures: something stands beside or below the table.",
        "Figures: the table has an empty cell.",
        "The document's language is None.",
    ]


def test_the_rules_notice_a_formula_and_merged_cells_in_the_open_format():
    document = load(io.BytesIO(workbooks.ods(workbook())))
    cell = document.spreadsheet.getElementsByType(table.TableCell)[-1]
    cell.setAttrNS(TABLENS, "formula", "of:=1+1")
    cell.setAttrNS(TABLENS, "number-columns-spanned", "2")
    stream = io.BytesIO()
    document.write(stream)

    found = broken(stream.getvalue(), "ods")

    assert found == ["Figures: there is a formula.", "Figures: cells are merged."]


def test_the_rules_notice_notes_that_are_missing_or_never_referred_to():
    lonely = Sheet("Figures", "Patients", (Heading("Area", (2,)),), (("[x]",), ("Môn [note 1]",)))

    found = broken(workbooks.xlsx(workbook(lonely)), "xlsx")

    assert found == [
        "[note 2] is not explained.",
        "[x] is not explained.",
        "[note 1] is not referred to.",
        "[note 1] stands in a cell.",
    ]
