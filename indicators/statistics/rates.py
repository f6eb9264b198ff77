"""Events per so many people: crude, and as they would be in a population of standard age."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import (
    FloatArray,
    blocks,
    counts_of,
    denominators_of,
    multiplier_of,
    numbers,
    refuse,
)
from indicators.statistics.estimates import (
    Confidence,
    Estimate,
    Levels,
    blank,
    common_shape,
    flat,
    levels_of,
    part,
    scale,
    shaped,
)
from indicators.statistics.poisson import byar_limits, count_limits
from indicators.statistics.standard_population import EUROPEAN_STANDARD_POPULATION_2013

# Under this total a standardised rate is not given.
FEWEST_EVENTS = 10

# Rows of about nineteen bands: such a block of counts, populations and two products fits the cache.
ROWS = 1024


def crude_rate(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Give events per `multiplier` people, with the limits of a count of independent events.

    value = k O / n and limits = k limit(O) / n; the limits of the count are exact Poisson below ten events
    and Byar's approximation from ten on. There may be more events than people.

    `counts` (events, whole or shared out) and `populations` (people, or person-years) broadcast together,
    and the answer has their shape; a sequence of levels in `confidence` adds a last axis to the limits. A
    missing count or population (NaN, None) gives a missing rate.

    Raise ValueError for a negative or infinite count, a population that is not above zero, a confidence
    outside 0 to 1, a multiplier that is not above zero, and arrays that do not fit each other.

    Breslow and Day, Statistical Methods in Cancer Research, volume II (IARC, 1987); Garwood, Biometrika 28
    (1936) 437-442.
    """
    levels, multiplier = levels_of(confidence), multiplier_of(multiplier)
    events, people = counts_of(counts), denominators_of(populations, "population")
    shape = common_shape(events, people)
    events, people = flat(events, shape), flat(people, shape)
    rates = blank(events.size, levels)
    for block in blocks(events.size):
        _write_crude(events[block], people[block], levels, part(rates, block), multiplier)
    return shaped(rates, shape, levels)


def _write_crude(
    counts: FloatArray, populations: FloatArray, levels: Levels, rates: Estimate, multiplier: float
) -> None:
    per_event = multiplier / populations
    count_limits(counts, levels, rates.lower, rates.upper)
    np.multiply(counts, per_event, out=rates.value)
    np.multiply(rates.lower, per_event, out=rates.lower)
    np.multiply(rates.upper, per_event, out=rates.upper)


def directly_standardised_rate(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    *,
    weights: npt.ArrayLike = EUROPEAN_STANDARD_POPULATION_2013,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Give the rate per `multiplier` people that a population of standard age would have.

    With w the weights, O_i and n_i the events and people of band i, and O all events:
    value = Σ w O_i / n_i / Σ w; variance = Σ w² O_i / n_i² / (Σ w)²;
    limits = value + √(variance / O) (Byar's limit of O - O).
    A lower limit can fall below zero where one event among few people carries most of the weight; it is
    given as the formula gives it.

    The last axis of `counts` (events) and `populations` (people) is the age band, in the order of `weights`,
    which is one-dimensional (default: the European Standard Population 2013 in 19 bands; for a rate under 75
    give the first fifteen bands of all three). The other axes broadcast and give the answer its shape; a
    sequence of levels in `confidence` adds a last axis to the limits. A missing age count counts as none.
    With fewer than ten events in all the rate and its limits are not given (NaN).

    Raise ValueError for a negative or infinite count, a population that is missing or not above zero, bands
    that differ in number, weights that are negative, missing or sum to zero, a confidence outside 0 to 1,
    and a multiplier that is not above zero.

    Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 10 (1991) 457-462.
    """
    levels, multiplier = levels_of(confidence), multiplier_of(multiplier)
    events, people = counts_of(counts), denominators_of(populations, "population")
    refuse("population", people, np.isnan(people), "every age band needs its population")
    shares = _shares_of(weights)
    _refuse_bands(events, people, shares)
    shape = common_shape(events, people)
    events, people = (flat(each, shape).reshape(-1, shares.size) for each in (events, people))
    rates = blank(len(events), levels)
    for block in blocks(len(events), ROWS):
        _write_standardised(events[block], people[block], shares, levels, part(rates, block))
        scale(part(rates, block), multiplier)
    return shaped(rates, shape[:-1], levels)


def _shares_of(weights: npt.ArrayLike) -> FloatArray:
    """Give the weights as shares of one."""
    given = numbers(weights)
    if given.ndim != 1:
        raise ValueError("The weights must be one row, with one weight per age band.")
    refuse("weight", given, ~(given >= 0) | np.isinf(given), "a weight must be zero or more, and finite")
    total = given.sum()
    if total <= 0:
        raise ValueError("The weights sum to zero: at least one must be above zero.")
    return np.asarray(given / total, dtype=np.float64)


def _refuse_bands(counts: FloatArray, populations: FloatArray, shares: FloatArray) -> None:
    for name, given in (("counts", counts), ("populations", populations)):
        bands = given.shape[-1] if given.ndim else 0
        if bands != shares.size:
            raise ValueError(f"The {name} have {bands} age bands, but there are {shares.size} weights.")


def _write_standardised(
    counts: FloatArray, populations: FloatArray, shares: FloatArray, levels: Levels, rates: Estimate
) -> None:
    per_event = shares / populations
    weighted = per_event * counts
    if np.isnan(weighted).any():
        counts, weighted = np.nan_to_num(counts), np.nan_to_num(weighted)
    total = np.einsum("ij->i", counts)
    total[total < FEWEST_EVENTS] = np.nan
    np.einsum("ij->i", weighted, out=rates.value)
    rates.value[np.isnan(total)] = np.nan
    byar_limits(total, levels, rates.lower, rates.upper)
    stretch = np.sqrt(np.einsum("ij,ij->i", weighted, per_event) / total)
    for limits in (rates.lower, rates.upper):
        limits -= total
        limits *= stretch
        limits += rates.value
