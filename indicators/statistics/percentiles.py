"""Where values stand among each other: percentiles, and the ranks of values as percentages."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, numbers, refuse

FEWEST_VALUES = 4


def percentiles(values: npt.ArrayLike, fractions: npt.ArrayLike) -> FloatArray:
    """Give the values below which these fractions of the last axis lie, by linear interpolation.

    With N values present in order and h = (N - 1) f: x_⌊h⌋ + (h - ⌊h⌋)(x_⌊h⌋+1 - x_⌊h⌋), counting from 0; type 7
    of Hyndman and Fan, The American Statistician 50 (1996) 361-365.

    The answer has the other axes of `values` and then those of `fractions` (from 0 to 1, a single one or a
    row). Missing values (NaN, None) are left out; with fewer than four present the answer is missing. Raise
    ValueError for a single number, an infinite value and a fraction outside 0 to 1.
    """
    given, wanted = _row_of(values, "Percentiles"), numbers(fractions)
    refuse("value", given, np.isinf(given), "a value must be finite")
    refuse("fraction", wanted, ~((wanted >= 0) & (wanted <= 1)), "a fraction must lie from 0 to 1")
    present = (~np.isnan(given)).sum(axis=-1)
    if given.shape[-1] == 0:
        return np.full((*given.shape[:-1], *wanted.shape), np.nan)
    ordered = np.sort(given, axis=-1)
    place = np.maximum(present - 1, 0)[..., np.newaxis] * wanted.reshape(-1)
    below = np.floor(place).astype(np.int64)
    above = np.ceil(place).astype(np.int64)
    low, high = (np.take_along_axis(ordered, index, axis=-1) for index in (below, above))
    found = np.where(present[..., np.newaxis] >= FEWEST_VALUES, low + (place - below) * (high - low), np.nan)
    return np.asarray(found.reshape((*given.shape[:-1], *wanted.shape)), dtype=np.float64)


def percentile_ranks(values: npt.ArrayLike) -> FloatArray:
    """Give (rank - 1) / (N - 1) for each value of the last axis: 0 for the lowest of N present, 1 for the highest.

    Equal values share the least of their ranks. A missing value (NaN, None) has none, nor has one alone.
    The answer has the shape of `values`. Raise ValueError for a single number.
    """
    given = _row_of(values, "Percentile ranks")
    present = (~np.isnan(given)).sum(axis=-1, keepdims=True)
    lower = (given[..., np.newaxis, :] < given[..., np.newaxis]).sum(axis=-1)
    return np.where(np.isnan(given) | (present < 2), np.nan, lower / np.maximum(present - 1, 1))


def _row_of(values: npt.ArrayLike, name: str) -> FloatArray:
    given = numbers(values)
    if given.ndim == 0:
        raise ValueError(f"{name} need a row of values, not a single number.")
    return given
