import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.special import gammainc, gammaincc

from indicators.statistics import (
    FunnelSignificance,
    compare,
    compare_with_limits,
    control_limits_of_proportions,
    control_limits_of_rates,
    crude_rate,
    directly_standardised_rate,
    effective_population,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_significance_of_proportions,
    funnel_significance_of_rates,
    funnel_significance_of_ratios,
    proportion,
)

NAN = float("nan")
LEVELS = (0.95, 0.998)
shares = st.floats(0.001, 0.999)


class TestFunnelOfProportions:
    @settings(deadline=None)
    @given(st.integers(1, 1_000_000), shares)
    def test_a_proportion_on_a_limit_has_a_wilson_interval_that_just_reaches_the_average(self, people, average):
        limits = funnel_limits_of_proportions(people, average)

        if limits.lower > 0:
            at_lower = proportion(limits.lower * people, people)
            assert at_lower.upper == pytest.approx(average, rel=1e-6)
        if limits.upper < 1:
            at_upper = proportion(limits.upper * people, people)
            assert at_upper.lower == pytest.approx(average, rel=1e-6)

    @settings(deadline=None)
    @given(st.integers(1, 1_000_000), shares, st.sampled_from([1, 100, 1000, 100_000]))
    def test_limits_stay_within_nought_and_the_multiplier_round_the_baseline(self, people, average, multiplier):
        baseline, lower, upper = funnel_limits_of_proportions(people, average, multiplier=multiplier)

        assert 0 <= lower < baseline < upper <= multiplier

    def test_per_thousand_the_upper_limit_is_not_held_at_a_hundred(self):
        """0.25 ∓ 1.96 √(0.25 × 0.75 / 100) is 0.1651 and 0.3349, whatever the multiplier."""
        answer = funnel_limits_of_proportions(100, 0.25, multiplier=1000)

        assert answer.baseline.item() == 250
        assert answer.lower.item() == pytest.approx(165.131, abs=0.001)
        assert answer.upper.item() == pytest.approx(334.869, abs=0.001)

    def test_an_average_of_nought_or_one_leaves_no_room(self):
        for average in (0, 1):
            answer = funnel_limits_of_proportions([1, 1000], average)

            assert answer.lower.tolist() == answer.upper.tolist() == [average, average]

    def test_missing_denominators_are_missing_and_levels_come_last(self):
        answer = funnel_limits_of_proportions([[10], [NAN]], [0.2, 0.3, 0.4], confidence=LEVELS)

        assert answer.baseline.shape == (2, 3)
        assert answer.lower.shape == (2, 3, 2)
        assert np.isnan(answer.upper[1]).all()
        assert np.all(answer.upper[0, :, 0] < answer.upper[0, :, 1])

    def test_an_average_that_is_a_percentage_is_refused(self):
        sentence = "The average is 25: a proportion's average must be a share from 0 to 1."

        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            funnel_limits_of_proportions(100, 25)


class TestFunnelOfRatiosAndRates:
    @settings(deadline=None)
    @given(st.floats(0.5, 1e6), st.sampled_from([0.9, 0.95, 0.998]))
    def test_so_many_events_are_that_unlikely_at_the_expected_ones_of_the_limits(self, events, confidence):
        limits = funnel_limits_of_ratios(events, confidence=confidence)

        tail = (1 - confidence) / 2
        assert gammaincc(events + 1, events / limits.lower) == pytest.approx(tail, rel=1e-6)
        assert gammainc(events, events / limits.upper) == pytest.approx(tail, rel=1e-6)

    def test_no_events_have_a_lower_limit_of_nought_and_no_upper_one(self):
        answer = funnel_limits_of_ratios([0, NAN, 5], confidence=LEVELS, multiplier=100)

        assert answer.lower[0].tolist() == [0, 0]
        assert np.isnan(answer.upper[:2]).all()
        assert np.isnan(answer.baseline).tolist() == [False, True, False]
        assert not np.isnan(answer.upper[2]).any()

    def test_limits_of_a_rate_are_those_of_the_ratio_times_the_baseline(self):
        ratios = funnel_limits_of_ratios([3, 30], confidence=LEVELS)

        answer = funnel_limits_of_rates([3, 30], [100, 200], confidence=LEVELS)

        np.testing.assert_allclose(answer.lower, ratios.lower * [[100], [200]], rtol=1e-14)
        assert answer.baseline.tolist() == [100, 200]

    def test_the_population_of_a_crude_rate_is_its_own_and_of_no_events_the_one_given(self):
        rates = crude_rate([5, 0, 40], [1000, 2000, 3000]).value

        answer = effective_population([5, 0, 40], rates, populations=[1000, 2000, 3000], years=2)

        np.testing.assert_allclose(answer, [500, 1000, 1500], rtol=1e-14)
        assert np.isnan(effective_population(0, 0))

    def test_a_standardised_rate_has_the_population_of_standard_age_that_would_make_it(self):
        rate = directly_standardised_rate([10, 30], [1000, 1000], weights=[3, 1]).value

        assert effective_population(40, rate).item() == pytest.approx(40 / 0.015)

    def test_no_years_are_refused(self):
        with pytest.raises(ValueError, match="There are 0 years: there must be more than none"):
            effective_population(1, 1, years=0)


class TestControlLimits:
    @settings(deadline=None)
    @given(st.integers(1, 100_000), shares)
    def test_those_of_a_proportion_are_the_wilson_interval_of_the_benchmark(self, people, benchmark):
        answer = control_limits_of_proportions(people, benchmark, multiplier=100)

        expected = proportion(benchmark * people, people, multiplier=100)
        assert [part.item() for part in answer] == [part.item() for part in expected]

    @settings(deadline=None)
    @given(st.integers(1, 1_000_000), st.floats(0.1, 5000))
    @example(4955, 0.1)
    def test_those_of_a_rate_are_exact_at_every_size(self, people, benchmark):
        answer = control_limits_of_rates(people, benchmark)

        expected, least = people * benchmark / 100_000, answer.lower * people / 100_000
        # Below the smallest normal number a limit has too few digits left to be told from its neighbours.
        if least >= np.finfo(float).tiny:
            assert gammainc(expected, least) == pytest.approx(0.025, rel=1e-6)
        assert gammaincc(expected + 1, answer.upper * people / 100_000) == pytest.approx(0.025, rel=1e-6)

    def test_a_benchmark_of_nought_has_a_lower_limit_of_nought(self):
        answer = control_limits_of_rates([100, NAN], 0, confidence=LEVELS, multiplier=100)

        assert answer.lower[0].tolist() == [0, 0]
        assert answer.upper[0].tolist() == pytest.approx([-np.log(0.025), -np.log(0.001)])
        assert np.isnan(answer.baseline).tolist() == [False, True]

    def test_a_value_on_a_limit_is_similar_and_a_missing_one_not_compared(self):
        answer = compare_with_limits([1, 2, 3, 4, 5, NAN], [2] * 6, [4, 4, 4, 4, 4, 4])

        assert answer.tolist() == [-1, 0, 0, 0, 1, 9]


class TestSignificance:
    @settings(deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 400), st.integers(400, 900)), min_size=1, max_size=30))
    def test_a_proportion_is_flagged_where_its_own_interval_leaves_the_average_out(self, pairs):
        counts, people = np.array(pairs).T
        average = counts.sum() / people.sum()

        answer = funnel_significance_of_proportions(counts, people)

        own = proportion(counts, people, confidence=LEVELS)
        clear = np.abs(own.lower - average).min() > 1e-9 and np.abs(own.upper - average).min() > 1e-9
        expected = compare(own.lower, own.upper, average).sum(axis=-1)
        assert not clear or answer.tolist() == expected.tolist()

    def test_the_two_levels_make_five_flags_and_missing_a_sixth(self):
        answer = funnel_significance_of_proportions([10, 40, 50, 60, 90, NAN], 100, 0.5)

        assert answer.tolist() == [
            FunnelSignificance.LOW_AT_99_8,
            FunnelSignificance.LOW_AT_95,
            FunnelSignificance.NOT_SIGNIFICANT,
            FunnelSignificance.HIGH_AT_95,
            FunnelSignificance.HIGH_AT_99_8,
            FunnelSignificance.NOT_COMPARED,
        ]

    def test_missing_areas_do_not_enter_the_average(self):
        with_gaps = funnel_significance_of_proportions([30, NAN, 60, 7], [100, 50, 100, NAN])

        assert with_gaps.tolist() == [-1, 9, 1, 9]

    def test_no_events_where_many_were_expected_are_low(self):
        assert funnel_significance_of_ratios([0, 0, 0], [3, 5, 8]).tolist() == [0, -1, -2]

    def test_rates_are_set_against_the_rate_of_all_or_one_given(self):
        counts, people = [10, 40, 100], [1000, 1000, 1000]

        assert funnel_significance_of_rates(counts, people).tolist() == [-2, 0, 2]
        assert funnel_significance_of_rates(counts, people, 1000).tolist() == [0, 2, 2]
        assert funnel_significance_of_rates(10, 1000, 10, multiplier=1000).tolist() == 0

    def test_standardised_rates_of_fewer_than_ten_events_are_not_compared(self):
        answer = funnel_significance_of_rates([0, 9, 10], [1000, NAN, 1000], 100, standardised=True)

        assert answer.tolist() == [9, 9, 2]

    def test_an_expected_count_of_nought_is_refused(self):
        with pytest.raises(ValueError, match="The number of expected events at index 1 is 0: .* must be above zero"):
            funnel_significance_of_ratios([1, 2], [3, 0])
