import re
from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Comparison, compare, proportion, quantiles

NAN = float("nan")


class TestCompare:
    @pytest.mark.parametrize(
        ("lower", "upper", "comparator", "expected"),
        [
            (1, 2, 3, Comparison.LOWER),
            (1, 2, 2, Comparison.SIMILAR),
            (1, 2, 1.5, Comparison.SIMILAR),
            (1, 2, 1, Comparison.SIMILAR),
            (1, 2, 0.5, Comparison.HIGHER),
            (1, 2, np.nextafter(2, 3), Comparison.LOWER),
            (1, 2, np.nextafter(1, 0), Comparison.HIGHER),
            (2, 2, 2, Comparison.SIMILAR),
            (NAN, 2, 3, Comparison.NOT_COMPARED),
            (1, NAN, 0, Comparison.NOT_COMPARED),
            (1, 2, NAN, Comparison.NOT_COMPARED),
            (None, None, None, Comparison.NOT_COMPARED),
        ],
    )
    def test_an_interval_is_lower_similar_higher_or_not_compared(self, lower, upper, comparator, expected):
        assert compare(lower, upper, comparator).item() == expected

    def test_stored_values_are_fixed(self):
        values = {comparison.name: comparison.value for comparison in Comparison}

        assert values == {"LOWER": -1, "SIMILAR": 0, "HIGHER": 1, "NOT_COMPARED": 9}

    def test_several_levels_compare_with_one_comparator_each(self):
        shares = proportion([10, 22, 40], 100, confidence=(0.95, 0.998))

        answer = compare(shares.lower, shares.upper, np.array([30, 33, NAN])[:, np.newaxis] / 100)

        assert answer.tolist() == [[-1, -1], [-1, 0], [9, 9]]

    def test_a_board_of_intervals_compares_with_one_national_figure(self):
        answer = compare([1, 5, 9], [4, 7, 12], 6)

        assert answer.dtype == np.int64
        assert answer.tolist() == [-1, 0, 1]

    def test_limits_the_wrong_way_round_are_refused_with_their_place(self):
        with pytest.raises(ValueError, match=re.escape("The lower limit at index 1 is above the upper limit.")):
            compare([1, 3], [2, 2], 2)

    def test_arrays_that_do_not_fit_are_refused(self):
        with pytest.raises(ValueError, match="do not fit each other"):
            compare([1, 2], [2, 3], [1, 2, 3])


class TestQuantiles:
    def test_ten_values_fill_five_groups_with_the_highest_in_five(self):
        answer = quantiles([3, 1, 4, 15, 9, 2, 6, 5, 35, 8])

        assert answer.tolist() == [2, 1, 2, 5, 4, 1, 3, 3, 5, 4]

    def test_equal_values_share_the_lower_group(self):
        assert quantiles([1, 2, 2, 2, 2]).tolist() == [1, 2, 2, 2, 2]
        assert quantiles([7, 7, 7, 7, 7]).tolist() == [1, 1, 1, 1, 1]

    def test_ranking_from_the_top_is_not_the_mirror_image_where_values_are_equal(self):
        assert quantiles([1, 2, 2, 2, 2], highest_is_first=True).tolist() == [5, 1, 1, 1, 1]

    def test_missing_values_get_nought_and_do_not_count(self):
        answer = quantiles([NAN, 1, 2, NAN, 3, 4, 5, None])

        assert answer.tolist() == [0, 1, 2, 0, 3, 4, 5, 0]

    def test_fewer_values_than_groups_are_not_divided(self):
        assert quantiles([1, 2, 3, 4, NAN]).tolist() == [0, 0, 0, 0, 0]
        assert quantiles([]).tolist() == []

    def test_rows_are_divided_each_by_itself(self):
        answer = quantiles([[1, 2, 3, 4], [4, 3, NAN, NAN], [9, 9, 8, NAN]], groups=2)

        assert answer.tolist() == [[1, 1, 2, 2], [2, 1, 0, 0], [1, 1, 1, 0]]

    def test_infinite_values_are_ranked(self):
        assert quantiles([np.inf, 0, -np.inf], groups=3).tolist() == [3, 2, 1]

    @given(st.lists(st.integers(-20, 20), min_size=1, max_size=90), st.integers(2, 12))
    def test_groups_follow_the_formula_in_exact_fractions(self, values, groups):
        number = len(values)
        ranks = [1 + sum(other < value for other in values) for value in values]

        answer = quantiles(values, groups)

        share = Fraction(number, groups)
        exact = [groups + 1 - ceil((number + 1 - rank) / share) for rank in ranks]
        assert answer.tolist() == (exact if number >= groups else [0] * number)

    @given(st.lists(st.floats(allow_nan=False), min_size=5, max_size=90))
    def test_a_higher_value_is_never_in_a_lower_group(self, values):
        answer = quantiles(sorted(values))

        assert np.all(np.diff(answer) >= 0)
        assert answer.min() >= 1
        assert answer.max() <= 5

    def test_values_without_ties_spread_evenly(self):
        for number in range(5, 200):
            sizes = np.bincount(quantiles(np.arange(number)), minlength=6)[1:]

            assert sizes.sum() == number
            assert sizes.max() - sizes.min() <= 1

    def test_fewer_than_two_groups_are_refused(self):
        with pytest.raises(ValueError, match="Quantiles need at least two groups, not 1"):
            quantiles([1, 2, 3], groups=1)

    def test_a_single_number_is_refused(self):
        with pytest.raises(ValueError, match="Quantiles need a row of values, not a single number"):
            quantiles(3)
