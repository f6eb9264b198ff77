import datetime
import gzip

import pytest
from django.utils import translation

from common.separated import LOST_LETTER
from common.tabular import BrokenFile, Table


@pytest.fixture
def table(tmp_path):
    """Return a function that makes a table of some text."""

    def make(text: str | bytes, *columns: str, name: str = "places.csv") -> Table:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return Table(path, columns=columns)

    return make


def only_row(table: Table):
    (row,) = list(table)
    return row


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(table):
    rows = list(table("code,name\nA,Môn\n\n,\nB,Tŷ'r Ŵyl\n", "code", "name"))

    assert [(row.number, row.text("name")) for row in rows] == [(2, "Môn"), (5, "Tŷ'r Ŵyl")]


def test_a_mark_of_byte_order_and_quoted_commas_are_understood(table):
    row = only_row(table(b'\xef\xbb\xbfcode,name\nA,"Tywi, Taf"\n', "code"))

    assert (row.text("code"), row.text("name")) == ("A", "Tywi, Taf")


def test_a_packed_file_is_unpacked(table):
    row = only_row(table(gzip.compress(b"code\nA\n"), "code", name="places.csv.gz"))

    assert row.text("code") == "A"


def test_cells_are_read_as_what_they_should_be(table):
    row = only_row(table("n,x,day,kind\n 12 ,1.5,2026-03-31,a\n", "n"))

    assert (row.integer("n"), row.number_or_none("x"), row.one_of("kind", {"a"})) == (12, 1.5, "a")
    assert row.day_or_none("day") == datetime.date(2026, 3, 31)


def test_empty_cells_are_none_where_they_may_be(table):
    row = only_row(table("code,n,x,day\nA,,,\n", "code"))

    assert (row.integer_or_none("n"), row.number_or_none("x"), row.day_or_none("day"), row.optional("n")) == (
        None,
        None,
        None,
        "",
    )


@pytest.mark.parametrize(
    ("cell", "ask", "problem"),
    [
        ("", lambda row: row.text("cell"), "the cell is empty."),
        ("abc", lambda row: row.text("cell", longest=2), "the text is longer than 2 characters."),
        ("1.5", lambda row: row.integer("cell"), "“1.5” is not a whole number."),
        ("-1", lambda row: row.integer("cell"), "“-1” is not a whole number."),
        ("²", lambda row: row.integer("cell"), "“²” is not a whole number."),
        ("many", lambda row: row.number_or_none("cell"), "“many” is not a number."),
        ("31/03/2026", lambda row: row.day_or_none("cell"), "“31/03/2026” is not a day such as 2026-03-31."),
        ("b", lambda row: row.one_of("cell", {"a"}), "“b” is not known here."),
    ],
)
def test_a_fault_names_file_row_column_and_what_is_wrong(table, cell, ask, problem):
    row = only_row(table(f"code,cell\nA,{cell}\n", "cell"))

    with pytest.raises(BrokenFile) as fault:
        ask(row)

    assert str(fault.value) == f"places.csv, row 2, column cell: {problem}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name\nA\n", "places.csv, row 1, column code: the column is missing."),
        ("", "places.csv: the file is empty."),
        ("code,name\nA\n", "places.csv, row 2: the row has 1 cells, the heading has 2."),
        (b"code\n\x81\n", f"places.csv, row 2: {LOST_LETTER}"),
    ],
)
def test_a_file_of_another_shape_is_refused(table, text, sentence):
    with pytest.raises(BrokenFile) as fault:
        list(table(text, "code"))

    assert str(fault.value) == sentence


def test_a_damaged_packed_file_is_refused(table):
    with pytest.raises(BrokenFile, match=r"^places\.csv\.gz: "):
        list(table(b"not packed at all", "code", name="places.csv.gz"))


def test_a_fault_is_said_in_the_language_of_its_reader(table):
    row = only_row(table("code,name\n,Môn\n", "code"))

    with pytest.raises(BrokenFile) as fault:
        row.text("code")

    with translation.override("cy"):
        welsh = str(fault.value)

    assert welsh.startswith("places.csv, rhes 2, colofn code: ")
    assert welsh != str(fault.value)
