"""The average of measured values."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, numbers, refuse
from indicators.statistics.estimates import (
    Confidence,
    Estimate,
    Levels,
    common_shape,
    levels_of,
    shaped,
)
from indicators.statistics.special import special


def mean(
    averages: npt.ArrayLike,
    standard_deviations: npt.ArrayLike,
    numbers_of_values: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
) -> Estimate:
    """Give each average with its limits from Student's t.

    limits = x̄ ∓ t(1 - α/2; n - 1) s / √n, α = 1 - confidence.

    `averages`, `standard_deviations` (of the sample, with n - 1 as divisor, in the same unit) and
    `numbers_of_values` broadcast together, and the answer has their shape and unit; a sequence of levels in
    `confidence` adds a last axis to the limits. One value alone has no limits (NaN). Anything missing (NaN,
    None) makes what depends on it missing.

    Raise ValueError for a negative standard deviation, fewer than one value, a confidence outside 0 to 1,
    and arrays that do not fit each other.

    Altman and others, Statistics with Confidence (second edition, 2000); Student, Biometrika 6 (1908) 1-25.
    """
    levels = levels_of(confidence)
    value, deviation, number = numbers(averages), numbers(standard_deviations), numbers(numbers_of_values)
    refuse("standard deviation", deviation, deviation < 0, "a standard deviation must be zero or more")
    refuse("number of values", number, number < 1, "a mean needs at least one value")
    shape = common_shape(value, deviation, number)
    value, deviation, number = (np.broadcast_to(each, shape) for each in (value, deviation, number))
    reach = _student_deviates(number - 1, levels) * (deviation / np.sqrt(number))
    return shaped(Estimate(value.copy(), value - reach, value + reach), shape, levels)


def mean_of_values(values: npt.ArrayLike, *, confidence: Confidence = 0.95) -> Estimate:
    """Give the mean of the last axis of `values`, with its limits from Student's t.

    The other axes give the answer its shape; the unit is that of the values. One missing value (NaN, None)
    makes the mean missing. Method, levels and errors as for `mean`; no values at all are refused too.
    """
    given = numbers(values)
    if given.ndim == 0 or given.shape[-1] == 0:
        raise ValueError("A mean needs at least one value on the last axis.")
    number = given.shape[-1]
    average = given.sum(axis=-1) / number
    squares = np.square(given - average[..., np.newaxis]).sum(axis=-1)
    deviation = np.sqrt(squares / (number - 1)) if number > 1 else np.full_like(average, np.nan)
    return mean(average, deviation, number, confidence=confidence)


def _student_deviates(freedom: FloatArray, levels: Levels) -> FloatArray:
    """Give the quantiles of Student's t, one first-axis row per level; NaN without degrees of freedom."""
    known = np.where(freedom > 0, freedom, np.nan)
    return np.array([special().stdtrit(known, 0.5 + level / 2) for level in levels.confidence])
