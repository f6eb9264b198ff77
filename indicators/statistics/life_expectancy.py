"""How long people would live if today's rates of death stayed."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, IntegerArray, counts_of, numbers
from indicators.statistics.estimates import Confidence, common_shape, levels_of, normal_deviate

# Areas of so few people or fewer, and intervals at 95% of more than so many years, say too little.
FEWEST_PEOPLE = 5000
WIDEST_INTERVAL = 20

# The share of a band's years that those who die in it live on average: most deaths of infants are early.
LIVED_AFTER_BIRTH = 0.1
LIVED_LATER = 0.5


class Withheld(IntEnum):
    """Why a life expectancy is not given: the area as a whole, or for the last two one of its ages."""

    GIVEN = 0
    MISSING = 1
    NO_POPULATION = 2
    MORE_DEATHS_THAN_PEOPLE = 3
    SMALL_POPULATION = 4
    NO_DEATH_IN_LAST_BAND = 5
    NO_SURVIVORS = 6
    WIDE_INTERVAL = 7


class LifeExpectancy(NamedTuple):
    """Years left to live at the start of each age band, with limits; `withheld` says why some are NaN.

    `value` and `withheld` have the shape of the inputs. `lower` and `upper` have it too when one level of
    confidence was asked for; a sequence of levels adds a last axis.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    withheld: IntegerArray


def life_expectancy(
    deaths: npt.ArrayLike,
    populations: npt.ArrayLike,
    start_ages: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
) -> LifeExpectancy:
    """Give the years left to live at the start of each age band, from an abridged life table.

    With M = D / P, n the width of the band and a the share of it lived by those who die in it (0.1 in the
    band from birth, 0.5 in others): q = n M / (1 + n (1 - a) M), at most 1; l the survivors; L = n (l next +
    a d), and l / M in the last band, which is open; e = Σ L / l from the band on.
    Var(e) = Σ l² ((1 - a) n + e next)² Var(q) / l², with Var(q) = q² (1 - q) / D, and l² / (D M²) for the last
    band; limits = e ∓ z √Var(e).

    The last axis of `deaths` and `populations` (people, or person-years of the same time) is the age band, in
    the order of `start_ages` (years, one-dimensional and rising, any number); the other axes broadcast. Not
    given (NaN), with the first reason in `withheld`: what `Withheld` names.

    Raise ValueError for negative or infinite deaths or populations, start ages that are not rising from zero
    or above, bands that differ in number, and a confidence outside 0 to 1.

    Chiang, Introduction to Stochastic Processes in Biostatistics (1968); Silcocks, Jenner and Reza, Journal
    of Epidemiology and Community Health 55 (2001) 38-43; Eayres and Williams, the same 58 (2004) 243-249.
    """
    levels = levels_of(confidence)
    died, people = counts_of(deaths, "number of deaths"), counts_of(populations, "population")
    ages = _ages_of(start_ages)
    _refuse_bands(died, people, ages)
    died, people = (np.broadcast_to(array, common_shape(died, people)) for array in (died, people))
    reasons = _reasons(died, people)
    usable = (reasons == Withheld.GIVEN)[..., np.newaxis]
    # Harmless figures stand in for an area that is not given, so that nothing divides by zero.
    value, error = _table(np.where(usable, died, 1), np.where(usable, people, 1), ages)
    withheld = np.where(usable, _reasons_by_age(value, error), reasons[..., np.newaxis])
    value, error = (np.where(withheld == Withheld.GIVEN, array, np.nan) for array in (value, error))
    reach = np.stack([deviate * error for deviate in levels.deviates], axis=-1)
    lower, upper = value[..., np.newaxis] - reach, value[..., np.newaxis] + reach
    limits = (lower[..., 0], upper[..., 0]) if levels.alone else (lower, upper)
    return LifeExpectancy(value, *limits, withheld)


def _ages_of(start_ages: npt.ArrayLike) -> FloatArray:
    ages = numbers(start_ages)
    if ages.ndim != 1 or ages.size == 0 or not (ages[0] >= 0 and np.isfinite(ages).all()):
        raise ValueError("The start ages must be one row of numbers, from zero or above.")
    if not np.all(np.diff(ages) > 0):
        place = int(np.argmin(np.diff(ages) > 0)) + 1
        raise ValueError(f"The start age at index {place} is {ages[place]:g}: start ages must rise.")
    return ages


def _refuse_bands(deaths: FloatArray, populations: FloatArray, ages: FloatArray) -> None:
    for name, given in (("deaths", deaths), ("populations", populations)):
        bands = given.shape[-1] if given.ndim else 0
        if bands != ages.size:
            raise ValueError(f"The {name} have {bands} age bands, but there are {ages.size} start ages.")


def _reasons(deaths: FloatArray, populations: FloatArray) -> IntegerArray:
    """Say for each area why it has no life table at all; the first reason counts."""
    answer = np.full(deaths.shape[:-1], Withheld.GIVEN, dtype=np.int64)
    rules = (
        (Withheld.MISSING, (np.isnan(deaths) | np.isnan(populations)).any(axis=-1)),
        (Withheld.NO_POPULATION, (populations == 0).any(axis=-1)),
        (Withheld.MORE_DEATHS_THAN_PEOPLE, (deaths > populations).any(axis=-1)),
        (Withheld.SMALL_POPULATION, populations.sum(axis=-1) <= FEWEST_PEOPLE),
        (Withheld.NO_DEATH_IN_LAST_BAND, deaths[..., -1] == 0),
    )
    for reason, applies in rules:
        answer[(answer == Withheld.GIVEN) & applies] = reason
    return answer


def _reasons_by_age(value: FloatArray, error: FloatArray) -> IntegerArray:
    wide = 2 * normal_deviate(0.95) * error > WIDEST_INTERVAL
    late = np.where(wide, Withheld.WIDE_INTERVAL, Withheld.GIVEN)
    return np.where(np.isnan(value), Withheld.NO_SURVIVORS, late)


def _table(deaths: FloatArray, populations: FloatArray, ages: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give expectancy and standard error at each start age; NaN from the age on that nobody reaches."""
    rates = deaths / populations
    width = np.diff(ages)
    lived = np.where(ages[:-1] == 0, LIVED_AFTER_BIRTH, LIVED_LATER)
    dying = width * rates[..., :-1] / (1 + width * (1 - lived) * rates[..., :-1])
    dying = np.minimum(dying, 1)
    alive = np.ones(rates.shape)
    np.cumprod(1 - dying, axis=-1, out=alive[..., 1:])
    years = alive / rates[..., -1:]
    years[..., :-1] = width * (alive[..., 1:] + lived * alive[..., :-1] * dying)
    some = np.where(alive > 0, alive, np.nan)
    expectancy = _from_the_end(years) / some
    spread = np.square(alive) / (deaths[..., -1:] * np.square(rates[..., -1:]))
    later = (1 - lived) * width + np.nan_to_num(expectancy[..., 1:])
    chance = np.square(dying) * (1 - dying) / np.where(deaths[..., :-1] > 0, deaths[..., :-1], 1)
    spread[..., :-1] = np.square(alive[..., :-1] * later) * chance
    return expectancy, np.sqrt(_from_the_end(spread)) / some


def _from_the_end(values: FloatArray) -> FloatArray:
    """Sum each entry with all that follow it on the last axis."""
    return np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]
