"""What stands in the cells of an extract is read as it was meant, to the penny, or refused in a sentence."""

import datetime

import pytest

from budgets.extracts.cells import Unreadable, amount_in, day_in, period_in, text_in


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,250.50", "1250.50"),
        ("£1,250", "1250.00"),
        ("1 250.5", "1250.50"),
        ("12.5000", "12.50"),
        ("-12.50", "-12.50"),
        ("12.50-", "-12.50"),
        ("\u221212.50", "-12.50"),
        ("(1,234.56)", "-1234.56"),
        ("£(5)", "-5.00"),
        ("12.50 CR", "-12.50"),
        ("12.50cr", "-12.50"),
        ("12.50 DR", "12.50"),
        (".5", "0.50"),
        (0.1, "0.10"),
        (0.1 + 0.2, "0.30"),
        (1234567.89, "1234567.89"),
        (-3, "-3.00"),
    ],
)
def test_amounts_are_read_to_the_penny(cell, amount):
    assert str(amount_in(cell)) == amount


@pytest.mark.parametrize(
    "cell",
    ["", None, "twelve", "1,23", "1.234,50", "12.345", "(5 CR)", "--5", "£", "99999999999", 12.345, float("nan")]
    + [True, datetime.date(2026, 2, 10)],
)
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(Unreadable):
        amount_in(cell)


@pytest.mark.parametrize(
    "cell",
    ["10/02/2026", "10.2.2026", "10-02-26", "2026-02-10", "2026-02-10 00:00:00", "10 February 2026", "10-FEB-26"]
    + ["10 Chwefror 2026", datetime.date(2026, 2, 10), datetime.datetime(2026, 2, 10, 12, 30), 46063, "46063"],
)
def test_days_are_read_as_ledgers_write_them(cell):
    assert day_in(cell) == datetime.date(2026, 2, 10)


@pytest.mark.parametrize("cell", ["", None, "31/02/2026", "02/13/2026", "soon", 4606, "10 Nofember 2026"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(Unreadable):
        day_in(cell)


@pytest.mark.parametrize(("cell", "period"), [("3", 3), ("P03", 3), (3.0, 3), ("13", 13), ("", None), (None, None)])
def test_periods_are_read(cell, period):
    assert period_in(cell) == period


@pytest.mark.parametrize("cell", ["0", "14", "March", "2025/03"])
def test_what_is_no_period_is_refused(cell):
    with pytest.raises(Unreadable, match="not a period"):
        period_in(cell)


def test_codes_that_a_spreadsheet_keeps_as_numbers_have_no_decimals():
    assert [text_in(cell) for cell in (5100, 5100.0, "05100", " CC  1 ", None)] == ["5100", "5100", "05100", "CC 1", ""]
