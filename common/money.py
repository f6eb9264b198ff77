"""Amounts in pounds: read in one way, or refused with every way in which they could be meant."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from common.numbers import pounds
from common.tabular import Filled

PENNY = Decimal("0.01")
# The most that an amount of the ledger, of a plan or of a rule can be.
LARGEST_AMOUNT = Decimal("9999999999.99")
ZERO = Decimal("0.00")
LONGEST = 100
# What stands in copied texts and is not seen.
INVISIBLE = dict.fromkeys((0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060))
MINUS_SIGNS = dict.fromkeys((*range(0x2010, 0x2015), 0x2212), "-")
# Thousands are parted by commas or by spaces, never by both; pence stand after a point.
PARTED = re.compile(r"[1-9][0-9]{0,2}(?P<between>[, ])[0-9]{3}(?:(?P=between)[0-9]{3})*(?:\.[0-9]+)?")
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
# Elsewhere a point parts thousands, and a comma or a space may be a point that somebody missed.
POINT_BEFORE_THREE = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
COMMAS_OR_SPACES = re.compile(r"[0-9]*(?:[, ][0-9]+)+")
BETWEEN = re.compile(r"[,. ]")


class Unreadable(Exception):
    """A text does not hold what its place is for; `problem` is a lazily translated sentence."""

    def __init__(self, problem: object) -> None:
        super().__init__(problem)
        self.problem = problem


class ReadTwoWays(Unreadable):
    """An amount could be meant in two ways, and nobody but its writer knows in which."""

    def __init__(self, written: str, one: Decimal, other: Decimal) -> None:
        sentence = _(
            "“%(value)s” can be read as %(one)s or as %(other)s. Write it so that it can be read in one way only,"
            " such as %(plain)s."
        )
        super().__init__(
            Filled(sentence, {"value": written, "one": pounds(one), "other": pounds(other), "plain": f"{one:.2f}"})
        )


def as_typed(text: str) -> str:
    """Return a text with one kind of space and of minus sign, and without what is not seen."""
    return " ".join(text.translate(INVISIBLE).translate(MINUS_SIGNS).split())


def amount_written(text: str) -> Decimal:
    """Return what an amount without a sign comes to, exactly; `Unreadable` where it is none, or could be two."""
    digits = as_typed(text).removeprefix("£").removesuffix("£").strip()
    if len(digits) > LONGEST:
        raise _none(text)
    if POINT_BEFORE_THREE.fullmatch(digits):
        raise ReadTwoWays(text.strip(), Decimal(digits), Decimal(BETWEEN.sub("", digits)))
    if PLAIN.fullmatch(digits) or PARTED.fullmatch(digits):
        return Decimal(re.sub(r"[, ]", "", digits))
    if COMMAS_OR_SPACES.fullmatch(digits):
        _refuse_two_readings(text, digits)
    raise _none(text)


def _refuse_two_readings(text: str, digits: str) -> None:
    """Raise where the last comma or space may stand for a point: at most two figures that count come after it."""
    places = [found.start() for found in BETWEEN.finditer(digits)]
    before, after = BETWEEN.sub("", digits[: places[-1]]), digits[places[-1] + 1 :]
    if len(after.rstrip("0")) <= 2:
        raise ReadTwoWays(text.strip(), Decimal(f"{before or 0}.{after}"), Decimal(before + after))


def _none(text: str) -> Unreadable:
    return Unreadable(Filled(_("“%(value)s” is not an amount."), {"value": text.strip()[:LONGEST]}))
