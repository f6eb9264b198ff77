import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import Direction, crude_rate, recent_trend, recent_trend_of_proportions

NAN = float("nan")
STEPS = np.array([1.0, 2, 3, 4, 5])
five_values = arrays.arrays(np.float64, 5, elements=st.floats(-100, 100))


def directions(trend):
    return [Direction(value).name for value in np.atleast_1d(trend.direction)]


class TestValues:
    @settings(deadline=None)
    @given(five_values, arrays.arrays(np.float64, 5, elements=st.floats(0.01, 10)))
    def test_the_statistic_is_the_square_of_the_weighted_slope_over_its_variance(self, values, half):
        answer = recent_trend(values, values - half, values + half)

        weights = (3.92 / (2 * half)) ** 2
        spread = np.cov(STEPS, aweights=weights, ddof=0) * weights.sum()
        slope = np.polyfit(STEPS, values, 1, w=np.sqrt(weights))[0]
        assert answer.chi_squared == pytest.approx(slope**2 * spread, rel=1e-4, abs=1e-4)
        assert answer.chi_squared_of_facing_arms == pytest.approx(answer.chi_squared, rel=1e-6, abs=1e-9)

    @settings(deadline=None)
    @given(five_values, st.floats(0.01, 10))
    def test_what_rises_falls_when_turned_round(self, values, half):
        up = recent_trend(values, values - half, values + half)
        down = recent_trend(-values, -values - half, -values + half)
        back = recent_trend(values[::-1], values[::-1] - half, values[::-1] + half)

        assert down.direction == back.direction == -up.direction

    def test_a_slope_that_is_level_without_one_point_is_no_trend(self):
        values = np.array([[0.0, 3.0, 3.0, 0.0, 0.0], [0.0, 0.0, 3.0, 3.0, 0.0]])

        answer = recent_trend(values, values - 0.375, values + 0.375)

        assert directions(answer) == ["NO_SIGNIFICANT_CHANGE", "NO_SIGNIFICANT_CHANGE"]

    def test_a_clear_rise_and_fall_and_neither(self):
        values = np.array([STEPS, STEPS[::-1], [3, 3, 3, 3, 3]])

        answer = recent_trend(values, values - 0.5, values + 0.5)

        assert directions(answer) == ["INCREASING", "DECREASING", "NO_SIGNIFICANT_CHANGE"]

    @pytest.mark.parametrize(("factor", "expected"), [(0.999, "INCREASING"), (1.001, "NO_SIGNIFICANT_CHANGE")])
    def test_significance_is_where_the_statistic_exceeds_the_published_one(self, factor, expected):
        """A slope of 1 with equal errors has χ² = 10 / se²."""
        half = 3.92 / 2 * np.sqrt(10 / 9.549536) * factor

        assert directions(recent_trend(STEPS, STEPS - half, STEPS + half)) == [expected]

    @pytest.mark.parametrize("values", [[1, 1, 1, 1, 5], [5, 1, 1, 1, 1], [3, 2, 1, 0, 9], [1, 2.1, 3.3, 0.7, -9]])
    def test_a_change_that_hangs_on_one_point_is_none(self, values):
        answer = recent_trend(values, np.subtract(values, 0.1), np.add(values, 0.1))

        assert answer.chi_squared > 9.549536
        assert directions(answer) == ["NO_SIGNIFICANT_CHANGE"]

    def test_the_last_five_points_count(self):
        values = np.array([90, NAN, 80, 1, 2, 3, 4, 5])

        assert directions(recent_trend(values, values - 0.5, values + 0.5)) == ["INCREASING"]

    @pytest.mark.parametrize("missing", ["value", "lower", "upper"])
    def test_where_a_value_or_limit_is_missing_it_could_not_be_calculated(self, missing):
        """Without intervals nothing can be said; that is not the same as no change."""
        given = {"value": STEPS.copy(), "lower": STEPS - 0.5, "upper": STEPS + 0.5}
        given[missing] = np.where(STEPS == 2, NAN, given[missing])

        answer = recent_trend(*given.values())

        assert directions(answer) == ["NOT_CALCULATED"]
        assert np.isnan([answer.chi_squared, answer.chi_squared_of_facing_arms]).all()
        assert directions(recent_trend(STEPS, NAN, NAN)) == ["NOT_CALCULATED"]

    def test_four_points_an_interval_without_width_and_one_without_end_are_not_calculated(self):
        assert directions(recent_trend([1, 2, 3, 4], 0, 9)) == ["NOT_CALCULATED"]
        assert directions(recent_trend(3, 0, 9)) == ["NOT_CALCULATED"]
        assert directions(recent_trend(STEPS, STEPS, STEPS)) == ["NOT_CALCULATED"]
        assert directions(recent_trend(STEPS, STEPS - 1, np.inf)) == ["NOT_CALCULATED"]

    def test_a_rise_that_only_symmetry_makes_significant_is_none(self):
        """Short arms away from the mean make the whole width look small."""
        lower, upper = STEPS - [0.05, 0.05, 0.5, 2.4, 2.4], STEPS + [2.4, 2.4, 0.5, 0.05, 0.05]

        answer = recent_trend(STEPS, lower, upper)

        assert answer.chi_squared > 9.549536 > answer.chi_squared_of_facing_arms
        assert directions(answer) == ["NO_SIGNIFICANT_CHANGE"]

    def test_rates_of_few_events_are_judged_by_the_arm_that_faces_the_mean(self):
        rates = crude_rate([2, 4, 6, 9, 12], 1000)

        answer = recent_trend(*rates)

        centre = np.average(rates.value, weights=1 / (rates.upper - rates.lower) ** 2)
        arm = np.where(rates.value < centre, rates.upper - rates.value, rates.value - rates.lower)
        symmetric = recent_trend(rates.value, rates.value - arm, rates.value + arm)
        assert answer.chi_squared_of_facing_arms == pytest.approx(symmetric.chi_squared, rel=1e-12)
        assert answer.chi_squared != pytest.approx(symmetric.chi_squared, rel=0.01)

    def test_a_value_outside_its_limits_is_refused(self):
        with pytest.raises(ValueError, match=re.escape("The value at index 3 is 4, outside its limits.")):
            recent_trend(STEPS, STEPS - 1, [2, 3, 4, 3.5, 6])


class TestProportions:
    def test_a_series_worked_by_hand(self):
        """C = 150, N = 500, Σct = 550 and Σnt = 1500: χ² = 500 (500 × 550 - 150 × 1500)² / (150 × 350 × 500000)."""
        answer = recent_trend_of_proportions([10, 20, 30, 40, 50], 100)

        assert answer.chi_squared.item() == pytest.approx(500 * 50_000**2 / (150 * 350 * 500_000))
        assert directions(answer) == ["INCREASING"]

    def test_turned_round_it_falls_and_without_change_it_does_neither(self):
        answer = recent_trend_of_proportions([[50, 40, 30, 20, 10], [30, 31, 30, 29, 30]], [100] * 5)

        assert directions(answer) == ["DECREASING", "NO_SIGNIFICANT_CHANGE"]

    def test_those_without_go_the_other_way_by_the_same_statistic(self):
        counts, people = np.array([10, 25, 30, 45, 50]), np.array([90, 100, 110, 120, 130])

        having, lacking = (recent_trend_of_proportions(each, people) for each in (counts, people - counts))

        assert having.chi_squared == pytest.approx(lacking.chi_squared, rel=1e-12)
        assert having.direction == -lacking.direction == Direction.INCREASING

    def test_a_change_that_hangs_on_one_point_is_none(self):
        answer = recent_trend_of_proportions([300, 300, 300, 300, 500], 1000)

        assert answer.chi_squared > 9.549536
        assert directions(answer) == ["NO_SIGNIFICANT_CHANGE"]

    def test_a_count_of_nought_of_all_or_missing_could_not_be_calculated(self):
        counts = [[0, 20, 30, 40, 50], [10, 20, 30, 40, 100], [10, NAN, 30, 40, 50], [10, 20, 30, 40, 50]]

        answer = recent_trend_of_proportions(counts, 100)

        assert directions(answer) == ["NOT_CALCULATED"] * 3 + ["INCREASING"]
        assert np.isnan(answer.chi_squared).tolist() == [True, True, True, False]

    def test_fewer_than_five_points_could_not_be_calculated(self):
        assert directions(recent_trend_of_proportions([[1, 2, 3, 4]] * 2, 10)) == ["NOT_CALCULATED"] * 2

    def test_a_count_above_its_denominator_is_refused(self):
        with pytest.raises(ValueError, match="The count at index 4 is 11, more than its denominator 10"):
            recent_trend_of_proportions([1, 2, 3, 4, 11], 10)


def test_stored_values_are_fixed():
    values = {direction.name: direction.value for direction in Direction}

    assert values == {"DECREASING": -1, "NO_SIGNIFICANT_CHANGE": 0, "INCREASING": 1, "NOT_CALCULATED": 9}
