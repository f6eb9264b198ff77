import re
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.statistics import (
    crude_rate,
    difference_of_estimates,
    difference_of_proportions,
    difference_of_rates,
    directly_standardised_rate,
    proportion,
    ratio_of_estimates,
    ratio_of_proportions,
    ratio_of_rates,
)

NAN = float("nan")
LEVELS = (0.95, 0.998)
METHODS = (difference_of_proportions, ratio_of_proportions, difference_of_rates, ratio_of_rates)


@st.composite
def two_proportions(draw):
    denominators = draw(st.tuples(st.integers(1, 100_000), st.integers(1, 100_000)))
    return [number for people in denominators for number in (draw(st.integers(0, people)), people)]


two_rates = st.tuples(st.integers(0, 5000), st.integers(1, 100_000), st.integers(0, 5000), st.integers(1, 100_000))


class TestDifferenceOfProportions:
    @settings(deadline=None)
    @given(two_proportions())
    def test_limits_contain_the_difference_within_minus_one_and_one(self, pairs):
        answer = difference_of_proportions(*pairs)

        assert -1 - 1e-12 <= answer.lower <= answer.value <= answer.upper <= 1 + 1e-12
        assert 0 <= answer.p_value <= 1

    @settings(deadline=None)
    @given(two_proportions())
    def test_areas_exchanged_turn_the_difference_round(self, pairs):
        answer = difference_of_proportions(*pairs)
        turned = difference_of_proportions(*pairs[2:], *pairs[:2])

        assert turned.value == -answer.value
        assert turned.lower == pytest.approx(-answer.upper, abs=1e-12)
        assert turned.p_value == answer.p_value

    def test_it_gives_the_figures_of_newcombe(self):
        """Newcombe (1998), table II, method 10: 56/70 - 48/80, 9/10 - 3/10 and 10/10 - 0/20."""
        answer = difference_of_proportions([56, 9, 10], [70, 10, 10], [48, 3, 0], [80, 10, 20])

        assert answer.lower.round(4).tolist() == [0.0524, 0.1705, 0.6791]
        assert answer.upper.round(4).tolist() == [0.3339, 0.8090, 1.0]

    def test_the_test_is_the_chi_squared_one_of_a_two_by_two_table(self):
        """56 of 70 and 48 of 80: χ² = 150 (56 × 32 - 14 × 48)² / (104 × 46 × 70 × 80), one degree of freedom."""
        answer = difference_of_proportions(56, 70, 48, 80)

        statistic = 150 * (56 * 32 - 14 * 48) ** 2 / (104 * 46 * 70 * 80)
        simulated = np.random.default_rng(3).standard_normal(1_000_000) ** 2
        assert answer.p_value.item() == pytest.approx((simulated > statistic).mean(), abs=0.0005)

    def test_none_or_all_in_both_is_no_difference(self):
        answer = difference_of_proportions([0, 10], 10, [0, 20], [20, 20])

        assert answer.value.tolist() == [0, 0]
        assert answer.p_value.tolist() == [1, 1]
        assert np.all(answer.lower < 0)
        assert np.all(answer.upper > 0)

    def test_the_multiplier_scales_the_difference(self):
        answer = difference_of_proportions(30, 100, 20, 100, multiplier=100)

        assert answer.value.item() == pytest.approx(10)


class TestRatioOfProportions:
    def test_limits_worked_by_hand(self):
        """15 of 60 over 10 of 80: ln 2 ∓ z √(1/15 - 1/60 + 1/10 - 1/80)."""
        answer = ratio_of_proportions(15, 60, 10, 80)

        reach = 1.959963984540054 * np.sqrt(1 / 15 - 1 / 60 + 1 / 10 - 1 / 80)
        assert answer.value.item() == pytest.approx(2)
        assert np.log(answer.upper.item()) == pytest.approx(np.log(2) + reach)
        assert np.log(answer.lower.item()) == pytest.approx(np.log(2) - reach)

    @settings(deadline=None)
    @given(two_proportions())
    def test_areas_exchanged_turn_the_ratio_over(self, pairs):
        assume(pairs[0] and pairs[2] and (pairs[0] < pairs[1] or pairs[2] < pairs[3]))

        answer, turned = ratio_of_proportions(*pairs), ratio_of_proportions(*pairs[2:], *pairs[:2])

        assert answer.lower < answer.value < answer.upper
        assert turned.lower == pytest.approx(1 / answer.upper, rel=1e-9)
        assert turned.p_value == answer.p_value

    def test_without_events_there_are_no_limits_and_without_any_in_the_second_no_ratio(self):
        answer = ratio_of_proportions([0, 5, 0, 10], 10, [5, 0, 0, 10], 10)

        np.testing.assert_array_equal(answer.value, [0, NAN, NAN, 1])
        assert np.isnan(answer.lower).all()
        assert np.isnan(answer.upper).all()
        assert not np.isnan(answer.p_value).any()


class TestRates:
    @settings(deadline=None)
    @given(two_rates)
    def test_limits_contain_the_difference(self, given_rates):
        answer = difference_of_rates(*given_rates)

        assert answer.lower < answer.value < answer.upper
        assert 0 <= answer.p_value <= 1

    @settings(deadline=None)
    @given(two_rates)
    def test_limits_contain_the_ratio_and_exchanging_turns_it_over(self, given_rates):
        assume(given_rates[0] and given_rates[2])

        answer, turned = ratio_of_rates(*given_rates), ratio_of_rates(*given_rates[2:], *given_rates[:2])

        assert answer.lower < answer.value < answer.upper
        assert turned.upper == pytest.approx(1 / answer.lower, rel=1e-9)
        assert turned.p_value == pytest.approx(answer.p_value, rel=1e-9)

    @settings(deadline=None)
    @given(two_rates, st.sampled_from([0.9, 0.95, 0.998]))
    def test_the_ratio_leaves_one_out_just_where_its_test_is_significant(self, given_rates, confidence):
        answer = ratio_of_rates(*given_rates, confidence=confidence)

        assume(abs(answer.p_value - (1 - confidence)) > 1e-9)
        outside = answer.lower > 1 or answer.upper < 1
        assert outside == (answer.p_value < 1 - confidence)

    def test_the_test_counts_the_tail_of_the_binomial_distribution(self):
        """9 events of 11 in the first of two areas alike: (1 + 11 + 55) / 2 ** 11 have as many or more."""
        answer = ratio_of_rates(9, 100, 2, 100)

        tail = sum(comb(11, events) for events in (9, 10, 11)) / 2**11
        assert answer.p_value.item() == pytest.approx(2 * tail, rel=1e-12)
        assert difference_of_rates(9, 100, 2, 100).p_value == answer.p_value

    def test_no_events_in_one_area_or_in_both(self):
        answer = ratio_of_rates([0, 5, 0], 100, [5, 0, 0], 100, confidence=LEVELS)

        np.testing.assert_array_equal(answer.value, [0, NAN, NAN])
        assert answer.lower[0].tolist() == [0, 0]
        assert np.isnan(answer.upper).tolist() == [[False, False], [True, True], [True, True]]
        assert np.isnan(answer.lower).tolist() == [[False, False], [False, False], [True, True]]
        assert answer.p_value.tolist() == pytest.approx([0.0625, 0.0625, 1])

    def test_no_events_in_either_are_no_difference_with_an_interval(self):
        answer = difference_of_rates(0, 1, 0, 1, multiplier=1)

        assert answer.value.item() == 0
        assert answer.upper.item() == pytest.approx(-np.log(0.025))
        assert answer.lower.item() == pytest.approx(np.log(0.025))

    def test_large_counts_keep_their_precision(self):
        """ln r ∓ z √(1/O₁ + 1/O₂) is what exact limits approach."""
        answer = ratio_of_rates(4e6, 1e8, 1e6, 1e8)

        reach = 1.959963984540054 * np.sqrt(1 / 4e6 + 1 / 1e6)
        assert np.log(answer.upper.item() / 4) == pytest.approx(reach, rel=1e-3)
        assert np.log(answer.lower.item() / 4) == pytest.approx(-reach, rel=1e-3)


class TestEstimates:
    def test_the_difference_of_two_standardised_rates_joins_their_limits(self):
        first = directly_standardised_rate([30, 40], [1000, 1000], weights=[1, 1], confidence=LEVELS)
        second = directly_standardised_rate([10, 20], [1000, 1000], weights=[1, 1], confidence=LEVELS)

        answer = difference_of_estimates(first, second)

        reach = np.hypot(first.value - first.lower, second.upper - second.value)
        np.testing.assert_allclose(answer.lower, first.value - second.value - reach, rtol=1e-12)
        assert answer.value.item() == pytest.approx(2000)

    def test_a_figure_less_a_certain_one_keeps_its_own_limits(self):
        share = proportion(30, 100)
        certain = share._replace(value=np.array(0.1), lower=np.array(0.1), upper=np.array(0.1))

        answer = difference_of_estimates(share, certain)

        assert answer.lower.item() == pytest.approx(share.lower.item() - 0.1)
        assert ratio_of_estimates(share, certain).upper.item() == pytest.approx(share.upper.item() * 10)

    def test_a_ratio_needs_figures_above_nought(self):
        answer = ratio_of_estimates(crude_rate([0, 10, 10], 100), crude_rate([10, 0, 5], 100))

        assert np.isnan(answer.value).tolist() == [True, True, False]
        assert answer.value[2] == pytest.approx(2)
        assert answer.lower[2] < 2 < answer.upper[2]

    def test_figures_at_different_levels_are_refused(self):
        with pytest.raises(ValueError, match="do not fit each other"):
            difference_of_estimates(proportion([1, 2, 3], 10, confidence=(0.9, 0.95)), proportion([1, 2, 3], 10))


@pytest.mark.parametrize("method", METHODS)
def test_arrays_broadcast_levels_come_last_and_missing_stays_missing(method):
    answer = method([[5, NAN], [8, 9]], [50, 60], [4, 7], 70, confidence=LEVELS)

    alone = method(8, 50, 4, 70, confidence=LEVELS)
    assert answer.value.shape == answer.p_value.shape == (2, 2)
    assert answer.lower.shape == answer.upper.shape == (2, 2, 2)
    assert [np.isnan(part[0, 1]).all() for part in answer] == [True] * 4
    for part, other in zip(answer, alone, strict=True):
        np.testing.assert_allclose(part[1, 0], other, rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_higher_confidence_never_narrows_the_interval(method):
    answer = method(8, 50, 4, 70, confidence=(0.8, 0.95, 0.998))

    assert np.all(np.diff(answer.lower) < 0)
    assert np.all(np.diff(answer.upper) > 0)


@pytest.mark.parametrize("method", METHODS)
def test_a_negative_count_in_the_second_area_is_refused(method):
    sentence = "The count at index 1 is -7: a count must be zero or more, and finite."

    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        method([1, 2], 10, [3, -7], 10)


@pytest.mark.parametrize("method", METHODS)
def test_arrays_that_do_not_fit_are_refused(method):
    with pytest.raises(ValueError, match="do not fit each other"):
        method([1, 2], 10, [3, 4, 5], 10)
