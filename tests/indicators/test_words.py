"""The words of figures that every page shares."""

import pytest
from django.utils import translation

from indicators.models import Indicator
from indicators.presenters.words import one_in
from tests.reading import words

SHARE = Indicator(method="proportion", multiplier=100)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (14.3, "about 1 in 7"),
        (20.7, "about 1 in 5"),
        (50.0, "about 1 in 2"),
        (0.1, "about 1 in 1,000"),
        (40.0, ""),
        (75.0, ""),
        (0.05, ""),
        (0.0, ""),
        (None, ""),
    ],
)
def test_a_percentage_is_told_as_one_in_so_many_only_where_that_is_near(value, said):
    with translation.override("en"):
        assert one_in(value, SHARE) == said


@pytest.mark.parametrize("other", [Indicator(method="mean", multiplier=100), Indicator(method="crude_rate")])
def test_only_percentages_of_people_are_told_so(other):
    assert one_in(14.3, other) == ""


@pytest.mark.django_db
def test_the_headline_of_an_indicator_says_it(page):
    soup = page("/en/indicators/households-deprived-in-two-or-more-dimensions/")

    assert "Wales: 20.7." in words(soup)
    assert "For Wales: about 1 in 5." in words(soup)
