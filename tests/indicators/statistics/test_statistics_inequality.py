import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import (
    crude_rate,
    proportion,
    slope_index_of_inequality,
    standard_errors_of_limits,
)

NAN = float("nan")
LEVELS = (0.95, 0.998)
PEOPLE = [210, 190, 205, 195, 200]
RATES = np.array([50.0, 44, 37, 36, 30])
ERRORS = np.full(5, 0.08)
five_people = arrays.arrays(np.int64, 5, elements=st.integers(1, 10_000))
five_values = arrays.arrays(np.float64, 5, elements=st.floats(1, 100))


class TestLineThroughTheValues:
    @settings(deadline=None)
    @given(five_people, st.floats(1, 100), st.floats(-0.9, 5))
    def test_values_on_a_line_give_its_rise_and_the_ratio_of_its_ends(self, people, start, change):
        shares = people / people.sum()
        values = start * (1 + change * (np.cumsum(shares) - shares / 2))

        slope, relative = slope_index_of_inequality(values, people, 0.1)

        assert slope.value == pytest.approx(start * change, rel=1e-6, abs=1e-6)
        assert relative.value == pytest.approx(1 + change, rel=1e-6)

    @settings(deadline=None)
    @given(five_values, five_people)
    def test_the_fit_is_that_of_least_squares_with_roots_of_shares(self, values, people):
        shares = people / people.sum()
        places, root = np.cumsum(shares) - shares / 2, np.sqrt(shares)

        slope, _ = slope_index_of_inequality(values, people, 0.1)

        design = np.stack([root, places * root], axis=1)
        expected = np.linalg.lstsq(design, values * root, rcond=None)[0][1]
        assert slope.value == pytest.approx(expected, rel=1e-5, abs=1e-5)

    def test_limits_of_the_slope_grow_with_the_errors_in_closed_form(self):
        """Five equal groups: weights of the rise are -1, -1/2, 0, 1/2, 1, whose squares sum to 2.5."""
        slope, _ = slope_index_of_inequality([5, 4, 3, 2, 1], np.ones(5), 0.4)

        reach = 1.959963984540054 * 0.4 * np.sqrt(2.5)
        assert slope.value.item() == pytest.approx(-5)
        assert slope.upper.item() + 5 == pytest.approx(reach)
        assert -5 - slope.lower.item() == pytest.approx(reach)

    def test_limits_of_the_ratio_are_what_a_simulation_finds(self):
        values, errors = np.array([70.0, 72, 75, 77, 80]), np.array([2.0, 1, 1.5, 1, 2])
        drawn = np.random.default_rng(7).normal(values, errors, (400_000, 5))

        _, relative = slope_index_of_inequality(values, PEOPLE, errors)

        _, each = slope_index_of_inequality(drawn, PEOPLE, 0)
        width = relative.upper - relative.lower
        np.testing.assert_allclose(np.quantile(each.value, [0.025, 0.975]), relative[1:], rtol=0, atol=0.01 * width)

    def test_no_relative_index_where_the_line_does_not_start_above_nought(self):
        slope, relative = slope_index_of_inequality([-5, -4, -3, -2, -1], np.ones(5), 0.1)

        assert slope.value.item() == pytest.approx(5)
        assert np.isnan([part.item() for part in relative]).all()

    def test_no_limits_of_the_ratio_where_the_start_may_be_nought(self):
        _, relative = slope_index_of_inequality([1, 2, 3, 4, 5], np.ones(5), 3)

        assert relative.value.item() == pytest.approx(11)
        assert np.isnan([relative.lower.item(), relative.upper.item()]).all()


class TestScales:
    @settings(deadline=None, max_examples=25)
    @given(five_values, five_people)
    def test_a_transformed_line_has_the_exponential_of_its_slope_as_ratio(self, values, people):
        straight, _ = slope_index_of_inequality(np.log(values), people, ERRORS, confidence=LEVELS)

        _, relative = slope_index_of_inequality(values, people, ERRORS, scale="log", transform=True, confidence=LEVELS)

        for figure, other in zip(relative, straight, strict=True):
            np.testing.assert_allclose(figure, np.exp(other), rtol=1e-9)

    def test_small_errors_give_the_same_limits_simulated_as_in_closed_form(self):
        simulated, _ = slope_index_of_inequality(RATES, PEOPLE, 0.001, scale="log")
        closed, _ = slope_index_of_inequality(RATES, PEOPLE, 0.001 * RATES)

        assert simulated.value == pytest.approx(closed.value, rel=1e-12)
        assert simulated.lower == pytest.approx(closed.lower, abs=0.01 * (closed.upper - closed.lower))
        assert simulated.upper == pytest.approx(closed.upper, abs=0.01 * (closed.upper - closed.lower))

    def test_the_same_seed_gives_the_same_limits_and_another_nearly_the_same(self):
        first, again, other = (
            slope_index_of_inequality(RATES, PEOPLE, ERRORS, scale="log", **seed).slope
            for seed in ({}, {}, {"seed": 5})
        )

        width = first.upper - first.lower
        assert first == again
        assert other.lower != first.lower
        assert other.lower == pytest.approx(first.lower, abs=0.01 * width)

    @pytest.mark.parametrize(("scale", "values"), [("log", RATES), ("logit", RATES / 100)])
    @pytest.mark.parametrize("transform", [False, True])
    def test_limits_contain_the_value_and_widen_with_confidence(self, scale, values, transform):
        indices = slope_index_of_inequality(
            values, PEOPLE, ERRORS, scale=scale, transform=transform, confidence=(0.8, 0.95, 0.998)
        )

        for index in indices:
            assert np.all(index.lower < index.value)
            assert np.all(index.value < index.upper)
            assert np.all(np.diff(index.lower) < 0)
            assert np.all(np.diff(index.upper) > 0)

    def test_standard_errors_come_from_the_limits_of_each_group(self):
        rates = crude_rate([40, 30, 20], 1000)
        shares = proportion([40, 30, 20], 100, confidence=0.998)

        logs = standard_errors_of_limits(rates.lower, rates.upper, scale="log")
        logits = standard_errors_of_limits(shares.lower, shares.upper, scale="logit", confidence=0.998)

        np.testing.assert_allclose(logs, np.log(rates.upper / rates.lower) / (2 * 1.959963984540054), rtol=1e-12)
        odds = shares.upper / (1 - shares.upper) / (shares.lower / (1 - shares.lower))
        np.testing.assert_allclose(logits, np.log(odds) / (2 * 3.090232306167813), rtol=1e-12)
        assert np.isnan(standard_errors_of_limits(0, 5, scale="log"))


class TestMultiplier:
    @pytest.mark.parametrize("transform", [False, True])
    @pytest.mark.parametrize("multiplier", [0.001, 0.5, 1, 100])
    def test_a_positive_one_scales_the_slope_and_leaves_the_ratio(self, transform, multiplier):
        settings = {"scale": "log", "transform": transform}
        plain = slope_index_of_inequality(RATES, PEOPLE, ERRORS, **settings)

        scaled = slope_index_of_inequality(RATES, PEOPLE, ERRORS, multiplier=multiplier, **settings)

        assert scaled.relative == plain.relative
        for figure, other in zip(scaled.slope, plain.slope, strict=True):
            assert figure == pytest.approx(other * multiplier, rel=1e-14)
        for index in scaled:
            assert index.lower < index.value < index.upper

    @pytest.mark.parametrize("transform", [False, True])
    @pytest.mark.parametrize("multiplier", [-0.001, -0.5, -1, -100])
    def test_a_negative_one_turns_slope_and_ratio_round_with_their_limits(self, transform, multiplier):
        settings = {"scale": "log", "transform": transform, "confidence": LEVELS}
        plain = slope_index_of_inequality(RATES, PEOPLE, ERRORS, **settings)

        turned = slope_index_of_inequality(RATES, PEOPLE, ERRORS, multiplier=multiplier, **settings)

        np.testing.assert_allclose(turned.slope.lower, plain.slope.upper * multiplier, rtol=1e-14)
        np.testing.assert_allclose(turned.relative.upper, 1 / plain.relative.lower, rtol=1e-14)
        np.testing.assert_allclose(turned.relative.value, 1 / plain.relative.value, rtol=1e-14)
        for index in turned:
            assert np.all(index.lower < index.value)
            assert np.all(index.value < index.upper)


class TestGroups:
    def test_areas_are_taken_each_by_itself_and_levels_come_last(self):
        values = np.stack([RATES, RATES[::-1], RATES + 5])

        answer = slope_index_of_inequality(values, PEOPLE, ERRORS, scale="log", confidence=LEVELS)

        alone = slope_index_of_inequality(values[1], PEOPLE, ERRORS, scale="log", confidence=LEVELS)
        assert answer.slope.value.shape == (3,)
        assert answer.relative.lower.shape == (3, 2)
        np.testing.assert_array_equal(answer.slope.lower[1], alone.slope.lower)

    @pytest.mark.parametrize("transform", [False, True])
    def test_an_area_with_a_missing_group_or_a_rate_of_nought_has_no_index(self, transform):
        values = np.stack([RATES] * 4)
        values[0, 2], values[1, 4] = NAN, 0
        people = np.array([PEOPLE, PEOPLE, [1, 1, 1, 1, NAN], PEOPLE])

        answer = slope_index_of_inequality(values, people, ERRORS, scale="log", transform=transform)

        for index in answer:
            assert [np.isnan(part).tolist() for part in index] == [[True, True, True, False]] * 3

    @pytest.mark.parametrize("settings", [{}, {"scale": "log"}, {"scale": "log", "transform": True}])
    def test_without_standard_errors_there_are_indices_and_no_limits(self, settings):
        slope, relative = slope_index_of_inequality(RATES, PEOPLE, **settings)

        assert not np.isnan([slope.value.item(), relative.value.item()]).any()
        assert np.isnan([slope.lower.item(), relative.upper.item()]).all()

    @pytest.mark.parametrize("groups", [5, 10, 100])
    def test_five_to_a_hundred_groups_are_enough(self, groups):
        slope, _ = slope_index_of_inequality(np.arange(groups), np.ones(groups), 1)

        assert slope.value.item() == pytest.approx(groups)

    @pytest.mark.parametrize("groups", [1, 4, 101])
    def test_fewer_or_more_are_refused(self, groups):
        with pytest.raises(ValueError, match=f"needs from 5 to 100 groups on the last axis, not {groups}"):
            slope_index_of_inequality(np.ones(groups), np.ones(groups), 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"populations": [1, 1, 0, 1, 1]},
            "The population at index 2 is 0: a population must be above zero, and finite.",
        ),
        (
            {"standard_errors": [1, 1, 1, 1, -1]},
            "The standard error at index 4 is -1: a standard error must be zero or more, and finite.",
        ),
        ({"values": [1, 1, 1, 1, np.inf]}, "The value at index 4 is inf: a value must be finite."),
        (
            {"values": [1, 1, -1, 1, 1], "scale": "log"},
            "The value at index 2 is -1: on the scale of logarithms a value must be zero or more.",
        ),
        (
            {"values": [1, 0, 25, 1, 1], "scale": "logit"},
            "The value at index 2 is 25: on the scale of logits a value must lie from 0 to 1.",
        ),
        ({"scale": "percent"}, "The scale is 'percent': it must be 'value', 'log' or 'logit'."),
        (
            {"transform": True},
            "A transform needs the scale 'log' or 'logit': values stand on their own scale already.",
        ),
        ({"multiplier": 0}, "The multiplier is 0: it must be finite, and not zero."),
        ({"multiplier": NAN}, "The multiplier is nan: it must be finite, and not zero."),
    ],
)
def test_what_has_no_index_is_refused(changes, sentence):
    arguments = {"values": np.ones(5), "populations": np.ones(5), "standard_errors": 1} | changes

    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        slope_index_of_inequality(**arguments)
