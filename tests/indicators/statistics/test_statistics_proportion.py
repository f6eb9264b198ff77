import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from indicators.statistics import Estimate, proportion

NAN = float("nan")


@st.composite
def counts_and_denominators(draw):
    denominator = draw(st.integers(1, 10_000_000))
    return draw(st.integers(0, denominator)), denominator


@settings(deadline=None)
@given(counts_and_denominators())
def test_limits_contain_the_value_and_stay_within_nought_and_one(pair):
    value, lower, upper = proportion(*pair)

    assert 0 <= lower <= value <= upper <= 1


@settings(deadline=None)
@given(counts_and_denominators())
def test_higher_confidence_never_narrows_the_interval(pair):
    answer = proportion(*pair, confidence=(0.8, 0.95, 0.998))

    assert np.all(np.diff(answer.lower) <= 0)
    assert np.all(np.diff(answer.upper) >= 0)


@settings(deadline=None)
@given(counts_and_denominators())
def test_limits_solve_the_score_equation(pair):
    """(limit - p)² = z² limit (1 - limit) / n is what defines Wilson's limits."""
    value, lower, upper = proportion(*pair)

    for limit in (lower, upper):
        spread = ndtri(0.975) * np.sqrt(limit * (1 - limit) / pair[1])
        assert abs(limit - value) == pytest.approx(spread, rel=1e-6, abs=1e-8)


@settings(deadline=None)
@given(counts_and_denominators())
def test_those_without_mirror_those_with(pair):
    count, denominator = pair

    having = proportion(count, denominator)
    lacking = proportion(denominator - count, denominator)

    assert lacking.lower == pytest.approx(1 - having.upper, rel=1e-9, abs=1e-12)
    assert lacking.upper == pytest.approx(1 - having.lower, rel=1e-9, abs=1e-12)


@settings(deadline=None)
@given(st.integers(1, 100_000))
def test_more_events_raise_every_limit(denominator):
    counts = np.linspace(0, denominator, 12)

    answer = proportion(counts, denominator)

    assert np.all(np.diff(answer.lower) > 0)
    assert np.all(np.diff(answer.upper) > 0)


@settings(deadline=None)
@given(counts_and_denominators(), st.sampled_from([100, 1000, 100_000]))
def test_multiplier_scales_value_and_limits_alike(pair, multiplier):
    scaled = proportion(*pair, multiplier=multiplier)

    for figure, share in zip(scaled, proportion(*pair), strict=True):
        assert figure == pytest.approx(share * multiplier, rel=1e-15)


@pytest.mark.parametrize("denominator", [1, 2, 3, 7, 10, 99, 12_345, 9_876_543_210])
@pytest.mark.parametrize("multiplier", [1, 100, 1000])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99, 0.998, 0.9999])
def test_none_and_all_give_exact_ends(denominator, multiplier, confidence):
    none = proportion(0, denominator, multiplier=multiplier, confidence=confidence)
    everyone = proportion(denominator, denominator, multiplier=multiplier, confidence=confidence)

    assert (none.value, none.lower) == (0, 0)
    assert (everyone.value, everyone.upper) == (multiplier, multiplier)


def test_one_person_without_it_gives_z_squared_over_one_plus_z_squared():
    square = 1.959963984540054**2

    answer = proportion(0, 1)

    assert answer.upper.item() == pytest.approx(square / (1 + square), rel=1e-14)


def test_few_events_among_very_many_people_lose_no_precision():
    """The limits of a Poisson count of one, (1 + z²/2 ∓ z √(1 + z²/4)), are what is left of Wilson's."""
    half = 1.959963984540054**2 / 2
    reach = np.sqrt(2 * half + half**2)

    answer = proportion(1, 1e15, multiplier=1e15)

    assert answer.lower.item() == pytest.approx(1 / (1 + half + reach), rel=1e-13)
    assert answer.upper.item() == pytest.approx(1 + half + reach, rel=1e-13)


def test_answer_is_named_and_has_the_broadcast_shape():
    answer = proportion([[1], [2], [3]], [10, 20])

    assert isinstance(answer, Estimate)
    assert [part.shape for part in answer] == [(3, 2)] * 3
    assert answer.value.tolist() == [[0.1, 0.05], [0.2, 0.1], [0.3, 0.15]]


def test_several_levels_add_a_last_axis_in_their_order():
    both = proportion([[1, 2], [3, 4]], 10, confidence=[0.998, 0.95])
    lone = proportion([[1, 2], [3, 4]], 10, confidence=0.95)

    assert both.value.shape == (2, 2)
    assert both.lower.shape == both.upper.shape == (2, 2, 2)
    np.testing.assert_array_equal(both.lower[..., 1], lone.lower)
    np.testing.assert_array_equal(both.upper[..., 1], lone.upper)


def test_a_sequence_of_one_level_still_adds_an_axis():
    answer = proportion(1, 10, confidence=[0.95])

    assert answer.value.shape == ()
    assert answer.lower.shape == (1,)


def test_answers_do_not_depend_on_the_block_they_fall_in():
    counts = np.arange(20_001)

    answer = proportion(counts, 20_000.0 + counts, confidence=(0.95, 0.998))

    alone = [proportion(count, 20_000.0 + count, confidence=(0.95, 0.998)) for count in (0, 8191, 8192, 20_000)]
    np.testing.assert_array_equal(answer.lower[[0, 8191, 8192, 20_000]], [one.lower for one in alone])
    np.testing.assert_array_equal(answer.upper[[0, 8191, 8192, 20_000]], [one.upper for one in alone])


def test_no_figures_in_give_no_figures_out():
    answer = proportion([], [], confidence=(0.95, 0.998))

    assert [part.shape for part in answer] == [(0,), (0, 2), (0, 2)]


@pytest.mark.parametrize(("count", "denominator"), [(NAN, 10), (1, NAN), (None, 10), (NAN, NAN)])
def test_missing_in_gives_missing_out(count, denominator):
    answer = proportion([count, 5], [denominator, 10])

    assert [np.isnan(part).tolist() for part in answer] == [[True, False]] * 3


def test_masked_counts_are_missing():
    counts = np.ma.masked_array([3, 4], mask=[True, False])

    answer = proportion(counts, 10)

    assert np.isnan(answer.value).tolist() == [True, False]


def test_inputs_are_left_as_they_were():
    counts, denominators = np.array([10 + 1e-12, 3.0]), np.array([10.0, 9.0])

    proportion(counts, denominators, multiplier=100)

    assert counts.tolist() == [10 + 1e-12, 3.0]
    assert denominators.tolist() == [10.0, 9.0]


def test_a_shared_out_count_a_hair_under_its_denominator_stays_within_nought_and_one():
    """Rounding alone lifts about one in a hundred of these upper limits over 1."""
    denominators = np.random.default_rng(1).uniform(0, 50, 10_000)

    answer = proportion(np.nextafter(denominators, 0), denominators, confidence=(0.8, 0.9, 0.99))

    assert answer.upper.max() == 1


def test_shared_out_counts_may_exceed_their_denominator_by_rounding_only():
    answer = proportion(10 + 1e-12, 10, multiplier=100)

    assert (answer.value, answer.upper) == (100, 100)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([1, -2], 10), "The count at index 1 is -2: a count must be zero or more, and finite."),
        ((-1, 10), "The count is -1: a count must be zero or more, and finite."),
        ((float("inf"), 10), "The count is inf: a count must be zero or more, and finite."),
        ((1, [10, 0]), "The denominator at index 1 is 0: a denominator must be above zero, and finite."),
        ((1, -5), "The denominator is -5: a denominator must be above zero, and finite."),
        (
            (1, float("inf")),
            "The denominator is inf: a denominator must be above zero, and finite.",
        ),
        (([[1, 2], [12, 3]], 10), "The count at index (1, 0) is 12, more than its denominator 10."),
        (([1, NAN, 7], [NAN, 4, 6]), "The count at index 2 is 7, more than its denominator 6."),
        (([1, 2], [1, 2, 3]), "Arrays of shape (2,) and (3,) do not fit each other."),
    ],
)
def test_what_cannot_be_a_proportion_is_refused_with_its_place(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        proportion(*arguments)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, NAN, float("inf"), 1e-18])
def test_a_confidence_outside_nought_to_one_is_refused(confidence):
    with pytest.raises(ValueError, match="it must lie between 0 and 1, so that 95% is written 0.95"):
        proportion(1, 10, confidence=confidence)


@pytest.mark.parametrize("confidence", [[], [[0.95]]])
def test_a_confidence_that_is_no_row_of_levels_is_refused(confidence):
    with pytest.raises(ValueError, match="Give one level of confidence, or a sequence of at least one"):
        proportion(1, 10, confidence=confidence)


@pytest.mark.parametrize("multiplier", [0, -100, NAN, float("inf")])
def test_a_multiplier_that_is_not_above_zero_is_refused(multiplier):
    with pytest.raises(ValueError, match="it must be above zero, and finite"):
        proportion(1, 10, multiplier=multiplier)
