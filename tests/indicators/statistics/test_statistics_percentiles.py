import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import percentile_ranks, percentiles

NAN = float("nan")
rows = st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=60)


class TestPercentiles:
    @given(rows, st.lists(st.floats(0, 1), min_size=1, max_size=5))
    def test_they_are_those_of_linear_interpolation(self, values, fractions):
        answer = percentiles(values, fractions)

        np.testing.assert_allclose(answer, np.quantile(values, fractions), rtol=1e-9, atol=1e-6)

    @given(rows)
    def test_ends_are_the_least_and_the_most_and_nothing_falls_between(self, values):
        answer = percentiles(values, np.linspace(0, 1, 11))

        assert answer[0] == min(values)
        assert answer[-1] == max(values)
        assert np.all(np.diff(answer) >= -1e-9)

    def test_missing_values_are_left_out_row_by_row(self):
        answer = percentiles([[4, NAN, 1, 2, 3, None], [1, 2, 3, 4, 5, 6], [1, 2, 3, NAN, NAN, NAN]], [0.5, 1])

        np.testing.assert_array_equal(answer, [[2.5, 4], [3.5, 6], [NAN, NAN]])

    def test_four_values_are_enough_and_none_are_not(self):
        assert percentiles([1, 2, 3, 4], 0.25).item() == 1.75
        assert np.isnan(percentiles([1, 2, 3], 0.25))
        assert np.isnan(percentiles([], [0.2, 0.5])).tolist() == [True, True]

    @pytest.mark.parametrize(
        ("values", "fractions", "sentence"),
        [
            ([1, 2], [0.5, 25], "The fraction at index 1 is 25: a fraction must lie from 0 to 1."),
            ([1, 2], NAN, "The fraction is nan: a fraction must lie from 0 to 1."),
            ([1, np.inf], 0.5, "The value at index 1 is inf: a value must be finite."),
            (3, 0.5, "Percentiles need a row of values, not a single number."),
        ],
    )
    def test_what_has_no_percentile_is_refused(self, values, fractions, sentence):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            percentiles(values, fractions)


class TestPercentileRanks:
    def test_the_lowest_is_nought_the_highest_one_and_equal_values_share_the_lower(self):
        assert percentile_ranks([30, 10, 20, 20, 50]).tolist() == [0.75, 0, 0.25, 0.25, 1]

    def test_missing_values_have_none_and_do_not_count(self):
        answer = percentile_ranks([[1, NAN, 3, 2], [7, NAN, NAN, NAN]])

        np.testing.assert_array_equal(answer, [[0, NAN, 1, 0.5], [NAN, NAN, NAN, NAN]])

    @given(st.lists(st.integers(-50, 50), min_size=4, max_size=40, unique=True))
    def test_the_percentile_at_a_rank_is_the_value(self, values):
        answer = percentiles(values, percentile_ranks(values))

        np.testing.assert_allclose(answer, values, atol=1e-9)

    def test_a_single_number_is_refused(self):
        with pytest.raises(ValueError, match="Percentile ranks need a row of values, not a single number"):
            percentile_ranks(3)
