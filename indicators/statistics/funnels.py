"""How far an area can lie from the average by chance alone, given its size."""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import (
    FloatArray,
    IntegerArray,
    counts_of,
    denominators_of,
    multiplier_of,
    numbers,
    refuse,
)
from indicators.statistics.comparison import compare
from indicators.statistics.estimates import Confidence, common_shape, levels_of
from indicators.statistics.proportions import proportion
from indicators.statistics.rates import FEWEST_EVENTS, crude_rate
from indicators.statistics.special import special

# The levels at which areas are flagged: two and three standard deviations of the normal distribution, nearly.
FLAGGED_AT = (0.95, 0.998)


class ControlLimits(NamedTuple):
    """The average and the limits round it, in one unit; a sequence of levels adds a last axis to the limits."""

    baseline: FloatArray
    lower: FloatArray
    upper: FloatArray


class FunnelSignificance(IntEnum):
    """Where an area stands to the limits at 95% and 99.8%. NOT_COMPARED is positive by storage only."""

    LOW_AT_99_8 = -2
    LOW_AT_95 = -1
    NOT_SIGNIFICANT = 0
    HIGH_AT_95 = 1
    HIGH_AT_99_8 = 2
    NOT_COMPARED = 9


def funnel_limits_of_proportions(
    denominators: npt.ArrayLike,
    average: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> ControlLimits:
    """Give the two proportions whose own Wilson interval at each denominator just reaches the average.

    limits = k (p₀ ∓ z √(p₀ (1 - p₀) / n)), held within 0 and k whatever k is: Wilson's limits are the
    solutions of (limit - p)² = z² limit (1 - limit) / n, which solved for p at limit = p₀ is this.

    `denominators` and `average` (a share from 0 to 1, usually Σ O / Σ n) broadcast together; a sequence of
    levels in `confidence` adds a last axis to the limits. Missing in, missing out. Raise ValueError for a
    denominator that is not above zero, an average outside 0 to 1, a confidence outside 0 to 1 and a
    multiplier that is not above zero.

    Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202.
    """
    people, share = denominators_of(denominators), _shares_of(average, "average")
    multiplier = multiplier_of(multiplier)
    centre = np.broadcast_to(share, common_shape(people, share))
    spread = np.sqrt(share * (1 - share) / people)
    lower = _by_level(lambda deviate, _: np.maximum(centre - deviate * spread, 0) * multiplier, confidence)
    upper = _by_level(lambda deviate, _: np.minimum(centre + deviate * spread, 1) * multiplier, confidence)
    return ControlLimits(np.asarray(centre * multiplier), lower, upper)


def funnel_limits_of_ratios(
    counts: npt.ArrayLike, *, confidence: Confidence = 0.95, multiplier: float = 1
) -> ControlLimits:
    """Give the ratios at which so many observed events are just unlikely, were the true ratio 1.

    With α = 1 - confidence: lower = k O / (χ²(1 - α/2; 2 O + 2) / 2) and upper = k O / (χ²(α/2; 2 O) / 2).
    The divisors are the expected events at which the limits stand: `effective_population` of the counts and
    the limits gives them. No events have a lower limit of 0 and no upper one (NaN).

    The answer has the shape of `counts`; a sequence of levels in `confidence` adds a last axis to the limits.
    Raise ValueError for a negative or infinite count, a confidence outside 0 to 1 and a multiplier that is
    not above zero.
    """
    events, multiplier = counts_of(counts), multiplier_of(multiplier)
    some = np.where(events > 0, events, np.nan)
    lower = _by_level(lambda _, tail: multiplier * events / special().gammainccinv(events + 1, tail), confidence)
    upper = _by_level(lambda _, tail: multiplier * events / special().gammaincinv(some, tail), confidence)
    return ControlLimits(np.where(np.isnan(events), np.nan, multiplier), lower, upper)


def funnel_limits_of_rates(
    counts: npt.ArrayLike, baseline: npt.ArrayLike, *, confidence: Confidence = 0.95
) -> ControlLimits:
    """Give the rates at which so many events are just unlikely, were the true rate the baseline.

    limits = the baseline times the limits of `funnel_limits_of_ratios`, in the unit of the baseline. They
    stand at `effective_population(counts, limits)`, in which a standardised rate is plotted too.

    `counts` and `baseline` broadcast together; a sequence of levels in `confidence` adds a last axis to the
    limits. Errors as for `funnel_limits_of_ratios`, and ValueError for a negative baseline.
    """
    rate = counts_of(baseline, "baseline")
    events = np.broadcast_to(numbers(counts), common_shape(numbers(counts), rate))
    ratios = funnel_limits_of_ratios(events, confidence=confidence)
    beside_levels = rate if levels_of(confidence).alone else rate[..., np.newaxis]
    factors = (rate, beside_levels, beside_levels)
    return ControlLimits(*(np.asarray(figure * factor) for figure, factor in zip(ratios, factors, strict=True)))


def effective_population(
    counts: npt.ArrayLike,
    rates: npt.ArrayLike,
    *,
    populations: npt.ArrayLike = np.nan,
    multiplier: float = 100_000,
    years: float = 1,
) -> FloatArray:
    """Give the population in which so many events make this rate: k O / rate, divided by the years pooled.

    For a crude rate it is the population itself; for a standardised one it is the number of people of
    standard age that would be as certain. Without events it is that of `populations` (people or person-years
    of the whole time), and missing where none is given. All arrays broadcast. Raise ValueError for a negative
    count or rate, and for years or a multiplier that are not above zero.
    """
    events, rate, people = counts_of(counts), counts_of(rates, "rate"), numbers(populations)
    if not 0 < years < np.inf:
        raise ValueError(f"There are {years:g} years: there must be more than none.")
    common_shape(events, rate, people)
    none = events == 0
    found = multiplier_of(multiplier) * events / np.where(none | (rate == 0), np.nan, rate)
    return np.asarray(np.where(none, people, found) / years, dtype=np.float64)


def control_limits_of_proportions(
    denominators: npt.ArrayLike,
    benchmarks: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> ControlLimits:
    """Give the Wilson interval that the benchmark itself would have at each denominator.

    Fingertips' older rule. `benchmarks` are shares from 0 to 1 and broadcast with `denominators`; levels,
    units and errors as for `funnel_limits_of_proportions`.
    """
    people, share = denominators_of(denominators), _shares_of(benchmarks, "benchmark")
    return ControlLimits(*proportion(share * people, people, confidence=confidence, multiplier=multiplier))


def control_limits_of_rates(
    populations: npt.ArrayLike,
    benchmarks: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> ControlLimits:
    """Give the exact Poisson interval of the events expected at the benchmark, as a rate.

    Fingertips' older rule: E = n b / k, which need not be whole, has the limits χ²(α/2; 2 E) / 2 and
    χ²(1 - α/2; 2 E + 2) / 2, at all sizes. `populations` and `benchmarks` (per `multiplier` people) broadcast
    together. Raise ValueError for a population that is not above zero, a negative benchmark, a confidence
    outside 0 to 1 and a multiplier that is not above zero.
    """
    people, rate = denominators_of(populations, "population"), counts_of(benchmarks, "benchmark")
    per_event = multiplier_of(multiplier) / people
    common_shape(people, rate)
    expected = np.asarray(rate / per_event)
    some = np.where(expected > 0, expected, 1)
    lower = _by_level(
        lambda _, tail: np.where(expected == 0, 0, special().gammaincinv(some, tail)) * per_event, confidence
    )
    upper = _by_level(lambda _, tail: special().gammainccinv(expected + 1, tail) * per_event, confidence)
    return ControlLimits(np.where(np.isnan(expected), np.nan, rate), lower, upper)


def compare_with_limits(values: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike) -> IntegerArray:
    """Say how each value stands to limits round a benchmark, in values of `Comparison`.

    LOWER below the lower limit, HIGHER above the upper, SIMILAR between or on them, NOT_COMPARED where one is
    missing. Shapes and errors as for `compare`; with limits at several levels give values one more axis.
    """
    # A value above the whole interval is one that the interval lies below.
    found = compare(lower, upper, values)
    return np.where(found == 9, found, -found)


def funnel_significance_of_proportions(
    counts: npt.ArrayLike, denominators: npt.ArrayLike, average: npt.ArrayLike | None = None
) -> IntegerArray:
    """Say which proportions lie outside the funnel, in values of `FunnelSignificance`.

    That is where the area's own Wilson interval excludes the average, a share from 0 to 1: by default that of
    all areas together, those on the last axis. Errors as for `proportion`.
    """
    shares = proportion(counts, denominators, confidence=FLAGGED_AT)
    middle = _pooled(counts, denominators) if average is None else _shares_of(average, "average")
    limits = funnel_limits_of_proportions(denominators, middle, confidence=FLAGGED_AT)
    return _flags(compare_with_limits(shares.value[..., np.newaxis], limits.lower, limits.upper))


def funnel_significance_of_ratios(counts: npt.ArrayLike, expected: npt.ArrayLike) -> IntegerArray:
    """Say which ratios of observed to expected events lie outside the funnel, by the limits of their count.

    In values of `FunnelSignificance`, against a ratio of 1. Shapes and errors as for `crude_rate`.
    """
    ratios = crude_rate(
        counts, denominators_of(expected, "number of expected events"), confidence=FLAGGED_AT, multiplier=1
    )
    return _flags(compare(ratios.lower, ratios.upper, 1))


def funnel_significance_of_rates(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    average: npt.ArrayLike | None = None,
    *,
    multiplier: float = 100_000,
    standardised: bool = False,
) -> IntegerArray:
    """Say which rates lie outside the funnel, by the limits of their count, in values of `FunnelSignificance`.

    `populations` are effective ones (`effective_population`). `average` is per `multiplier` people, by
    default the rate of all areas on the last axis together. With `standardised` an area with fewer than ten
    events is NOT_COMPARED, its rate not being given. Shapes and errors as for `crude_rate`.
    """
    rates = crude_rate(counts, populations, confidence=FLAGGED_AT, multiplier=multiplier)
    middle = multiplier * _pooled(counts, populations) if average is None else numbers(average)
    flags = _flags(compare(rates.lower, rates.upper, middle[..., np.newaxis]))
    few = standardised & (numbers(counts) < FEWEST_EVENTS)
    return np.where(few, FunnelSignificance.NOT_COMPARED, flags)


def _flags(found: IntegerArray) -> IntegerArray:
    """Join the comparisons at the two levels, on the last axis, into one flag: both apart give two."""
    missing = (found == 9).any(axis=-1)
    return np.where(missing, FunnelSignificance.NOT_COMPARED, found.sum(axis=-1))


def _pooled(counts: npt.ArrayLike, denominators: npt.ArrayLike) -> FloatArray:
    """Give Σ O / Σ n along the last axis, which stays with length one; areas without both are left out."""
    events, people = np.broadcast_arrays(numbers(counts), numbers(denominators))
    known = ~np.isnan(events) & ~np.isnan(people)
    axis = -1 if events.ndim else None
    total = np.where(known, people, 0).sum(axis=axis, keepdims=True)
    found = np.where(known, events, 0).sum(axis=axis, keepdims=True) / np.where(total > 0, total, np.nan)
    return np.asarray(found, dtype=np.float64)


def _shares_of(values: npt.ArrayLike, name: str) -> FloatArray:
    shares = numbers(values)
    refuse(name, shares, (shares < 0) | (shares > 1), f"a proportion's {name} must be a share from 0 to 1")
    return shares


def _by_level(limit: Callable[[float, float], npt.ArrayLike], confidence: Confidence) -> FloatArray:
    """Ask for a limit at each level, by normal deviate and tail (α/2); several levels go on a last axis."""
    levels = levels_of(confidence)
    found = [
        np.asarray(limit(deviate, (1 - level) / 2), dtype=np.float64)
        for level, deviate in zip(levels.confidence, levels.deviates, strict=True)
    ]
    return found[0] if levels.alone else np.stack(found, axis=-1)
