"""Shares of an amount: exact to the penny, fair to each weight, the same for weights of any scale."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.allocation.shares import need_weight, shared

AMOUNTS = st.decimals(min_value="0.01", max_value="99999999.99", places=2)
WEIGHTS = st.lists(st.fractions(min_value=0, max_value=10**6), min_size=1, max_size=20).filter(any)


def test_pence_that_are_left_go_to_the_largest_remainders():
    assert shared(Decimal("100.00"), [Fraction(1), Fraction(1), Fraction(1)]) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert shared(Decimal("0.10"), [Fraction(14), Fraction(26), Fraction(60)]) == [
        Decimal("0.01"),
        Decimal("0.03"),
        Decimal("0.06"),
    ]


def test_there_must_be_something_to_share_by():
    for weights in ([], [Fraction(0)], [Fraction(2), Fraction(-1)]):
        with pytest.raises(ValueError, match="Shares need weights"):
            shared(Decimal(1), weights)


@given(AMOUNTS, WEIGHTS)
def test_shares_add_up_exactly_and_none_is_a_penny_off(amount, weights):
    shares = shared(amount, weights)

    assert sum(shares) == amount
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(Fraction(share) - Fraction(amount) * weight / whole) < Fraction(1, 100)


@given(AMOUNTS, WEIGHTS)
def test_who_weighs_more_never_gets_less(amount, weights):
    shares = shared(amount, weights)

    for one, weight in zip(shares, weights, strict=True):
        assert all(one >= other for other, less in zip(shares, weights, strict=True) if less < weight)


@given(AMOUNTS, WEIGHTS, st.fractions(min_value="1/1000", max_value=1000))
def test_the_scale_of_weights_does_not_matter(amount, weights, scale):
    assert shared(amount, [weight * scale for weight in weights]) == shared(amount, weights)


def test_need_adds_to_registered_patients_what_each_group_counts_extra():
    terms = [(Fraction("0.6"), Fraction("0.25")), (Fraction("-0.2"), Fraction("0.5"))]

    assert need_weight(1000, terms) == 1050
    assert need_weight(1000, []) == 1000
