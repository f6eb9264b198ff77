import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.statistics import mean, mean_of_values

NAN = float("nan")
measured = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40)


@settings(deadline=None)
@given(measured)
def test_limits_contain_the_mean_and_widen_with_confidence(values):
    answer = mean_of_values(values, confidence=(0.8, 0.95, 0.998))

    assert np.all(answer.lower <= answer.value)
    assert np.all(answer.value <= answer.upper)
    assert np.all(np.diff(answer.lower) <= 0)
    assert np.all(np.diff(answer.upper) >= 0)


@settings(deadline=None)
@given(measured)
def test_values_and_their_summary_give_the_same(values):
    summary = mean(np.mean(values), np.std(values, ddof=1), len(values))

    for figure, other in zip(mean_of_values(values), summary, strict=True):
        assert figure == pytest.approx(other, rel=1e-9, abs=1e-6)


def test_two_values_reach_as_far_as_the_first_t_quantile():
    """With one degree of freedom t(0.975) is the tangent of 0.475 π, and s / √2 is half the distance."""
    answer = mean_of_values([10, 14])

    assert answer.value.item() == 12
    assert answer.upper.item() - 12 == pytest.approx(2 * np.tan(0.475 * np.pi), rel=1e-12)
    assert 12 - answer.lower.item() == pytest.approx(2 * np.tan(0.475 * np.pi), rel=1e-12)


def test_very_many_values_reach_as_far_as_the_normal_quantile():
    answer = mean(0, 1, 1e12, confidence=0.95)

    assert answer.upper.item() * 1e6 == pytest.approx(1.959963984540054, rel=1e-9)


def test_values_without_spread_have_limits_at_their_mean():
    answer = mean_of_values([7, 7, 7])

    assert [part.item() for part in answer] == [7, 7, 7]


def test_one_value_alone_has_a_mean_and_no_limits():
    answer = mean_of_values([[4.5]])

    assert answer.value.tolist() == [4.5]
    assert np.isnan(answer.lower).tolist() == np.isnan(answer.upper).tolist() == [True]


def test_a_large_common_part_does_not_drown_the_spread():
    answer = mean_of_values(np.array([1, 2, 3]) + 1e9)

    expected = mean_of_values([1, 2, 3])
    assert (answer.upper - answer.value).item() == pytest.approx((expected.upper - 2).item(), rel=1e-6)


def test_rows_are_taken_each_by_itself_and_levels_come_last():
    answer = mean_of_values([[1, 2, 3], [4, 8, 12]], confidence=(0.95, 0.998))

    alone = mean_of_values([4, 8, 12], confidence=(0.95, 0.998))
    assert answer.value.tolist() == [2, 8]
    assert answer.lower.shape == (2, 2)
    np.testing.assert_array_equal(answer.lower[1], alone.lower)


def test_summaries_broadcast():
    answer = mean([[1], [2]], [1, 2, 3], 10)

    assert [part.shape for part in answer] == [(2, 3)] * 3
    assert answer.value.tolist() == [[1, 1, 1], [2, 2, 2]]


def test_one_missing_value_makes_its_own_mean_missing():
    answer = mean_of_values([[1, NAN, 3], [4, 8, 12]])

    assert [np.isnan(part).tolist() for part in answer] == [[True, False]] * 3


def test_a_missing_deviation_leaves_the_mean_without_limits():
    answer = mean(5, NAN, 10)

    assert np.isnan([part.item() for part in answer]).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            (1, [1, -1], 5),
            "The standard deviation at index 1 is -1: a standard deviation must be zero or more.",
        ),
        ((1, 1, 0), "The number of values is 0: a mean needs at least one value."),
        (([1, 2], [1, 2, 3], 5), "Arrays of shape (2,) and (3,) and () do not fit each other."),
    ],
)
def test_a_summary_that_cannot_be_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        mean(*arguments)


@pytest.mark.parametrize("values", [[], 3.5, np.empty((2, 0))])
def test_no_values_are_refused(values):
    with pytest.raises(ValueError, match="A mean needs at least one value on the last axis"):
        mean_of_values(values)
