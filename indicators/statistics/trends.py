"""Whether a figure has risen or fallen over the last five periods, by more than chance."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, IntegerArray, counts_of, denominators_of, numbers
from indicators.statistics.checks import first as first_of
from indicators.statistics.checks import place as place_of
from indicators.statistics.estimates import common_shape
from indicators.statistics.proportions import proportion

POINTS = 5

# χ² with one degree of freedom that a trend must exceed, 99.8%: the square of 3.090232.
SIGNIFICANT = 9.549536

# The published method takes an interval at 95% as this many standard errors wide.
STANDARD_ERRORS_WIDE = 3.92

TIMES = np.arange(1.0, POINTS + 1)

# Row 0 uses every point; each further row leaves one out.
USED = np.concatenate([np.ones((1, POINTS)), 1 - np.eye(POINTS)])


class Direction(IntEnum):
    """Which way a figure went. NOT_CALCULATED is positive by storage only: ask for it by name."""

    DECREASING = -1
    NO_SIGNIFICANT_CHANGE = 0
    INCREASING = 1
    NOT_CALCULATED = 9


class RecentTrend(NamedTuple):
    """The direction, in values of `Direction`, and the statistics that it rests on, NaN if not calculated.

    `chi_squared` is the published statistic; `chi_squared_of_facing_arms` is the same with each standard
    error from the side of the interval that faces the mean. For proportions from counts both are one.
    """

    direction: IntegerArray
    chi_squared: FloatArray
    chi_squared_of_facing_arms: FloatArray


def recent_trend(values: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> RecentTrend:
    """Say whether values with limits at 95% have risen or fallen over the last five points of the last axis.

    With t = 1 to 5, w = 1 / se², β = (Σw Σwtv - Σwt Σwv) / Δ and Δ = Σw Σwt² - (Σwt)²: χ² = β² Δ / Σw. A trend is
    significant where χ² exceeds 9.549536 and β keeps its sign with each point left out in turn. The published
    se is (U - L) / 3.92, as if intervals were symmetric. Those of small counts are not, so the same must hold
    with the se of the side that faces the mean weighted in the published way: 2 (U - v) / 3.92 for values
    below it, 2 (v - L) / 3.92 for those above. A change that only symmetry makes significant is none.

    The points stand in order of time, evenly spaced, without overlap or break; the arrays broadcast, and the
    answer has their shape less the last axis. NOT_CALCULATED with fewer than five points, where a value or
    limit among the last five is missing (NaN, None), and where a value has no interval to speak of (no width,
    or none on the side that faces the mean). Raise ValueError where a value lies outside its limits.

    Public Health England, Fingertips: technical guidance on recent trends.
    """
    given = [_finite(each) for each in (values, lower, upper)]
    shape = common_shape(*given)
    _refuse_outside(*(np.broadcast_to(each, shape) for each in given))
    if not shape or shape[-1] < POINTS:
        return _not_calculated(shape[:-1])
    value, low, high = (np.broadcast_to(each, shape)[..., -POINTS:] for each in given)
    half = np.where(high > low, (high - low) / 2, np.nan)
    weights = np.square(STANDARD_ERRORS_WIDE / (2 * half))
    centre = (weights * value).sum(axis=-1, keepdims=True) / weights.sum(axis=-1, keepdims=True)
    arm = np.where(value < centre, high - value, np.where(value > centre, value - low, half))
    facing = np.square(STANDARD_ERRORS_WIDE / (2 * np.where(arm > 0, arm, np.nan)))
    published, cautious = _weighted(value, weights), _weighted(value, facing)
    sign = np.where(published[1] == cautious[1], published[1], 0)
    return _judged(sign, published[0], cautious[0])


def recent_trend_of_proportions(counts: npt.ArrayLike, denominators: npt.ArrayLike) -> RecentTrend:
    """Say whether proportions have risen or fallen over the last five points of the last axis.

    With c and n the counts and denominators, C = Σc and N = Σn:
    χ² = N (N Σct - C Σnt)² / (C (N - C) (N Σnt² - (Σnt)²)). A trend is significant where χ² exceeds 9.549536
    and the least-squares slope of the logits, all weighing alike, keeps its sign with each point left out.

    Order, shapes and NOT_CALCULATED as for `recent_trend`; a count of zero or equal to its denominator among
    the last five has no logit, and is not calculated either. Errors as for `proportion`.

    Armitage, Biometrics 11 (1955) 375-386; Public Health England, Fingertips: technical guidance on recent
    trends.
    """
    events, people = counts_of(counts), denominators_of(denominators)
    proportion(events, people)
    shape = common_shape(events, people)
    if not shape or shape[-1] < POINTS:
        return _not_calculated(shape[:-1])
    events, people = (np.broadcast_to(each, shape)[..., -POINTS:] for each in (events, people))
    usable = ((events > 0) & (events < people)).all(axis=-1, keepdims=True)
    events, people = np.where(usable, events, np.nan), np.where(usable, people, np.nan)
    total, all_people = events.sum(axis=-1), people.sum(axis=-1)
    cross = all_people * (events @ TIMES) - total * (people @ TIMES)
    spread = all_people * (people @ TIMES**2) - (people @ TIMES) ** 2
    statistic = all_people * cross**2 / (total * (all_people - total) * spread)
    sign = _weighted(np.log(events / (people - events)), np.ones_like(events))[1]
    return _judged(sign, np.asarray(statistic), np.asarray(statistic))


LEVEL_WITHIN = 1e-12


def _finite(values: npt.ArrayLike) -> FloatArray:
    """Give numbers, with NaN for those without end: a limit that was not found says nothing of the width."""
    given = numbers(values)
    return np.where(np.isfinite(given), given, np.nan)


def _refuse_outside(values: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
    bad = (values < lower) | (values > upper) | (lower > upper)
    if bad.any():
        index = first_of(np.asarray(bad))
        raise ValueError(f"The value{place_of(index)} is {values[index]:g}, outside its limits.")


def _weighted(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give χ² of the weighted slope, and the sign that it has with all points and without each; 0 if none."""
    # Measured from the median, equal values are exactly zero and have a slope of exactly zero.
    apart = values - np.median(values, axis=-1, keepdims=True)
    used = weights[..., np.newaxis, :] * USED
    total, times = used.sum(axis=-1), used @ TIMES
    spread = total * (used @ TIMES**2) - times**2
    sums = (used * apart[..., np.newaxis, :]).sum(axis=-1)
    products = (used * apart[..., np.newaxis, :]) @ TIMES
    slopes = (total * products - times * sums) / spread
    # A slope that only rounding keeps from zero has no sign.
    level = LEVEL_WITHIN * np.abs(apart).max(axis=-1, keepdims=True)
    signs = np.where(np.abs(slopes) <= level, 0, np.sign(slopes))
    sign = np.where((signs == signs[..., :1]).all(axis=-1), signs[..., 0], 0)
    return np.asarray(slopes[..., 0] ** 2 * spread[..., 0] / total[..., 0]), sign


def _judged(sign: FloatArray, published: FloatArray, cautious: FloatArray) -> RecentTrend:
    missing = np.isnan(published) | np.isnan(cautious)
    moved = (published > SIGNIFICANT) & (cautious > SIGNIFICANT)
    direction = np.where(missing, Direction.NOT_CALCULATED, np.where(moved, sign, 0)).astype(np.int64)
    return RecentTrend(direction, np.where(missing, np.nan, published), np.where(missing, np.nan, cautious))


def _not_calculated(shape: tuple[int, ...]) -> RecentTrend:
    missing = np.full(shape, np.nan)
    return RecentTrend(np.full(shape, Direction.NOT_CALCULATED, dtype=np.int64), missing, missing.copy())
