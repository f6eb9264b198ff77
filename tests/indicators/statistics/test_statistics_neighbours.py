import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import distances, nearest

NAN = float("nan")
tables = arrays.arrays(
    np.float64, st.tuples(st.integers(2, 12), st.integers(1, 4)), elements=st.integers(-1000, 1000).map(float)
)


@settings(deadline=None)
@given(tables)
def test_distances_are_those_of_a_space(table):
    answer = distances(table)

    np.testing.assert_array_equal(np.diagonal(answer), 0)
    np.testing.assert_allclose(answer, answer.T)
    assert np.all(answer[:, :, np.newaxis] <= answer[:, np.newaxis] + answer.T[np.newaxis] + 1e-9)


@settings(deadline=None)
@given(tables)
def test_units_do_not_matter(table):
    np.testing.assert_allclose(distances(table * 7 + 40), distances(table), rtol=1e-9, atol=1e-9)


def test_distances_worked_by_hand():
    """Standard deviations are 1 and 10, so that areas stand at (-1, -1), (0, 1) and (1, 0) but for shifts."""
    answer = distances([[1, 10], [2, 30], [3, 20]])

    np.testing.assert_allclose(answer, np.sqrt([[0, 5, 5], [5, 0, 2], [5, 2, 0]]), rtol=1e-14)


def test_weights_stretch_a_variable_or_leave_it_out():
    table = [[1, 10], [2, 30], [3, NAN]]

    assert distances(table, weights=[4, 0]).tolist() == [[0, 2, 4], [2, 0, 2], [4, 2, 0]]


def test_a_variable_that_is_the_same_everywhere_separates_nobody():
    np.testing.assert_allclose(distances([[0.1, 5], [0.1, 7], [0.1, 9]]), distances([[5], [7], [9]]), rtol=1e-14)


def test_neighbours_come_nearest_first_and_equally_near_ones_in_order():
    answer = nearest([[0], [1], [2], [10]], 2)

    assert answer.places.tolist() == [[1, 2], [0, 2], [1, 0], [2, 1]]
    assert np.all(np.diff(answer.distances) >= -1e-12)


def test_an_area_with_a_missing_variable_has_no_neighbours_and_is_none():
    answer = nearest([[0, 1], [1, 2], [NAN, 3], [5, 5]], 3)

    assert answer.places.tolist() == [[1, 3, -1], [0, 3, -1], [-1, -1, -1], [1, 0, -1]]
    assert np.isnan(answer.distances[:, 2]).all()


def test_asked_for_more_than_there_are_the_rest_is_blank():
    answer = nearest([[0], [1], [3]])

    assert answer.places.shape == answer.distances.shape == (3, 15)
    assert answer.places[0].tolist() == [1, 2] + [-1] * 13


@pytest.mark.parametrize(
    ("table", "weights", "sentence"),
    [
        ([1, 2, 3], 1, "The variables must be a table, with one row per area and one column per variable."),
        ([[1, np.inf]], 1, "The variable at index (0, 1) is inf: a variable must be finite."),
        ([[1, 2]], [1, -1], "The weight at index 1 is -1: a weight must be zero or more, and finite."),
        ([[1, 2]], [1, 1, 1], "There are 3 weights for 2 variables."),
    ],
)
def test_what_has_no_distances_is_refused(table, weights, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        distances(table, weights=weights)


def test_no_neighbour_is_refused():
    with pytest.raises(ValueError, match="Give one neighbour or more, not 0"):
        nearest([[1], [2]], 0)
