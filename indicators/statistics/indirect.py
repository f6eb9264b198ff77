"""Events set against those expected if the rates of a reference population held here."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import (
    FloatArray,
    counts_of,
    denominators_of,
    multiplier_of,
    refuse,
)
from indicators.statistics.estimates import Confidence, Estimate, common_shape
from indicators.statistics.rates import crude_rate


def expected_events(
    populations: npt.ArrayLike, reference_counts: npt.ArrayLike, reference_populations: npt.ArrayLike
) -> FloatArray:
    """Give the events expected at the rates of the reference population: E = Σ n_i O_ref,i / n_ref,i.

    The last axis of all three is the age band; the others broadcast and give the answer its shape. A band
    may be without people. A missing reference count counts as none, as in `directly_standardised_rate`.

    Raise ValueError for a population that is missing, negative or infinite, a reference population that is
    not above zero, a negative or infinite reference count, bands that differ in number and no bands at all.
    """
    people = counts_of(populations, "population")
    refuse("population", people, np.isnan(people), "every age band needs its population")
    events, reference = _reference_of(reference_counts, reference_populations)
    _refuse_bands(people, events, reference)
    common_shape(people, events, reference)
    return np.asarray((people * (events / reference)).sum(axis=-1), dtype=np.float64)


def indirectly_standardised_ratio(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    reference_counts: npt.ArrayLike,
    reference_populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> Estimate:
    """Give observed events as a ratio to expected ones, times `multiplier` (100 makes the reference 100).

    value = k O / E and limits = k limit(O) / E, with the limits of a count as for `crude_rate` and E from
    `expected_events`.

    `counts` holds all events of an area, whatever their age, and broadcasts with the other arrays less their
    last axis, the age band; the answer has that shape, and a sequence of levels in `confidence` adds a last
    axis to the limits. A missing count gives a missing ratio; where no events are expected the ratio is not
    given (NaN). Errors as for `expected_events` and `crude_rate`.

    Breslow and Day, Statistical Methods in Cancer Research, volume II (IARC, 1987).
    """
    expected = expected_events(populations, reference_counts, reference_populations)
    given = np.where(expected > 0, expected, np.nan)
    return crude_rate(counts, given, confidence=confidence, multiplier=multiplier)


def indirectly_standardised_rate(
    counts: npt.ArrayLike,
    populations: npt.ArrayLike,
    reference_counts: npt.ArrayLike,
    reference_populations: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Give the indirectly standardised ratio times the crude rate of the reference population.

    value = k (O / E) (Σ O_ref / Σ n_ref), and the limits alike. Shapes, missing values and errors as for
    `indirectly_standardised_ratio`.
    """
    multiplier = multiplier_of(multiplier)
    ratio = indirectly_standardised_ratio(
        counts, populations, reference_counts, reference_populations, confidence=confidence
    )
    events, reference = _reference_of(reference_counts, reference_populations)
    rate = multiplier * np.asarray(events.sum(axis=-1) / reference.sum(axis=-1))
    beside_levels = rate[..., np.newaxis] if ratio.lower.ndim > ratio.value.ndim else rate
    factors = (rate, beside_levels, beside_levels)
    return Estimate(*(np.asarray(figure * factor) for figure, factor in zip(ratio, factors, strict=True)))


def _reference_of(counts: npt.ArrayLike, populations: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    events = np.nan_to_num(counts_of(counts, "reference count"))
    people = denominators_of(populations, "reference population")
    refuse("reference population", people, np.isnan(people), "every age band needs its reference population")
    return events, people


def _refuse_bands(*arrays: FloatArray) -> None:
    bands = [array.shape[-1] if array.ndim else 0 for array in arrays]
    if 0 in bands or len(set(bands)) > 1:
        raise ValueError(
            f"The populations have {bands[0]} age bands, the reference counts {bands[1]} "
            f"and the reference populations {bands[2]}: give each the same bands, at least one."
        )
