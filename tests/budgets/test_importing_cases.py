"""Extracts as ledgers and spreadsheet programs write them in life, one file a kind, read or refused as it is meant."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from budgets.extracts import files
from budgets.extracts.columns import guessed
from budgets.extracts.rows import Reading
from budgets.models import FinancialYear, LedgerImport
from common import grids
from common.errors import Refused

FOLDER = Path(__file__).parent.parent / "common" / "cases"


def read(name: str, **columns: str) -> Reading:
    extract = files.opened((FOLDER / name).read_bytes())
    imported = LedgerImport(board_id=1, year=FinancialYear(first_year=2025))
    imported.columns = {**guessed(extract.headings), **columns}
    reading = Reading(imported, extract)
    reading.staged = list(reading)
    return reading


def good(reading: Reading) -> list[tuple]:
    return [(row.number, row.facts["amount"]) for row in reading.staged if row.outcome == "new"]


def faults(reading: Reading) -> list[tuple]:
    return [(row.number, row.fault_column, str(row.problem)) for row in reading.staged if row.problem]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("cover-sheet-first.xlsx", 1),
        ("debit-credit.csv", [(2, Decimal("10.00")), (3, Decimal("-4.00"))]),
        ("footer-after-total.csv", [(3, 10), (4, 20)]),
        ("invisible-characters.csv", [(2, 10), (3, 20), (4, -30)]),
        ("journal-number-repeats.csv", [(2, 10), (3, -10), (4, 5)]),
        ("semicolon-commas.csv", [(2, 10), (3, 20)]),
        ("leading-zeros.csv", [(2, 10), (3, 20)]),
        ("serial-dates.csv", [(2, 10)]),
        ("serial-dates.xlsx", 1),
        ("two-row-heading.csv", [(3, 10)]),
        ("utf-16.txt", [(2, 10)]),
        ("filtered-rows.xlsx", None),
    ],
)
def test_every_row_is_read_as_it_is_meant(name, rows):
    reading = read(name)

    assert faults(reading) == []
    assert rows is None or (len(good(reading)) if isinstance(rows, int) else good(reading)) == rows


@pytest.mark.parametrize(
    ("name", "row", "column", "sentence"),
    [
        ("dash-for-nought.csv", 2, "Net Amount", "The amount is nought"),
        ("formula-without-value.xlsx", 2, "Net Amount", "a formula that was never worked out"),
        ("line-break-in-cell.csv", 3, "Net Amount", "“xx” is not an amount"),
        ("merged-cells.xlsx", 3, "Transaction Date", "The cell is empty"),
        ("rounded-formula.xlsx", 2, "Net Amount", "pounds and pence"),
        ("subtotals.csv", 3, "Transaction Date", "The cell is empty"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_row_and_column(name, row, column, sentence):
    (number, heading, problem) = faults(read(name))[0]

    assert (number, heading) == (row, column)
    assert sentence in problem


def test_what_a_filter_hides_is_counted_and_a_hidden_sheet_is_taken_last():
    content = (FOLDER / "filtered-rows.xlsx").read_bytes()
    assert grids.hidden_rows(grids.held(content)) == 1
    book = openpyxl.load_workbook(io.BytesIO(content))
    first = book.active
    first.sheet_state = "hidden"
    shown = book.copy_worksheet(first)
    shown.cell(2, 5).value = 99
    stream = io.BytesIO()
    book.save(stream)
    row = next(files.opened(stream.getvalue()).rows)
    assert 99 in row[1]


def test_a_day_of_a_serial_number_is_that_of_the_spreadsheet_program():
    assert [str(row.facts["date"]) for row in read("serial-dates.csv").staged] == ["2026-02-10"]


def test_totals_are_told_from_subtotals_and_from_companies():
    assert read("footer-after-total.csv").total == 30
    assert (read("subtotals.csv").total, good(read("subtotals.csv"))) == (30, [(2, 10), (4, 20)])
    heading, row = "Date,Cost centre,Account,Amount,Details", ",,,20.00,Total Cleaning Ltd"
    extract = files.opened(f"{heading}\r\n10/02/2026,CC1,5100,10.00,Pens\r\n{row}".encode())
    reading = Reading(
        LedgerImport(board_id=1, year=FinancialYear(first_year=2025), columns=guessed(extract.headings)), extract
    )
    assert [one.outcome for one in reading] == ["new", "refused"]
    assert reading.total is None


def test_two_columns_of_one_heading_are_refused():
    with pytest.raises(Refused, match="Two columns have the same heading: Net Amount"):
        read("duplicate-headings.csv")


def test_a_day_beside_the_year_with_a_period_of_it_is_asked_about():
    reading = read("day-outside-period-inside.csv")

    assert [(row.outcome, row.facts["period"], str(row.facts["date"])) for row in reading.staged] == [
        ("asked", 1, "2025-04-01"),
        ("asked", 12, "2026-03-31"),
    ]
    assert faults(reading)[0][2].startswith("28/03/2025 lies outside the financial year 2025/26, but the ledger booked")


def dated(*days: str, **columns: str) -> Reading:
    lines = ["Date,Cost centre,Account,Amount", *(f"{day},CC1,5100,10.00" for day in days)]
    extract = files.opened("\r\n".join(lines).encode())
    imported = LedgerImport(board_id=1, year=FinancialYear(first_year=2025))
    imported.columns = {**guessed(extract.headings), **columns}
    reading = Reading(imported, extract)
    reading.staged = list(reading)
    return reading


def test_days_with_the_month_first_are_asked_about_and_read_as_somebody_says():
    american = dated("04/05/2025", "02/13/2026")
    with pytest.raises(Refused, match="Row 3: the month seems to stand before the day"):
        american.refuse_unsaid_order()
    said = dated("04/05/2025", "02/13/2026", days="month")
    said.refuse_unsaid_order()
    assert [str(row.facts["date"]) for row in said.staged] == ["2025-04-05", "2026-02-13"]
    # One slip among days that have the day first is a slip.
    slip = dated("31/05/2025", "02/13/2026")
    slip.refuse_unsaid_order()
    assert [row.outcome for row in slip.staged] == ["new", "refused"]


def test_one_broken_letter_is_told_and_makes_no_others_of_the_rest():
    lines = [
        "Date,Cost centre,Account,Amount,Details",
        "10/02/2026,CC1,5100,10.00,Tŷ Gwyn",
        "10/02/2026,CC1,5100,1,caffè",
    ]
    content = "\r\n".join(lines).encode().replace("è".encode(), b"\xe8")

    with pytest.raises(Refused, match="Row 3: a letter cannot be read here"):
        list(files.opened(content + "\r\n10/02/2026,CC1,5100,2,ŵ".encode()).rows)
