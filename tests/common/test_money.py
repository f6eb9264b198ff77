"""Amounts as people write them: read in one way, or refused with both readings."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from common.forms import MoneyField
from common.money import ReadTwoWays, Unreadable, amount_written

WRITTEN = {
    "1250": "1250",
    "1,250": "1250",
    "£1,250": "1250",
    "£ 1 250.50": "1250.50",
    "1250.5": "1250.5",
    "1,234,567.89": "1234567.89",
    "1 234 567": "1234567",
    "0": "0",
    "0.500": "0.5",
    "1234.500": "1234.5",
    ".5": "0.5",
    "1\u00a0250": "1250",
    "1\u202f250": "1250",
    "\u200b1250\u200b": "1250",
}
# What was written, and both ways to read it.
TWO_WAYS = {
    "1250,50": ("£1,250.50", "£125,050"),
    "12,5": ("£12.50", "£125"),
    "1,25": ("£1.25", "£125"),
    "1250,00": ("£1,250", "£125,000"),
    "12,50,00": ("£1,250", "£125,000"),
    "1,250,50": ("£1,250.50", "£125,050"),
    "1250,500": ("£1,250.50", "£1,250,500"),
    "0,250": ("£0.25", "£250"),
    ",5": ("£0.50", "£5"),
    "£1 250,50": ("£1,250.50", "£125,050"),
    "12 50": ("£12.50", "£1,250"),
    "1,250 500": ("£1,250.50", "£1,250,500"),
    "1.250": ("£1.25", "£1,250"),
}
NONE = ["lots", "-5", "1.234", "1e3", "NaN", "Infinity", "99999999999", "1250 pounds", "1_000", "1.250,50", "1,2345"]
NONE += ["12,50.00", "1.234.567", "1250.", "٣٤", "9" * 200, "£", "-", "(5)", "€5", "5\u00b2"]


@pytest.mark.parametrize(("written", "amount"), WRITTEN.items())
def test_an_amount_is_read_as_people_write_it(written, amount):
    assert MoneyField().clean(written) == Decimal(amount)


@pytest.mark.parametrize(("written", "readings"), TWO_WAYS.items())
def test_what_can_be_read_in_two_ways_is_refused_with_both(written, readings):
    with pytest.raises(forms.ValidationError) as refusal:
        MoneyField().clean(written)

    (sentence,) = refusal.value.messages
    assert sentence.startswith(f"“{written}” can be read as {readings[0]} or as {readings[1]}. ")


@pytest.mark.parametrize("written", TWO_WAYS)
def test_what_is_proposed_instead_is_read_in_one_way(written):
    with pytest.raises(ReadTwoWays) as refusal:
        amount_written(written)

    proposed = str(refusal.value.problem).removesuffix(".").rpartition(" ")[2]
    assert MoneyField().clean(proposed) == Decimal(proposed)


def test_both_readings_are_told_in_the_language_of_the_reader():
    with translation.override("cy"), pytest.raises(forms.ValidationError) as refusal:
        MoneyField().clean("1250,50")

    (sentence,) = refusal.value.messages
    assert "can be read" not in sentence
    assert "£1,250.50" in sentence
    assert "£125,050" in sentence


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(forms.ValidationError, match="Write the amount in pounds"):
        MoneyField().clean(written)


@pytest.mark.parametrize("written", [one for one in NONE if one not in ("99999999999", "1.234")])
def test_what_is_no_amount_has_no_reading(written):
    with pytest.raises(Unreadable, match=r"^“.*” is not an amount\.$"):
        amount_written(written)


def test_nothing_is_nothing_and_not_nought():
    assert MoneyField(required=False).clean("  ") is None


@pytest.mark.parametrize(("amount", "shown"), [(Decimal("1250.00"), "1,250"), (Decimal("0.5"), "0.50"), ("x", "x")])
def test_an_amount_is_shown_as_it_is_written(amount, shown):
    assert MoneyField().prepare_value(amount) == shown
