"""Setting areas against a comparator, and against each other."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import BooleanArray, IntegerArray, first, numbers, place
from indicators.statistics.estimates import common_shape


class Comparison(IntEnum):
    """How an interval stands to a comparator.

    LOWER, SIMILAR and HIGHER are -1, 0 and 1. NOT_COMPARED is 9, so that it can be stored beside them; being
    positive it says nothing of direction, so ask for it by name, never by sign.
    """

    LOWER = -1
    SIMILAR = 0
    HIGHER = 1
    NOT_COMPARED = 9


def compare(lower: npt.ArrayLike, upper: npt.ArrayLike, comparators: npt.ArrayLike) -> IntegerArray:
    """Say how each interval stands to its comparator, in values of `Comparison`.

    LOWER when the whole interval lies below the comparator, HIGHER when it lies above, SIMILAR when it
    includes the comparator or just touches it, NOT_COMPARED when a limit or the comparator is missing (NaN).
    The comparator is taken as known: the rule suits a national figure, not a small area or two areas set
    against each other.

    The arrays, in one unit, broadcast together and the answer has their shape; with limits at several levels
    on the last axis give comparators one more axis of length one. Raise ValueError where a lower limit
    exceeds its upper limit and for arrays that do not fit each other.
    """
    low, high, target = numbers(lower), numbers(upper), numbers(comparators)
    shape = common_shape(low, high, target)
    _refuse_reversed(low > high)
    answer = np.full(shape, Comparison.SIMILAR, dtype=np.int64)
    answer[np.broadcast_to(high < target, shape)] = Comparison.LOWER
    answer[np.broadcast_to(low > target, shape)] = Comparison.HIGHER
    answer[np.isnan(low) | np.isnan(high) | np.isnan(target)] = Comparison.NOT_COMPARED
    return answer


def _refuse_reversed(bad: BooleanArray) -> None:
    bad = np.asarray(bad)
    if bad.any():
        raise ValueError(f"The lower limit{place(first(bad))} is above the upper limit.")


def quantiles(values: npt.ArrayLike, groups: int = 5, *, highest_is_first: bool = False) -> IntegerArray:
    """Divide the values along the last axis into `groups` quantiles, numbered from 1 for the lowest.

    quantile = Q + 1 - ⌈(N + 1 - rank) Q / N⌉, with rank the least rank among equal values, so that equal
    values always share a quantile. With five groups, 5 holds the highest values. `highest_is_first` ranks
    from the top instead, so that 1 holds the highest; where values are equal this is not the mirror image.

    The answer has the shape of `values`. N counts the values present: a missing one (NaN, None) gets 0, and
    so does every one when there are fewer values than groups. Raise ValueError for fewer than two groups
    and for a single number.
    """
    given = numbers(values)
    if given.ndim == 0:
        raise ValueError("Quantiles need a row of values, not a single number.")
    if groups < 2:
        raise ValueError(f"Quantiles need at least two groups, not {groups}.")
    if highest_is_first:
        given = -given
    present = ~np.isnan(given)
    total = present.sum(axis=-1, keepdims=True)
    # Whole numbers throughout, so that no rounding can carry a value over the edge of its group.
    shortfall = -((_least_ranks(given) - total - 1) * groups // np.maximum(total, 1))
    return np.where(present & (total >= groups), groups + 1 - shortfall, 0)


def _least_ranks(values: npt.NDArray[np.float64]) -> IntegerArray:
    """Rank from 1 along the last axis, equal values sharing the least of their ranks; NaN ranks last."""
    order = np.argsort(values, axis=-1, kind="stable")
    ascending = np.take_along_axis(values, order, axis=-1)
    starts = np.ones(values.shape, dtype=np.bool_)
    starts[..., 1:] = ascending[..., 1:] != ascending[..., :-1]
    positions = np.where(starts, np.arange(1, values.shape[-1] + 1), 0)
    ranks = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.maximum.accumulate(positions, axis=-1), axis=-1)
    return ranks
