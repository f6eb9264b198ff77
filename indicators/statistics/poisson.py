"""Confidence limits of a count of independent events."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from indicators.statistics.checks import FloatArray
from indicators.statistics.estimates import Levels
from indicators.statistics.special import special

# From this count on Byar's approximation is used; below it, the exact limits.
EXACT_BELOW = 10

# The exact lower limit of so little is under 0.5 to the power of 10,000, which a float holds as nought, and
# the gamma quantile has no answer for the least of such counts.
NEGLIGIBLE = 1e-4


def count_limits(counts: FloatArray, levels: Levels, lower: FloatArray, upper: FloatArray) -> None:
    """Write the limits of each count: exact Poisson below ten events, Byar's approximation from ten on.

    `counts` is one-dimensional; `lower` and `upper` have one row per level. Counts need not be whole.
    """
    # The few are overwritten below; raised to ten they keep the approximation clear of dividing by zero.
    byar_limits(np.maximum(counts, EXACT_BELOW), levels, lower, upper)
    few = np.flatnonzero(counts < EXACT_BELOW)
    if few.size:
        lower[:, few], upper[:, few] = _exact_limits(counts[few], levels)


def byar_limits(counts: FloatArray, levels: Levels, lower: FloatArray, upper: FloatArray) -> None:
    """Write Byar's approximate limits of each count, which serve for ten events or more.

    lower = O (1 - 1/(9 O) - z / (3 √O))³; upper is the same with O + 1 for O and plus for the second minus.
    Breslow and Day, Statistical Methods in Cancer Research, volume II (IARC, 1987).
    """
    _write_cubes(counts, [-deviate for deviate in levels.deviates], lower)
    _write_cubes(counts + 1, levels.deviates, upper)


def _write_cubes(counts: FloatArray, deviates: Sequence[float], limits: FloatArray) -> None:
    """Write O (1 - 1/(9 O) + z / (3 √O))³ for each z."""
    centre = 1 - (1 / 9) / counts
    step = (1 / 3) / np.sqrt(counts)
    for deviate, limit in zip(deviates, limits, strict=True):
        root = step * deviate
        root += centre
        np.multiply(root, root, out=limit)
        limit *= root
        limit *= counts


def _exact_limits(counts: FloatArray, levels: Levels) -> tuple[FloatArray, FloatArray]:
    """Give exact limits, one row per level; whole counts, which are nearly all, come from a table."""
    whole = counts.astype(np.int64)
    tables = [_exact_table(level) for level in levels.confidence]
    lower = np.array([table[0][whole] for table in tables])
    upper = np.array([table[1][whole] for table in tables])
    shared = np.flatnonzero(whole != counts)
    if shared.size:
        for row, level in enumerate(levels.confidence):
            lower[row, shared], upper[row, shared] = _gamma_limits(counts[shared], level)
    return lower, upper


@lru_cache(maxsize=64)
def _exact_table(confidence: float) -> tuple[FloatArray, FloatArray]:
    return _gamma_limits(np.arange(float(EXACT_BELOW)), confidence)


def _gamma_limits(counts: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Give the exact limits of Garwood (1936), written as quantiles of the gamma distribution.

    lower = χ²(α/2; 2 O) / 2, which is 0 for no events; upper = χ²(1 - α/2; 2 O + 2) / 2; α = 1 - confidence.
    Half a chi-squared variable with 2 k degrees of freedom is a gamma variable of shape k, and the shape
    need not be whole. Garwood, Biometrika 28 (1936) 437-442.
    """
    tail = (1 - confidence) / 2
    some = counts > NEGLIGIBLE
    lower = np.where(some, special().gammaincinv(np.where(some, counts, 1.0), tail), 0.0)
    return lower, np.asarray(special().gammainccinv(counts + 1, tail), dtype=np.float64)
