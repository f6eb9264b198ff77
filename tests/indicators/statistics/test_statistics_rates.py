import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import gammainc, gammaincc

from indicators.statistics import (
    AGE_BANDS,
    EUROPEAN_STANDARD_POPULATION_2013,
    crude_rate,
    directly_standardised_rate,
)

NAN = float("nan")
BANDS = len(AGE_BANDS)

counts = st.one_of(st.integers(0, 10_000_000), st.floats(0, 10_000_000))
populations = st.integers(1, 10_000_000)
band_counts = arrays.arrays(np.int64, BANDS, elements=st.integers(1, 5000))
band_populations = arrays.arrays(np.int64, BANDS, elements=st.integers(1, 100_000))


class TestCrudeRate:
    @settings(deadline=None)
    @given(counts, populations)
    def test_limits_contain_the_value(self, count, population):
        value, lower, upper = crude_rate(count, population)

        assert 0 <= lower <= value < upper

    @settings(deadline=None)
    @given(counts, populations)
    def test_higher_confidence_never_narrows_the_interval(self, count, population):
        answer = crude_rate(count, population, confidence=(0.8, 0.95, 0.998))

        assert np.all(np.diff(answer.lower) <= 0)
        assert np.all(np.diff(answer.upper) > 0)

    @settings(deadline=None)
    @given(counts, populations, st.sampled_from([1, 100, 1000]))
    def test_multiplier_scales_value_and_limits_alike(self, count, population, multiplier):
        scaled = crude_rate(count, population, multiplier=multiplier)

        for figure, rate in zip(scaled, crude_rate(count, population, multiplier=1), strict=True):
            assert figure == pytest.approx(rate * multiplier, rel=1e-14)

    @settings(deadline=None)
    @given(st.floats(0.01, 10, exclude_max=True), st.sampled_from([0.5, 0.9, 0.95, 0.998]))
    def test_limits_under_ten_events_leave_the_stated_tails(self, count, confidence):
        """So many events or more at the lower limit, so many or fewer at the upper, are that unlikely."""
        answer = crude_rate(count, 1, confidence=confidence, multiplier=1)

        tail = (1 - confidence) / 2
        assert gammainc(count, answer.lower) == pytest.approx(tail, rel=1e-9)
        assert gammaincc(count + 1, answer.upper) == pytest.approx(tail, rel=1e-9)

    def test_whole_counts_from_the_table_equal_counts_beside_them(self):
        whole = np.arange(1.0, 10.0)

        answer = crude_rate(whole, 1000, confidence=(0.95, 0.998))

        beside = crude_rate(whole * (1 + 1e-15), 1000, confidence=(0.95, 0.998))
        np.testing.assert_allclose(answer.lower, beside.lower, rtol=1e-12)
        np.testing.assert_allclose(answer.upper, beside.upper, rtol=1e-12)

    def test_no_events_give_a_lower_limit_of_nought_and_the_upper_of_three(self):
        """The upper limit is minus the logarithm of the tail: 3.69 at 95%."""
        answer = crude_rate(0, 1, multiplier=1)

        assert (answer.value, answer.lower) == (0, 0)
        assert answer.upper.item() == pytest.approx(-np.log(0.025), rel=1e-12)

    @pytest.mark.parametrize("count", [5e-324, 1e-300, 1e-9, 1e-4])
    def test_next_to_no_events_have_the_limits_of_none(self, count):
        answer = crude_rate(count, 1, multiplier=1)

        assert answer.lower.item() == 0
        assert answer.upper.item() == pytest.approx(-np.log(0.025), rel=1e-3)

    def test_the_switch_to_the_approximation_is_at_ten(self):
        """Byar's lower limit of ten lies 0.17% under the exact one, and would of any count below it too."""
        answer = crude_rate([np.nextafter(10, 0), 10], 1, multiplier=1)

        exact, approximate = answer.lower
        assert approximate / exact - 1 == pytest.approx(-0.0017, abs=0.00005)

    def test_large_counts_approach_the_normal_limits(self):
        answer = crude_rate(1e12, 1, multiplier=1)

        assert answer.upper.item() - 1e12 == pytest.approx(1.959963984540054e6, rel=1e-5)

    def test_events_may_outnumber_people(self):
        answer = crude_rate(250, 200, multiplier=1000)

        assert answer.value.item() == 1250

    def test_default_multiplier_is_a_hundred_thousand(self):
        assert crude_rate(12, 40_000).value.item() == pytest.approx(30, rel=1e-15)

    def test_whole_shared_out_and_many_events_stand_in_one_array(self):
        mixed = crude_rate([[3, 2.5], [40, 0]], [[100, 200], [300, 400]], confidence=(0.95, 0.998))

        for index, (count, population) in {(0, 0): (3, 100), (0, 1): (2.5, 200), (1, 0): (40, 300)}.items():
            alone = crude_rate(count, population, confidence=(0.95, 0.998))
            np.testing.assert_array_equal(mixed.lower[index], alone.lower)
            np.testing.assert_array_equal(mixed.upper[index], alone.upper)
        assert mixed.lower.shape == (2, 2, 2)

    @pytest.mark.parametrize(("count", "population"), [(NAN, 10), (1, NAN), (50, None)])
    def test_missing_in_gives_missing_out(self, count, population):
        answer = crude_rate([count, 5], [population, 10])

        assert [np.isnan(part).tolist() for part in answer] == [[True, False]] * 3

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (([1, -2], 10), "The count at index 1 is -2: a count must be zero or more, and finite."),
            (
                (1, [[10, 0]]),
                "The population at index (0, 1) is 0: a population must be above zero, and finite.",
            ),
            (([1, 2], [1, 2, 3]), "Arrays of shape (2,) and (3,) do not fit each other."),
        ],
    )
    def test_what_cannot_be_a_rate_is_refused_with_its_place(self, arguments, sentence):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            crude_rate(*arguments)


class TestDirectlyStandardisedRate:
    @settings(deadline=None)
    @given(band_counts, band_populations)
    def test_limits_contain_the_value(self, events, people):
        value, lower, upper = directly_standardised_rate(events, people)

        assert lower < value < upper

    @settings(deadline=None)
    @given(band_counts, band_populations)
    def test_higher_confidence_never_narrows_the_interval(self, events, people):
        answer = directly_standardised_rate(events, people, confidence=(0.8, 0.95, 0.998))

        assert np.all(np.diff(answer.lower) < 0)
        assert np.all(np.diff(answer.upper) > 0)

    @settings(deadline=None)
    @given(band_counts, st.integers(1, 1000))
    def test_a_population_of_standard_age_has_its_crude_rate(self, events, size):
        """Then every band weighs alike, the variance is that of the count, and so are the limits."""
        people = EUROPEAN_STANDARD_POPULATION_2013 * size

        standardised = directly_standardised_rate(events, people, confidence=(0.95, 0.998))

        crude = crude_rate(events.sum(), people.sum(), confidence=(0.95, 0.998))
        for figure, rate in zip(standardised, crude, strict=True):
            np.testing.assert_allclose(figure, rate, rtol=1e-11)

    @settings(deadline=None)
    @given(band_counts, band_populations, st.floats(0.001, 1000))
    def test_only_the_proportions_of_the_weights_matter(self, events, people, factor):
        weights = EUROPEAN_STANDARD_POPULATION_2013 * factor

        scaled = directly_standardised_rate(events, people, weights=weights)

        for figure, rate in zip(scaled, directly_standardised_rate(events, people), strict=True):
            assert figure == pytest.approx(rate, rel=1e-12)

    @settings(deadline=None)
    @given(band_counts, band_populations, st.integers(0, BANDS - 1))
    def test_more_events_raise_the_rate(self, events, people, band):
        more = events + (np.arange(BANDS) == band)

        assert directly_standardised_rate(more, people).value > directly_standardised_rate(events, people).value

    def test_a_rate_worked_by_hand(self):
        """(3 × 8/100 + 1 × 8/400) / 4 = 0.065; variance (9 × 8/100² + 8/400²) / 16 = 0.000453125."""
        answer = directly_standardised_rate([8, 8], [100, 400], weights=[3, 1], multiplier=1)

        count = crude_rate(16, 1, multiplier=1)
        stretch = np.sqrt(0.000453125 / 16)
        assert answer.value.item() == pytest.approx(0.065, rel=1e-14)
        assert answer.lower.item() == pytest.approx(0.065 + stretch * (count.lower.item() - 16), rel=1e-12)
        assert answer.upper.item() == pytest.approx(0.065 + stretch * (count.upper.item() - 16), rel=1e-12)

    def test_a_lower_limit_below_nought_is_left_as_the_formula_gives_it(self):
        """One event in a band of one person carries nearly the whole rate and its variance."""
        answer = directly_standardised_rate([9, 1], [1_000_000, 1], weights=[99, 1], multiplier=1)

        limit = crude_rate(10, 1, multiplier=1).lower.item()
        variance = (99**2 * 9 / 1_000_000**2 + 1) / 100**2
        expected = answer.value.item() + np.sqrt(variance / 10) * (limit - 10)
        assert expected < 0
        assert answer.lower.item() == pytest.approx(expected, rel=1e-10)

    def test_a_rate_is_not_given_under_ten_events(self):
        answer = directly_standardised_rate(
            [[3, 6], [4, 6], [0, 0]], [100, 200], weights=[1, 1], confidence=(0.95, 0.998)
        )

        assert np.isnan(answer.value).tolist() == [True, False, True]
        assert np.isnan(answer.lower).tolist() == [[True, True], [False, False], [True, True]]
        assert np.isnan(answer.upper).tolist() == [[True, True], [False, False], [True, True]]

    def test_a_missing_age_count_is_none(self):
        events, people = np.full(BANDS, 5.0), np.full(BANDS, 1000)
        without, missing = events.copy(), events.copy()
        without[3], missing[3] = 0, NAN

        answer = directly_standardised_rate([missing, events], people)

        expected = directly_standardised_rate([without, events], people)
        for figure, rate in zip(answer, expected, strict=True):
            np.testing.assert_array_equal(figure, rate)

    def test_counts_that_are_all_missing_give_no_rate(self):
        answer = directly_standardised_rate(np.full(BANDS, NAN), np.full(BANDS, 1000))

        assert np.isnan([part.item() for part in answer]).tolist() == [True, True, True]

    def test_one_population_serves_many_counts(self):
        events, people = np.arange(6 * BANDS).reshape(2, 3, BANDS), np.full(BANDS, 1000)

        answer = directly_standardised_rate(events, people, confidence=(0.95, 0.998))

        alone = directly_standardised_rate(events[1, 2], people, confidence=(0.95, 0.998))
        assert answer.value.shape == (2, 3)
        assert answer.lower.shape == (2, 3, 2)
        np.testing.assert_allclose(answer.lower[1, 2], alone.lower, rtol=1e-14)

    def test_answers_do_not_depend_on_the_block_they_fall_in(self):
        events = np.arange(1, 2501)[:, np.newaxis] + np.arange(BANDS)
        people = np.full(BANDS, 10_000)

        answer = directly_standardised_rate(events, people)

        ends = [0, 1023, 1024, 2499]
        alone = [directly_standardised_rate(events[row], people).upper.item() for row in ends]
        np.testing.assert_allclose(answer.upper[ends], alone, rtol=1e-14)

    def test_the_first_fifteen_bands_give_a_rate_under_seventy_five(self):
        events, people = np.full(15, 4), np.full(15, 1000)

        answer = directly_standardised_rate(events, people, weights=EUROPEAN_STANDARD_POPULATION_2013[:15])

        assert AGE_BANDS[14] == "70-74"
        assert answer.value.item() == pytest.approx(400, rel=1e-12)

    @pytest.mark.parametrize(
        ("events", "people", "sentence"),
        [
            ([5, 6], [10, 0], "The population at index 1 is 0: a population must be above zero, and finite."),
            ([5, 6], [NAN, 10], "The population at index 0 is nan: every age band needs its population."),
            (
                [[5, 6], [5, -6]],
                [10, 10],
                "The count at index (1, 1) is -6: a count must be zero or more, and finite.",
            ),
            ([5, 6, 7], [1, 2, 3], "The counts have 3 age bands, but there are 2 weights."),
            ([5, 6], [1], "The populations have 1 age bands, but there are 2 weights."),
            (5, [1, 2], "The counts have 0 age bands, but there are 2 weights."),
        ],
    )
    def test_what_cannot_be_standardised_is_refused_with_its_place(self, events, people, sentence):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            directly_standardised_rate(events, people, weights=[1, 1])

    @pytest.mark.parametrize(
        ("weights", "sentence"),
        [
            ([1, -1], "The weight at index 1 is -1: a weight must be zero or more, and finite."),
            ([NAN, 1], "The weight at index 0 is nan: a weight must be zero or more, and finite."),
            ([0, 0], "The weights sum to zero: at least one must be above zero."),
            ([[1, 1]], "The weights must be one row, with one weight per age band."),
        ],
    )
    def test_weights_that_cannot_weigh_are_refused(self, weights, sentence):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            directly_standardised_rate([5, 6], [10, 10], weights=weights)


class TestStandardPopulation:
    def test_nineteen_bands_make_up_a_hundred_thousand(self):
        assert len(AGE_BANDS) == EUROPEAN_STANDARD_POPULATION_2013.size == 19
        assert EUROPEAN_STANDARD_POPULATION_2013.sum() == 100_000

    def test_it_cannot_be_changed(self):
        with pytest.raises(ValueError, match="read-only"):
            EUROPEAN_STANDARD_POPULATION_2013[0] = 1
