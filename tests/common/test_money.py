"""Amounts as people write them."""

from decimal import Decimal

import pytest
from django import forms

from common.forms import MoneyField

WRITTEN = {
    "1250": "1250",
    "1,250": "1250",
    "£1,250": "1250",
    "£ 1 250.50": "1250.50",
    "1250.5": "1250.5",
    "0": "0",
    "1\u00a0250": "1250",
}


@pytest.mark.parametrize(("written", "amount"), WRITTEN.items())
def test_an_amount_is_read_as_people_write_it(written, amount):
    assert MoneyField().clean(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["lots", "-5", "1.234", "1e3", "NaN", "Infinity", "99999999999", "1250 pounds"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(forms.ValidationError, match="Write the amount in pounds"):
        MoneyField().clean(written)


def test_nothing_is_nothing_and_not_nought():
    assert MoneyField(required=False).clean("  ") is None


@pytest.mark.parametrize(("amount", "shown"), [(Decimal("1250.00"), "1,250"), (Decimal("0.5"), "0.50"), ("x", "x")])
def test_an_amount_is_shown_as_it_is_written(amount, shown):
    assert MoneyField().prepare_value(amount) == shown
