"""The answer that every method gives, and the levels of confidence it is asked for."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray
from indicators.statistics.special import special

Confidence = float | Sequence[float] | FloatArray


class Estimate(NamedTuple):
    """A figure with its confidence limits, all in the unit that the method states.

    `value` has the shape of the broadcast inputs. `lower` and `upper` have the same shape when one level of
    confidence was asked for; a sequence of levels adds a last axis, in the order of the sequence.
    NaN stands for missing or not given.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray


class Levels(NamedTuple):
    """Levels of confidence as asked for: each with its normal quantile, and whether it was a lone number."""

    confidence: tuple[float, ...]
    deviates: tuple[float, ...]
    alone: bool


@lru_cache(maxsize=64)
def normal_deviate(confidence: float) -> float:
    """Give the standard normal quantile at 0.5 + confidence / 2 to full precision (1.95996… for 0.95).

    Raise ValueError unless the confidence lies between 0 and 1.
    """
    deviate = float(special().ndtri(0.5 + confidence / 2))
    if not 0 < deviate < np.inf:
        raise ValueError(f"The confidence is {confidence:g}: it must lie between 0 and 1, so that 95% is written 0.95.")
    return deviate


def levels_of(confidence: Confidence) -> Levels:
    """Read one level of confidence or a sequence of them.

    Raise ValueError for a level outside 0 to 1, for none at all, and for a table of them.
    """
    given = np.asarray(confidence, dtype=np.float64)
    if given.ndim > 1 or given.size == 0:
        raise ValueError("Give one level of confidence, or a sequence of at least one.")
    each = tuple(float(level) for level in given.reshape(-1))
    return Levels(each, tuple(normal_deviate(level) for level in each), alone=given.ndim == 0)


def blank(size: int, levels: Levels) -> Estimate:
    """Make room for `size` figures; limits are held level by level so that each is written in one run."""
    rows = (len(levels.confidence), size)
    return Estimate(np.empty(size), np.empty(rows), np.empty(rows))


def part(estimate: Estimate, block: slice) -> Estimate:
    """Give the views of one block of figures made by `blank`."""
    return Estimate(estimate.value[block], estimate.lower[:, block], estimate.upper[:, block])


def shaped(estimate: Estimate, shape: tuple[int, ...], levels: Levels) -> Estimate:
    """Give figures made by `blank` the shape of the inputs, with any axis of levels last."""
    return Estimate(
        estimate.value.reshape(shape),
        _limits_shaped(estimate.lower, shape, levels),
        _limits_shaped(estimate.upper, shape, levels),
    )


def _limits_shaped(limits: FloatArray, shape: tuple[int, ...], levels: Levels) -> FloatArray:
    if levels.alone:
        return limits.reshape(shape)
    return np.moveaxis(limits.reshape((len(levels.confidence), *shape)), 0, -1)


def scale(estimate: Estimate, multiplier: float) -> None:
    """Multiply a figure and its limits in place."""
    for array in estimate:
        np.multiply(array, multiplier, out=array)


def flat(values: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Broadcast to `shape` and lay out in one run; a copy is made only where broadcasting repeats entries."""
    return np.broadcast_to(values, shape).reshape(-1)


def common_shape(*arrays: npt.NDArray[np.float64]) -> tuple[int, ...]:
    """Give the shape that the arrays broadcast to. Raise ValueError when they do not fit each other."""
    try:
        return np.broadcast_shapes(*(array.shape for array in arrays))
    except ValueError:
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"Arrays of shape {shapes} do not fit each other.") from None
