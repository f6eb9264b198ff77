"""What stands in the cells of an extract: amounts and days as people and ledgers write them."""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from budgets.models import ADJUSTMENT
from common.grids import Cell
from common.money import INVISIBLE, LARGEST_AMOUNT, PENNY, ZERO, ReadTwoWays, Unreadable, amount_written, as_typed
from common.months import month_named
from common.separated import unguarded
from common.tabular import Filled

# What stands beside the digits and the sign of an amount.
BESIDE = "£ "
UNSEEN = {**INVISIBLE, 0: None}
PERIOD = re.compile(r"^[PM]?0*(\d{1,2})$", re.IGNORECASE)
# A binary fraction lies this near to the pence that it stands for.
NEAR = Decimal("0.000001")
CENTURY = 2000
# Days as spreadsheet programs count them, from 2000 to 2099.
SERIAL, ZERO_DAY, FIRST_SERIAL, LAST_SERIAL = re.compile(r"[0-9]{5}"), datetime.date(1899, 12, 30), 36_526, 73_051
MOST_MONTHS = 12
ORDERS = (
    re.compile(r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][\d:.]+)?$"),
    re.compile(r"^(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?: [\d:]+)?$"),
    re.compile(r"^(?P<day>\d{1,2})[ -](?P<name>[^\W\d]+)[ -](?P<year>\d{4}|\d{2})$"),
)


def _not(sentence: object, value: object) -> Unreadable:
    return Unreadable(Filled(sentence, {"value": str(value)[:100]}))


def text_in(cell: Cell) -> str:
    """Return a cell as text; a code that a spreadsheet keeps as a number has no decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    # Most cells hold nothing that is not seen, and this is asked of each several times.
    if not (text.isascii() and text.isprintable()):
        text = text.translate(UNSEEN)
    text = " ".join(text.split())
    return unguarded(text) if text.startswith("'") else text


def amount_in(cell: Cell) -> Decimal:
    """Return an amount in pounds and pence; a credit, in brackets, with CR or a minus sign, is below nought."""
    if isinstance(cell, (bool, datetime.date)):
        raise _not(_("“%(value)s” is not an amount."), cell)
    amount = _pence(cell) if isinstance(cell, (int, float, Decimal)) else _written(text_in(cell))
    if abs(amount) > LARGEST_AMOUNT:
        raise _not(_("“%(value)s” is more than the ledger can hold."), cell)
    return amount


def _pence(number: float | Decimal) -> Decimal:
    exact = Decimal(str(number))
    if not exact.is_finite() or abs(exact) > LARGEST_AMOUNT or abs(exact - exact.quantize(PENNY)) > NEAR:
        raise _not(_("“%(value)s” is not an amount in pounds and pence."), number)
    return exact.quantize(PENNY)


def _written(text: str) -> Decimal:
    if not text:
        raise Unreadable(_("The cell is empty."))
    _refuse_formula(text)
    digits, is_credit = _unsigned(as_typed(text).upper())
    if digits == "-":
        return ZERO
    if digits is None:
        raise _not(_("“%(value)s” is not an amount."), text)
    try:
        amount = amount_written(digits)
    except ReadTwoWays:
        raise
    except Unreadable:
        raise _not(_("“%(value)s” is not an amount."), text) from None
    if abs(amount) > LARGEST_AMOUNT or amount != amount.quantize(PENNY):
        raise _not(_("“%(value)s” is not an amount in pounds and pence."), text)
    return -amount.quantize(PENNY) if is_credit else amount.quantize(PENNY)


def _unsigned(text: str) -> tuple[str | None, bool]:
    """Return an amount without its sign, and whether it is said to be a credit; none where that is said twice.

    A dash alone is how accounts write nought.
    """
    text, found = text.strip(BESIDE), 0
    if text == "-":
        return text, False
    if text.startswith("(") and text.endswith(")"):
        text, found = text[1:-1].strip(BESIDE), found + 1
    for mark in ("CR", "-"):
        if text.startswith(mark) or text.endswith(mark):
            without = text.removeprefix(mark) if text.startswith(mark) else text.removesuffix(mark)
            text, found = without.strip(BESIDE), found + 1
    if not found and text.endswith("DR"):
        text = text.removesuffix("DR").strip(BESIDE)
    return (None if found > 1 else text.removeprefix("+").strip(BESIDE)), found == 1


def _refuse_formula(text: str) -> None:
    """Raise for a formula: a workbook holds it without its value where no spreadsheet program has worked it out."""
    if text.startswith("="):
        raise Unreadable(
            _("The cell holds a formula that was never worked out. Open the file, save it, and send it again.")
        )


def serial_day(text: str) -> datetime.date | None:
    """Return the day that a spreadsheet program keeps as a number; None for what is none of this century."""
    number = re.sub(r"\.0+$", "", text)
    if not SERIAL.fullmatch(number) or not FIRST_SERIAL <= int(number) < LAST_SERIAL:
        return None
    return ZERO_DAY + datetime.timedelta(days=int(number))


def is_month_first(cell: Cell) -> bool | None:
    """Tell whether a day proves that the month is written first, or that it is not; None for what proves neither."""
    return _is_month_first(cell) if isinstance(cell, str) else None


@lru_cache(maxsize=1_000)
def _is_month_first(cell: str) -> bool | None:
    found = ORDERS[1].match(text_in(cell))
    if found is None:
        return None
    one, other = int(found["day"]), int(found["month"])
    return None if (one > MOST_MONTHS) == (other > MOST_MONTHS) else other > MOST_MONTHS


def month_first(cell: Cell) -> Cell:
    """Return a day that is written with the month first as it is written with the day first."""
    found = ORDERS[1].match(text_in(cell)) if isinstance(cell, str) else None
    return cell if found is None else "/".join((found["month"], found["day"], found["year"]))


def day_in(cell: Cell) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return datetime.date(cell.year, cell.month, cell.day)
    if isinstance(cell, datetime.date):
        return cell
    text = text_in(cell)
    if not text:
        raise Unreadable(_("The cell is empty."))
    _refuse_formula(text)
    day = _day(text) or serial_day(text)
    if day is None:
        raise _not(_("“%(value)s” is not a day such as 31/03/2026."), text)
    return day


@lru_cache(maxsize=4096)
def _day(text: str) -> datetime.date | None:
    """Return the day that a text names, the day of the month before the month; None where it names none."""
    parts = next((found.groupdict() for order in ORDERS if (found := order.match(text))), None)
    if parts is None:
        return None
    month = month_named(parts["name"]) if "name" in parts else int(parts["month"])
    year = int(parts["year"])
    try:
        return datetime.date(year if year >= 100 else CENTURY + year, month, int(parts["day"]))
    except ValueError:
        return None


def period_in(cell: Cell) -> int | None:
    """Return the period that a cell names, 3 or P03; None where it is empty."""
    text = text_in(cell)
    if not text:
        return None
    found = PERIOD.match(text)
    if not found or not 1 <= int(found.group(1)) <= ADJUSTMENT:
        raise _not(_("“%(value)s” is not a period from 1 to 13."), text)
    return int(found.group(1))


def short_text_in(cell: Cell, longest: int) -> str:
    text = text_in(cell)
    if len(text) > longest:
        raise Unreadable(Filled(_("The text is longer than %(longest)s characters."), {"longest": longest}))
    return text
