"""Two areas, or two periods, set against each other: difference or ratio, with interval and test."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, counts_of, denominators_of, multiplier_of, numbers
from indicators.statistics.estimates import Confidence, Estimate, common_shape, levels_of
from indicators.statistics.proportions import proportion
from indicators.statistics.rates import crude_rate
from indicators.statistics.special import special


class Contrast(NamedTuple):
    """The first area less the second, or over it, with limits and the two-sided probability of no difference.

    Shapes are as in `Estimate`; `p_value` has that of `value`. NaN stands for missing or not given.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    p_value: FloatArray


def difference_of_proportions(
    counts: npt.ArrayLike,
    denominators: npt.ArrayLike,
    other_counts: npt.ArrayLike,
    other_denominators: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> Contrast:
    """Give the first proportion less the second, with Newcombe's hybrid score limits.

    With p, l and u a proportion and its Wilson limits: d = p₁ - p₂,
    lower = d - √((p₁ - l₁)² + (u₂ - p₂)²) and upper = d + √((u₁ - p₁)² + (p₂ - l₂)²), times k.
    The test is the score test: z = d / √(p̄ (1 - p̄) (1/n₁ + 1/n₂)), p̄ being both areas' proportion together,
    without continuity correction. It may differ from the interval where either is close to the edge.

    The arrays broadcast and the answer has their shape; a sequence of levels in `confidence` adds a last axis
    to the limits. Missing in, missing out. Errors as for `proportion`.

    Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.
    """
    first = proportion(counts, denominators, confidence=confidence, multiplier=multiplier)
    second = proportion(other_counts, other_denominators, confidence=confidence, multiplier=multiplier)
    found = difference_of_estimates(first, second)
    return Contrast(*found, _score_test(counts, denominators, other_counts, other_denominators))


def ratio_of_proportions(
    counts: npt.ArrayLike,
    denominators: npt.ArrayLike,
    other_counts: npt.ArrayLike,
    other_denominators: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
) -> Contrast:
    """Give the first proportion over the second, with limits from the normal distribution of its logarithm.

    limits = exp(ln r ∓ z √(1/O₁ - 1/n₁ + 1/O₂ - 1/n₂)), r = (O₁ / n₁) / (O₂ / n₂). Without events in one of
    the areas, or with nobody left in both, the formula has no answer and the limits are not given (NaN); nor
    is the ratio, if the second area has none. The test, shapes, levels and errors are as for
    `difference_of_proportions`.

    Katz, Baptista, Azen and Pike, Biometrics 34 (1978) 469-474.
    """
    levels = levels_of(confidence)
    proportion(counts, denominators), proportion(other_counts, other_denominators)
    pairs = ((counts, denominators), (other_counts, other_denominators))
    common_shape(*(numbers(each) for pair in pairs for each in pair))
    (events, people), (others, other_people) = ((_some(count), numbers(total)) for count, total in pairs)
    variance = np.maximum(1 / events - 1 / people, 0) + np.maximum(1 / others - 1 / other_people, 0)
    error = np.sqrt(np.where(variance > 0, variance, np.nan))
    value = np.asarray((numbers(counts) / people) / (others / other_people))
    reach = np.exp(np.stack([deviate * error for deviate in levels.deviates], axis=-1))
    lower, upper = value[..., np.newaxis] / reach, value[..., np.newaxis] * reach
    if levels.alone:
        lower, upper = lower[..., 0], upper[..., 0]
    return Contrast(value, lower, upper, _score_test(counts, denominators, other_counts, other_denominators))


def difference_of_rates(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    other_counts: npt.ArrayLike,
    other_populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Contrast:
    """Give the first crude rate less the second, with limits joined from those of each rate.

    The formula is that of `difference_of_proportions` with the limits of `crude_rate` (exact below ten events,
    Byar's from ten on) for Wilson's. The test is the exact one of `ratio_of_rates`. Shapes, levels and
    errors as for `crude_rate`.

    Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702.
    """
    first = crude_rate(counts, populations, confidence=confidence, multiplier=multiplier)
    second = crude_rate(other_counts, other_populations, confidence=confidence, multiplier=multiplier)
    found = difference_of_estimates(first, second)
    return Contrast(*found, _conditional_test(counts, populations, other_counts, other_populations))


def ratio_of_rates(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    other_counts: npt.ArrayLike,
    other_populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> Contrast:
    """Give the first crude rate over the second, with exact limits.

    Given O₁ + O₂ events in all, those of the first area are binomial with probability π = r n₁ / (r n₁ + n₂).
    π has the limits of Clopper and Pearson, quantiles of the beta distribution: B(α/2; O₁, O₂ + 1) and
    B(1 - α/2; O₁ + 1, O₂); the limits of r are k (n₂ / n₁) π / (1 - π). The test is of π = n₁ / (n₁ + n₂),
    twice the smaller tail, so that it falls below α just where the interval leaves out k.

    Without events in the first area the lower limit is 0; without any in the second there is neither ratio
    nor upper limit (NaN), and without any in both no limit either. Shapes, levels and errors as for
    `crude_rate`.

    Clopper and Pearson, Biometrika 26 (1934) 404-413; Przyborowski and Wilenski, Biometrika 31 (1940)
    313-323.
    """
    levels, factor = levels_of(confidence), multiplier_of(multiplier)
    events, people, others, other_people = _rates_of(counts, populations, other_counts, other_populations)
    scale = factor * other_people / people
    tails = [(1 - level) / 2 for level in levels.confidence]
    lower = np.stack([scale * _least_odds(events, others, tail) for tail in tails], axis=-1)
    odds = np.stack([_least_odds(others, events, tail) for tail in tails], axis=-1)
    upper = scale[..., np.newaxis] / np.where(odds > 0, odds, np.nan)
    none = (events + others == 0)[..., np.newaxis]
    lower = np.where(none, np.nan, lower)
    if levels.alone:
        lower, upper = lower[..., 0], upper[..., 0]
    value = np.asarray(scale * events / np.where(others > 0, others, np.nan))
    return Contrast(value, lower, upper, _conditional_test(counts, populations, other_counts, other_populations))


def difference_of_estimates(first: Estimate, second: Estimate) -> Estimate:
    """Give one figure less another, with limits joined from those of each; for any method's figures.

    d = v₁ - v₂, lower = d - √((v₁ - l₁)² + (u₂ - v₂)²), upper = d + √((u₁ - v₁)² + (v₂ - l₂)²). The figures must
    be independent, in one unit and with limits at the same levels. At a level of 95% the interval leaves out
    zero where the two differ significantly. Raise ValueError for figures that do not fit each other.

    Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702.
    """
    common_shape(first.value, second.value)
    common_shape(first.lower, second.lower)
    one, other = _beside_levels(first), _beside_levels(second)
    value = one - other
    below = np.hypot(one - first.lower, second.upper - other)
    above = np.hypot(first.upper - one, other - second.lower)
    return Estimate(np.asarray(first.value - second.value), np.asarray(value - below), np.asarray(value + above))


def ratio_of_estimates(first: Estimate, second: Estimate) -> Estimate:
    """Give one figure over another, with limits joined from those of each on the scale of logarithms.

    r = v₁ / v₂, lower = r exp(-√(ln²(v₁ / l₁) + ln²(u₂ / v₂))), upper = r exp(√(ln²(u₁ / v₁) + ln²(v₂ / l₂))).
    Both figures must be above zero, else the ratio is not given (NaN); a limit at or below zero leaves the
    limit that needs it out (NaN). Otherwise as `difference_of_estimates`.
    """
    logs = [Estimate(*(np.log(_some(figure)) for figure in each)) for each in (first, second)]
    return Estimate(*(np.exp(figure) for figure in difference_of_estimates(*logs)))


def _beside_levels(estimate: Estimate) -> FloatArray:
    """Give the value with an axis of length one where its limits have one of levels."""
    return estimate.value[..., np.newaxis] if estimate.lower.ndim > estimate.value.ndim else estimate.value


def _some(values: npt.ArrayLike) -> FloatArray:
    """Give numbers above zero, and NaN for all others."""
    given = numbers(values)
    return np.where(given > 0, given, np.nan)


def _score_test(
    counts: npt.ArrayLike, denominators: npt.ArrayLike, other_counts: npt.ArrayLike, other_denominators: npt.ArrayLike
) -> FloatArray:
    """Give the two-sided probability of so large a difference of proportions, if there were none."""
    events, people, others, other_people = (
        numbers(each) for each in (counts, denominators, other_counts, other_denominators)
    )
    together = (events + others) / (people + other_people)
    variance = together * np.maximum(1 - together, 0) * (1 / people + 1 / other_people)
    apart = np.abs(events / people - others / other_people)
    # Where nobody or everybody has it in both areas there is no difference to test.
    deviate = np.where(variance > 0, apart / np.sqrt(np.where(variance > 0, variance, 1)), 0)
    found = 2 * special().ndtr(-deviate)
    return np.where(np.isnan(variance), np.nan, found)


def _rates_of(*arrays: npt.ArrayLike) -> tuple[FloatArray, ...]:
    """Give counts, populations, and those of the other area, all of one shape."""
    found = tuple(
        denominators_of(array, "population") if place % 2 else counts_of(array) for place, array in enumerate(arrays)
    )
    shape = common_shape(*found)
    return tuple(np.broadcast_to(array, shape) for array in found)


def _least_odds(events: FloatArray, others: FloatArray, tail: float) -> FloatArray:
    """Give the lower limit of π / (1 - π), which is 0 without events.

    The complement of a beta variable is one with its shapes exchanged, whose quantile keeps its precision
    where π is close to one.
    """
    some = np.where(events > 0, events, 1)
    least = special().betaincinv(some, others + 1, tail)
    rest = special().betainccinv(others + 1, some, tail)
    return np.where(events > 0, least / rest, np.where(np.isnan(events + others), np.nan, 0))


def _conditional_test(
    counts: npt.ArrayLike, populations: npt.ArrayLike, other_counts: npt.ArrayLike, other_populations: npt.ArrayLike
) -> FloatArray:
    """Give twice the smaller binomial tail, at most one, of the first area's share of all events."""
    events, people, others, other_people = _rates_of(counts, populations, other_counts, other_populations)
    share = people / (people + other_people)
    so_many = _tail(events, others, share)
    so_few = _tail(others, events, other_people / (people + other_people))
    return np.asarray(np.minimum(2 * np.minimum(so_many, so_few), 1), dtype=np.float64)


def _tail(events: FloatArray, others: FloatArray, share: FloatArray) -> FloatArray:
    """Give the probability of so many events or more among all: certain for none."""
    found = special().betainc(np.where(events > 0, events, 1), others + 1, share)
    return np.where(events == 0, np.where(np.isnan(others + share), np.nan, 1), found)
