import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import (
    crude_rate,
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)

NAN = float("nan")
LEVELS = (0.95, 0.998)
bands = arrays.arrays(np.int64, 5, elements=st.integers(1, 10_000))


@settings(deadline=None)
@given(bands, bands)
def test_the_reference_set_against_itself_is_one_and_its_rate_the_crude_rate(events, people):
    ratio = indirectly_standardised_ratio(events.sum(), people, events, people)
    rate = indirectly_standardised_rate(events.sum(), people, events, people, confidence=LEVELS)

    assert ratio.value == pytest.approx(1, rel=1e-12)
    for figure, other in zip(rate, crude_rate(events.sum(), people.sum(), confidence=LEVELS), strict=True):
        np.testing.assert_allclose(figure, other, rtol=1e-10)


@settings(deadline=None)
@given(st.integers(0, 10_000), bands, bands, bands)
def test_limits_contain_the_ratio_and_widen_with_confidence(observed, people, events, reference):
    answer = indirectly_standardised_ratio(observed, people, events, reference, confidence=(0.8, 0.95, 0.998))

    assert np.all(answer.lower <= answer.value)
    assert np.all(answer.value < answer.upper)
    assert np.all(np.diff(answer.lower) <= 0)
    assert np.all(np.diff(answer.upper) > 0)


def test_expected_events_worked_by_hand():
    """100 people at 3 in 50 and 300 at 1 in 100 have 6 + 3 events."""
    assert expected_events([100, 300], [3, 1], [50, 100]) == pytest.approx(9, rel=1e-14)


def test_no_events_have_a_ratio_of_nought_and_an_upper_limit():
    answer = indirectly_standardised_ratio(0, [100, 300], [3, 1], [50, 100], multiplier=100)

    assert (answer.value.item(), answer.lower.item()) == (0, 0)
    assert answer.upper.item() == pytest.approx(-np.log(0.025) / 9 * 100, rel=1e-12)


def test_many_areas_share_one_reference_and_levels_come_last():
    people = np.array([[100, 300], [200, 0], [0, 0]])

    answer = indirectly_standardised_ratio([9, 24, 0], people, [3, 1], [50, 100], confidence=LEVELS)

    assert answer.value[:2].tolist() == pytest.approx([1, 2])
    assert answer.lower.shape == (3, 2)
    assert np.isnan([answer.value[2], *answer.upper[2]]).all()


def test_a_reference_by_area_scales_each_rate_by_its_own_crude_rate():
    """4 of 4 expected times 2 in 100, and 4 of 8 times 4 in 100."""
    answer = indirectly_standardised_rate([4, 4], [100, 100], [[1, 1], [2, 2]], [[50, 50], [50, 50]], confidence=LEVELS)

    assert answer.value.tolist() == pytest.approx([2000, 2000])
    assert answer.upper.shape == (2, 2)


def test_a_missing_reference_count_is_none_and_a_missing_count_gives_no_ratio():
    assert expected_events([100, 300], [3, NAN], [50, 100]) == pytest.approx(6)
    assert np.isnan(indirectly_standardised_ratio(None, [100], [3], [50]).upper)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([1, NAN], [1, 1], [9, 9]), "The population at index 1 is nan: every age band needs its population."),
        (
            ([1, 1], [1, 1], [9, NAN]),
            "The reference population at index 1 is nan: every age band needs its reference population.",
        ),
        (
            ([1, 1], [1, 1], [9, 0]),
            "The reference population at index 1 is 0: a reference population must be above zero, and finite.",
        ),
        (
            ([1, 1], [1, -1], [9, 9]),
            "The reference count at index 1 is -1: a reference count must be zero or more, and finite.",
        ),
        (
            ([1, 1], [1, 1, 1], [9, 9]),
            (
                "The populations have 2 age bands, the reference counts 3 and the reference populations 2: "
                "give each the same bands, at least one."
            ),
        ),
    ],
)
def test_what_gives_no_expected_events_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        expected_events(*arguments)
