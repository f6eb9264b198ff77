"""Separated text is read so that nothing shifts or vanishes, and written so that nothing is taken for a formula."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import separated
from common.separated import Fault, guarded, misfit, records, separator_of, unguarded, width_of

HEADING = "code,name,day,amount"


def read(text: str, **more) -> list[tuple[int, list[str]]]:
    return list(records(io.StringIO(text, newline=""), **{"separator": ",", **more}))


def starts_with_letter(cells: list[str]) -> bool:
    return len(cells) >= 4 and cells[0] in ("A", "B", "C")


# --- what parts the cells ---


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ("a;b;c\n1;Pens, paper, ink, card;2\n2;x;3\n", ";"),
        ("a\tb\n1,2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("only one\n", ","),
        ("", ","),
        ('a,b\n"x;y;z",2\n"x;y;z",3\n', ","),
    ],
)
def test_what_parts_the_cells_is_what_most_rows_agree_on(text, separator):
    assert separator_of(text) == separator


# --- quotation marks ---


def test_rows_are_numbered_as_a_spreadsheet_does_whatever_line_breaks_cells_hold():
    rows = read('code,name\nA,"Pens\nand paper"\n\nB,5" pipe\nC,"""x"" and y"\n')

    assert rows == [
        (1, ["code", "name"]),
        (2, ["A", "Pens\nand paper"]),
        (3, []),
        (4, ["B", '5" pipe']),
        (5, ["C", '"x" and y']),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        'A,"x,1,2\nB,y,1,2\nC,z,1,2\n',
        'A,"x" and more,1,2\nB,y,1,2\n',
        'A,"x,1,2\nB,"y",1,2\n',
        'A,"' + "x" * 200_000 + "\nB,y,1,2\n",
    ],
)
def test_a_quotation_mark_without_its_partner_is_a_fault_of_the_row_where_it_opens(broken):
    with pytest.raises(Fault) as fault:
        read(f"{HEADING}\nA,fine,1,2\n{broken}")

    assert fault.value.row == 3


def test_a_quotation_mark_that_makes_rows_one_cell_is_a_fault():
    text = f'{HEADING}\nA,"x,1,2\nB,y,1,2\nC,z",1,2\n'

    assert len(read(text)) == 2
    with pytest.raises(Fault) as fault:
        read(text, looks_like_row=starts_with_letter)
    assert fault.value.row == 2


def test_a_cell_of_several_lines_is_no_fault():
    text = f'{HEADING}\nA,"one, two, three, four\nfive, six, seven, eight\n\nnine",1,2\n'

    assert read(text, looks_like_row=starts_with_letter)[1][1][1].count("\n") == 3


# --- ragged rows ---


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["a", "b", "c"], None),
        (["a", "", ""], None),
        (["a", "b", "c", "", ""], None),
        (["a", "b", None, None], None),
        (["a", "b"], "the row has 2 cells, the heading has 3."),
        (["a", "b", "c", "d"], "the row has 4 cells, the heading has 3. "),
        (["a", "b", "c", "", "e", ""], "the row has 5 cells, the heading has 3. "),
    ],
)
def test_a_row_is_as_wide_as_its_heading(cells, words):
    found = misfit(cells, 3)

    assert (found is None) == (words is None)
    if found is not None:
        sentence, facts = found
        assert (str(sentence) % facts).startswith(words)


def test_a_heading_ends_with_its_last_name():
    assert [width_of(heading) for heading in (["a", "b"], ["a", "", "c", "", ""], [], [""])] == [2, 3, 0, 0]


# --- writing ---


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_begins_as_a_formula_is_written_as_words(start):
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("number", ["-5", "-5.20", "-1e-05", "5", "0.5"])
def test_numbers_stay_numbers(number):
    assert guarded(number) == number


@given(st.text(alphabet="'=+-@\t\r5a ", max_size=6))
def test_what_is_guarded_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert not separated.FORMULA.match(guarded(text)) or guarded(text)[0] in "'-"


def test_rows_are_written_with_their_numbers_and_without_formulas():
    content = separated.written([("name", "amount"), ("=1+1", Decimal("-5.20")), (None, -0.5), ("Tŷ, Dŵr", 3)])

    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["name", "amount"],
        ["'=1+1", "-5.20"],
        ["", "-0.5"],
        ["Tŷ, Dŵr", "3"],
    ]
