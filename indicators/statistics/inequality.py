"""How far a figure differs between the most and the least deprived, taking all groups between into account.

The groups stand on a line from 0 (most deprived) to 1 (least), group j at b_j = Σ_{i<j} a_i + a_j / 2 with a its
share of the people. A straight line is fitted to their values by least squares weighted with a.

A scale says where the values have normal errors, and so in which standard errors are given: "value" (means,
life expectancy), "log" (rates) or "logit" (proportions from 0 to 1). Limits of the slope have a closed form where
it is linear in the values ("value"), and then Fieller's theorem gives those of the relative index. With a
transform, the limits of the slope on its scale are turned back about the middle of the line. Else they are the
percentiles of 100,000 simulated sets of groups, with the same draws for every area, so that an area's limits do
not depend on its neighbours.

Pamuk, Population Studies 39 (1985) 17-31; Low and Low, Journal of Public Health 26 (2004) 390-395; Fieller,
Journal of the Royal Statistical Society B 16 (1954) 175-185.
"""

from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, denominators_of, numbers, refuse
from indicators.statistics.estimates import Confidence, Estimate, Levels, common_shape, levels_of

Scale = Literal["value", "log", "logit"]

FEWEST_GROUPS, MOST_GROUPS = 5, 100
REPETITIONS = 100_000
SEED = 2004


class Inequality(NamedTuple):
    """The slope index, in the unit of the values times the multiplier, and the relative index, a ratio."""

    slope: Estimate
    relative: Estimate


class _Ends(NamedTuple):
    """Weights of the groups, which make the fitted line's values at the two ends, and its rise between them."""

    start: FloatArray
    end: FloatArray
    rise: FloatArray


def slope_index_of_inequality(
    values: npt.ArrayLike,
    populations: npt.ArrayLike,
    standard_errors: npt.ArrayLike = np.nan,
    *,
    scale: Scale = "value",
    transform: bool = False,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
    seed: int = SEED,
) -> Inequality:
    """Give the slope index k (y₁ - y₀) and the relative index y₁ / y₀ of each area.

    y₀ and y₁ are the ends of a line through the groups (see the module). A negative multiplier k, for figures of
    which less is better, makes the relative index y₀ / y₁. `transform` fits the line on the scale of the errors.

    The last axis is the group, from the most to the least deprived; the others broadcast and give the answer
    its shape. A sequence of levels in `confidence` adds a last axis to the limits. A value or population
    missing (NaN, None), or a value that its scale does not have (a rate of zero, a share of zero or one),
    leaves the area without an answer (NaN); a missing standard error leaves it without limits.

    Raise ValueError for fewer than 5 or more than 100 groups, a population that is not above zero, a negative
    standard error or rate, a proportion outside 0 to 1, a scale that is not one of the three, a transform to
    the scale of the values, a multiplier of zero, and a confidence outside 0 to 1.
    """
    levels, factor = levels_of(confidence), _factor_of(multiplier)
    _refuse_scale(scale, transform)
    y, people, errors = _groups_of(values, populations, standard_errors, scale)
    ends = _ends_of(people)
    fitted = y if transform else _back(y, scale)
    start, end = (_back(_line(each, fitted), scale if transform else "value") for each in ends[:2])
    ratio = np.asarray(end / np.where(start > 0, start, np.nan))
    if transform:
        limits = _transformed_limits(y, errors, ends, scale, levels)
    elif scale == "value":
        limits = _linear_limits(y, errors, ends, levels)
    else:
        limits = _simulated_limits(y, errors, ends, scale, levels, seed)
    slope, relative = Estimate(np.asarray(end - start), *limits[0]), Estimate(ratio, *limits[1])
    return Inequality(_alone(_times(slope, factor), levels), _alone(_turned(relative, factor), levels))


def standard_errors_of_limits(
    lower: npt.ArrayLike, upper: npt.ArrayLike, *, scale: Scale = "value", confidence: float = 0.95
) -> FloatArray:
    """Give the standard error on a scale from confidence limits: (g(upper) - g(lower)) / (2 z).

    g is the identity, the logarithm or the logit. A limit that the scale does not have gives a missing error.
    Raise ValueError for a scale that is not one of the three, a negative limit on the scale of logarithms,
    one outside 0 to 1 on that of logits, and a confidence outside 0 to 1.
    """
    _refuse_scale(scale, transform=False)
    deviate = levels_of(float(confidence)).deviates[0]
    low, high = (_onto(numbers(limit), scale, name) for limit, name in ((lower, "lower limit"), (upper, "upper limit")))
    return np.asarray((high - low) / (2 * deviate), dtype=np.float64)


def _factor_of(multiplier: float) -> float:
    factor = float(multiplier)
    if factor == 0 or not np.isfinite(factor):
        raise ValueError(f"The multiplier is {factor:g}: it must be finite, and not zero.")
    return factor


def _refuse_scale(scale: str, transform: bool) -> None:
    if scale not in get_args(Scale):
        raise ValueError(f"The scale is {scale!r}: it must be 'value', 'log' or 'logit'.")
    if transform and scale == "value":
        raise ValueError("A transform needs the scale 'log' or 'logit': values stand on their own scale already.")


def _groups_of(
    values: npt.ArrayLike, populations: npt.ArrayLike, standard_errors: npt.ArrayLike, scale: Scale
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give values on the scale of their errors, populations and errors, each of the full shape.

    An area with a group missing has no number anywhere among its values.
    """
    y, people = _onto(numbers(values), scale, "value"), denominators_of(populations, "population")
    errors = numbers(standard_errors)
    refuse(
        "standard error", errors, (errors < 0) | np.isinf(errors), "a standard error must be zero or more, and finite"
    )
    shape = common_shape(y, people, errors)
    groups = shape[-1] if shape else 0
    if not FEWEST_GROUPS <= groups <= MOST_GROUPS:
        raise ValueError(f"An index of inequality needs from 5 to 100 groups on the last axis, not {groups}.")
    y, people, errors = (np.broadcast_to(array, shape) for array in (y, people, errors))
    whole = ~(np.isnan(y) | np.isnan(people)).any(axis=-1, keepdims=True)
    return np.where(whole, y, np.nan), np.where(whole, people, 1), errors


def _onto(values: FloatArray, scale: Scale, name: str) -> FloatArray:
    """Take values to a scale; those that it does not have, at its ends, become missing."""
    refuse(name, values, np.isinf(values), f"a {name} must be finite")
    if scale == "value":
        return values
    if scale == "log":
        refuse(name, values, values < 0, f"on the scale of logarithms a {name} must be zero or more")
        return np.asarray(np.log(np.where(values > 0, values, np.nan)))
    refuse(name, values, (values < 0) | (values > 1), f"on the scale of logits a {name} must lie from 0 to 1")
    inside = np.where((values > 0) & (values < 1), values, np.nan)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _back(values: FloatArray, scale: Scale) -> FloatArray:
    if scale == "value":
        return values
    return np.exp(values) if scale == "log" else 1 / (1 + np.exp(-values))


def _ends_of(populations: FloatArray) -> _Ends:
    """Give the weights of the least-squares line; the mean place on the line is always one half."""
    shares = populations / populations.sum(axis=-1, keepdims=True)
    places = np.cumsum(shares, axis=-1) - shares / 2 - 0.5
    rise = shares * places / (shares * places**2).sum(axis=-1, keepdims=True)
    return _Ends(shares - rise / 2, shares + rise / 2, rise)


def _line(weights: FloatArray, values: FloatArray) -> FloatArray:
    return np.asarray((weights * values).sum(axis=-1), dtype=np.float64)


def _deviates_of(levels: Levels) -> FloatArray:
    return np.array(levels.deviates)


def _linear_limits(y: FloatArray, errors: FloatArray, ends: _Ends, levels: Levels) -> FloatArray:
    """Give the limits, [slope or relative, lower or upper, ..., level], of a line through the values themselves.

    Fieller: the limits of y₁ / y₀ are the roots r of (y₁ - r y₀)² = z² Var(y₁ - r y₀). Where y₀ itself is not
    certainly above zero they do not exist.
    """
    start, end = _line(ends.start, y)[..., np.newaxis], _line(ends.end, y)[..., np.newaxis]
    square = np.square(errors)
    reach = _deviates_of(levels) * np.sqrt(_line(ends.rise**2, square))[..., np.newaxis]
    parts = (ends.start**2, ends.end**2, ends.start * ends.end)
    of_start, of_end, shared = (_deviates_of(levels) ** 2 * _line(part, square)[..., np.newaxis] for part in parts)
    first, middle, last = start**2 - of_start, start * end - shared, end**2 - of_end
    first = np.where((first > 0) & (start > 0), first, np.nan)
    root = np.sqrt(np.maximum(middle**2 - first * last, 0))
    slope = (end - start - reach, end - start + reach)
    return np.array([slope, ((middle - root) / first, (middle + root) / first)])


def _transformed_limits(y: FloatArray, errors: FloatArray, ends: _Ends, scale: Scale, levels: Levels) -> FloatArray:
    """Give the limits, as `_linear_limits`, of a line on the scale: its slope varies about its fixed middle."""
    start, end = _line(ends.start, y)[..., np.newaxis], _line(ends.end, y)[..., np.newaxis]
    reach = _deviates_of(levels) * np.sqrt(_line(ends.rise**2, np.square(errors)))[..., np.newaxis]
    pairs = [(_back(start + turn / 2, scale), _back(end - turn / 2, scale)) for turn in (reach, -reach)]
    return np.array([[far - near for near, far in pairs], [far / near for near, far in pairs]])


def _simulated_limits(
    y: FloatArray, errors: FloatArray, ends: _Ends, scale: Scale, levels: Levels, seed: int
) -> FloatArray:
    """Give the limits, as `_linear_limits`, from simulated groups; one area at a time, to spare memory."""
    limits = np.full((2, 2, *y.shape[:-1], len(levels.confidence)), np.nan)
    deviates = _simulated_deviates(seed, y.shape[-1])
    for area in np.ndindex(y.shape[:-1]):
        if np.isnan(y[area]).any() or np.isnan(errors[area]).any():
            continue
        drawn = _back(y[area] + errors[area] * deviates, scale)
        start, end = drawn @ ends.start[area], drawn @ ends.end[area]
        # A line that starts at or below zero stands for a ratio without bound.
        ratio = np.where(start > 0, end / np.where(start > 0, start, 1), np.inf)
        limits[(slice(None), slice(None), *area)] = [_percentiles(end - start, levels), _percentiles(ratio, levels)]
    limits[np.isinf(limits)] = np.nan
    return limits


@lru_cache(maxsize=1)
def _simulated_deviates(seed: int, groups: int) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((REPETITIONS, groups))


def _percentiles(drawn: FloatArray, levels: Levels) -> FloatArray:
    """Give the lower and upper percentile at each level: those draws, counted from the least."""
    tails = np.array([(1 - level) / 2 for level in levels.confidence])
    below = np.clip(np.rint(tails * drawn.size).astype(np.int64) - 1, 0, drawn.size - 1)
    places = np.stack([below, drawn.size - 1 - below])
    return np.asarray(np.partition(drawn, np.unique(places))[places], dtype=np.float64)


def _times(slope: Estimate, factor: float) -> Estimate:
    """Multiply a slope; a negative factor swaps its limits."""
    low, high = slope.lower * factor, slope.upper * factor
    return Estimate(np.asarray(slope.value * factor), *((low, high) if factor > 0 else (high, low)))


def _turned(relative: Estimate, factor: float) -> Estimate:
    """Give the ratio the other way up, limits swapped, for a negative factor; as it is for any other."""
    if factor > 0:
        return relative
    value, low, high = (np.asarray(1 / np.where(figure > 0, figure, np.nan)) for figure in relative)
    return Estimate(value, high, low)


def _alone(estimate: Estimate, levels: Levels) -> Estimate:
    """Take the axis of levels away where one level was asked for as a lone number."""
    if not levels.alone:
        return estimate
    return Estimate(estimate.value, np.asarray(estimate.lower[..., 0]), np.asarray(estimate.upper[..., 0]))
