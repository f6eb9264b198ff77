import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import (
    crude_rate,
    crude_rate_of_nonindependent_events,
    directly_standardised_rate,
    directly_standardised_rate_of_nonindependent_events,
)

NAN = float("nan")
LEVELS = (0.95, 0.998)
people_by_band = arrays.arrays(np.int64, (3, 4), elements=st.integers(0, 500))
populations = arrays.arrays(np.int64, 4, elements=st.integers(1, 100_000))


class TestCrude:
    @settings(deadline=None)
    @given(st.integers(0, 100_000), st.integers(1, 1_000_000))
    def test_one_event_each_gives_the_crude_rate(self, people, population):
        answer = crude_rate_of_nonindependent_events([people], [1], population, confidence=LEVELS)

        for figure, rate in zip(answer, crude_rate(people, population, confidence=LEVELS), strict=True):
            np.testing.assert_allclose(figure, rate, rtol=1e-12)

    @settings(deadline=None)
    @given(st.integers(1, 5000), st.integers(2, 30))
    def test_the_same_events_of_fewer_people_have_a_wider_interval_round_the_same_rate(self, people, frequency):
        single = crude_rate_of_nonindependent_events([people * frequency], [1], 1000)
        repeated = crude_rate_of_nonindependent_events([people], [frequency], 1000)

        assert repeated.value == pytest.approx(single.value, rel=1e-12)
        assert repeated.lower < single.lower
        assert repeated.upper > single.upper

    def test_a_rate_worked_by_hand(self):
        """30 people once and 10 four times are 70 events, whose variance is 30 + 10 × 16 = 190."""
        answer = crude_rate_of_nonindependent_events([30, 10], [1, 4], 1000, multiplier=1000)

        count = crude_rate(70, 1, multiplier=1)
        stretch = np.sqrt(190 / 70)
        assert answer.value.item() == pytest.approx(70, rel=1e-14)
        assert answer.lower.item() == pytest.approx(70 + stretch * (count.lower.item() - 70), rel=1e-12)
        assert answer.upper.item() == pytest.approx(70 + stretch * (count.upper.item() - 70), rel=1e-12)

    def test_no_events_have_the_limits_of_none(self):
        answer = crude_rate_of_nonindependent_events([0, 0], [1, 2], 1, multiplier=1)

        assert (answer.value.item(), answer.lower.item()) == (0, 0)
        assert answer.upper.item() == pytest.approx(-np.log(0.025), rel=1e-12)

    def test_areas_stand_in_rows_and_levels_last(self):
        answer = crude_rate_of_nonindependent_events([[3, 1], [NAN, 1], [9, 0]], [1, 2], 50, confidence=LEVELS)

        assert answer.value.shape == (3,)
        assert answer.lower.shape == answer.upper.shape == (3, 2)
        assert np.isnan(answer.value).tolist() == [False, True, False]
        assert np.isnan(answer.upper[1]).all()


class TestStandardised:
    @settings(deadline=None)
    @given(people_by_band, populations)
    def test_one_event_each_gives_the_standardised_rate(self, people, population):
        answer = directly_standardised_rate_of_nonindependent_events(
            people[:1], [1], population, weights=[4, 3, 2, 1], confidence=LEVELS
        )

        expected = directly_standardised_rate(people[0], population, weights=[4, 3, 2, 1], confidence=LEVELS)
        for figure, rate in zip(answer, expected, strict=True):
            np.testing.assert_allclose(figure, rate, rtol=1e-9)

    @settings(deadline=None)
    @given(people_by_band, populations)
    def test_variances_of_the_frequencies_add_up_by_their_squares(self, people, population):
        answer = directly_standardised_rate_of_nonindependent_events(
            people, [1, 2, 3], population, weights=[4, 3, 2, 1], multiplier=1
        )

        events = np.array([1, 2, 3]) @ people
        total = events.sum()
        if total < 10:
            assert np.isnan(answer.upper)
            return
        variance = sum(
            frequency**2 * ((np.array([4, 3, 2, 1]) / 10 / population) ** 2 * row).sum()
            for frequency, row in zip((1, 2, 3), people, strict=True)
        )
        limit = crude_rate(total, 1, multiplier=1).upper
        assert answer.value == pytest.approx((events / population * [0.4, 0.3, 0.2, 0.1]).sum(), rel=1e-9)
        assert answer.upper == pytest.approx(answer.value + np.sqrt(variance / total) * (limit - total), rel=1e-9)

    def test_fewer_than_ten_events_give_no_rate_though_there_may_be_more_people_in_other_areas(self):
        people = [[[1, 1], [1, 2]], [[2, 2], [1, 2]]]

        answer = directly_standardised_rate_of_nonindependent_events(
            people, [1, 2], [100, 100], weights=[1, 1], confidence=LEVELS
        )

        assert np.isnan(answer.value).tolist() == [True, False]
        assert np.isnan(answer.lower).tolist() == [[True, True], [False, False]]

    def test_a_missing_number_of_people_is_none(self):
        missing, none = (
            directly_standardised_rate_of_nonindependent_events([[9, gap], [4, 3]], [1, 2], [100, 100], weights=[1, 1])
            for gap in (NAN, 0)
        )

        assert [part.item() for part in missing] == [part.item() for part in none]


@pytest.mark.parametrize(
    ("people", "frequencies", "sentence"),
    [
        (
            [1, -2],
            [1, 2],
            "The number of people at index 1 is -2: a number of people must be zero or more, and finite.",
        ),
        ([1, 2], [1, 0], "The frequency at index 1 is 0: a frequency must be above zero, and finite."),
        ([1, 2], [1, NAN], "The frequency at index 1 is nan: a frequency must be above zero, and finite."),
        ([1, 2], [1, 2, 3], "There are frequencies of shape (3,) for people of 2 frequencies."),
        (3, [1], "There are frequencies of shape (1,) for people of 0 frequencies."),
    ],
)
def test_what_cannot_be_people_with_events_is_refused(people, frequencies, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        crude_rate_of_nonindependent_events(people, frequencies, 100)


def test_populations_of_no_people_are_refused():
    with pytest.raises(ValueError, match=re.escape("The population at index 1 is 0: a population must be above zero")):
        directly_standardised_rate_of_nonindependent_events([[1, 2]], [1], [10, 0], weights=[1, 1])
