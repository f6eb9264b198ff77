"""Rates of events that come in clusters, such as admissions of which one person may have several."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, counts_of, denominators_of, multiplier_of, numbers, refuse
from indicators.statistics.estimates import Confidence, Estimate, Levels, blank, common_shape, flat, levels_of, shaped
from indicators.statistics.poisson import byar_limits, count_limits
from indicators.statistics.rates import directly_standardised_rate
from indicators.statistics.standard_population import EUROPEAN_STANDARD_POPULATION_2013


def crude_rate_of_nonindependent_events(
    people: npt.ArrayLike,
    frequencies: npt.ArrayLike,
    populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Give events per `multiplier` people where one person may have several events.

    With x_f people who had f events each, O = Σ f x_f and V = Σ f² x_f:
    value = k O / n and limits = k (O + √(V / O) (limit(O) - O)) / n, with the limits of a count as for
    `crude_rate`. Where nobody has more than one event V = O and both agree. A lower limit can fall below
    zero where few people account for most events; it is given as the formula gives it.

    The last axis of `people` follows `frequencies`, which is one-dimensional (events per person, above zero);
    its other axes broadcast with `populations` and give the answer its shape. A sequence of levels in
    `confidence` adds a last axis to the limits. A missing number of people or population (NaN, None) gives a
    missing rate.

    Errors as for `crude_rate`, and ValueError for frequencies that are not above zero or do not fit the people.

    Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 10 (1991) 457-462.
    """
    levels, multiplier = levels_of(confidence), multiplier_of(multiplier)
    persons = counts_of(people, "number of people")
    each = _frequencies_of(frequencies, persons, axis=-1)
    population = denominators_of(populations, "population")
    events, variance = persons @ each, persons @ each**2
    shape = common_shape(events, population)
    events, variance, population = (flat(array, shape) for array in (events, variance, population))
    rates = blank(events.size, levels)
    np.multiply(events, multiplier / population, out=rates.value)
    count_limits(events, levels, rates.lower, rates.upper)
    # Without events there is nothing to spread, and the limits are those of a count of none.
    stretch = np.sqrt(np.where(events > 0, variance, 1) / np.where(events > 0, events, 1))
    for limits in (rates.lower, rates.upper):
        limits[...] = (events + stretch * (limits - events)) * (multiplier / population)
    return shaped(rates, shape, levels)


def directly_standardised_rate_of_nonindependent_events(
    people: npt.ArrayLike,
    frequencies: npt.ArrayLike,
    populations: npt.ArrayLike,
    *,
    weights: npt.ArrayLike = EUROPEAN_STANDARD_POPULATION_2013,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Give the rate of standard age per `multiplier` people where one person may have several events.

    With x_fi people of band i who had f events each, the events of the band are O_i = Σ f x_fi, and the value
    is that of `directly_standardised_rate`. variance = Σ f² Var_f, with Var_f that method's variance of the
    x_fi; limits = value + √(variance / O) (Byar's limit of O - O), O being all events.

    The last two axes of `people` are frequencies, in the order of `frequencies` (one-dimensional, above
    zero), and age bands, in the order of `weights`; the last axis of `populations` is the age band. The other
    axes broadcast and give the answer its shape. A missing number of people counts as none; with fewer than
    ten events in all the rate is not given (NaN). Errors as for `directly_standardised_rate`, and ValueError
    for frequencies that are not above zero or do not fit the people.

    Dobson, Kuulasmaa, Eberle and Scherer, Statistics in Medicine 10 (1991) 457-462.
    """
    levels, multiplier = levels_of(confidence), multiplier_of(multiplier)
    persons = np.nan_to_num(counts_of(people, "number of people"))
    each = _frequencies_of(frequencies, persons, axis=-2)
    events, squares = each @ persons, each**2 @ persons
    rate = directly_standardised_rate(events, populations, weights=weights, multiplier=multiplier).value
    shares = numbers(weights) / numbers(weights).sum()
    variance = np.sum((shares / numbers(populations)) ** 2 * squares, axis=-1) * multiplier**2
    return _stretched(rate, variance, np.broadcast_to(events.sum(axis=-1), rate.shape), levels)


def _stretched(value: FloatArray, variance: FloatArray, totals: FloatArray, levels: Levels) -> Estimate:
    """Give the limits that a count of `totals` would have, stretched to this variance round this value."""
    shape, count = value.shape, np.where(np.isnan(value), np.nan, totals).reshape(-1)
    rates = blank(count.size, levels)
    byar_limits(count, levels, rates.lower, rates.upper)
    stretch = np.sqrt(variance.reshape(-1) / count)
    np.copyto(rates.value, value.reshape(-1))
    for limits in (rates.lower, rates.upper):
        limits[...] = rates.value + stretch * (limits - count)
    return shaped(rates, shape, levels)


def _frequencies_of(frequencies: npt.ArrayLike, people: FloatArray, axis: int) -> FloatArray:
    """Give the events per person as floats, one for each entry on this axis of `people`."""
    given = numbers(frequencies)
    held = people.shape[axis] if people.ndim >= -axis else 0
    if given.ndim != 1 or given.size != held:
        raise ValueError(f"There are frequencies of shape {given.shape} for people of {held} frequencies.")
    bad = ~(given > 0) | np.isinf(given)
    refuse("frequency", given, bad, "a frequency must be above zero, and finite")
    return given
