"""Hiding small counts, and enough others that the small ones cannot be worked out from published totals."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import BooleanArray, FloatArray, IntegerArray, counts_of

# Exact arithmetic would give 1 for what a total reveals and less for what it does not.
CERTAIN = 1 - 1e-6


def suppress(counts: npt.ArrayLike, groups: Sequence[npt.ArrayLike], threshold: float = 5) -> BooleanArray:
    """Say which counts to hide where the totals of their groups are published.

    First, every count above zero and below `threshold` is hidden. Then, in each group with exactly one count
    hidden, the next smallest count above zero is hidden with it; where all others are zero, the first of
    those zeros. Last, where groups cross (rows and columns of one table), further counts are hidden until no
    hidden one follows from the totals by any chain of additions and subtractions.

    `counts` has any shape; each entry of `groups` has that shape too and labels every cell with a whole
    number: cells of one label are the children of one published total. Give one array of labels for each way
    in which totals are published (clusters within boards; ages within clusters). The answer is a boolean
    array of the same shape, true where the count is to be hidden, with every figure computed from it. The
    same input always gives the same answer; equal counts are taken in their order.

    A missing count (NaN, None) is neither hidden nor trusted to hide another, since a total may leave it out.

    What this protects against: reading a small count, and finding it exactly by subtraction within the
    groups given. What it does not: a total that has one child only, which is that child
    (`follows_by_subtraction` finds it; withhold the total); narrowing a hidden count to a range, since the
    sum of the hidden ones is still known and each that was small is at least one; rates or percentages
    published with their denominator beside a hidden count; totals not named in `groups`; earlier releases,
    other tables and areas that nearly coincide; and people who know some of the cases themselves.

    Raise ValueError for a negative or infinite count and for labels of another shape or not whole.
    """
    cells = counts_of(counts)
    partitions = _partitions_of(groups, cells.shape)
    flat = cells.reshape(-1)
    hidden = np.asarray((flat > 0) & (flat < threshold))
    while True:
        _hide_seconds(flat, hidden, partitions)
        exposed = _determined(hidden, flat, partitions) if len(partitions) > 1 else np.zeros_like(hidden)
        if not _hide_beside(exposed, flat, hidden, partitions):
            return hidden.reshape(cells.shape)


def follows_by_subtraction(
    hidden: npt.ArrayLike, counts: npt.ArrayLike, groups: Sequence[npt.ArrayLike]
) -> BooleanArray:
    """Say which hidden counts the visible ones and the totals of the groups still reveal exactly.

    `hidden` is true where a count is not shown; `counts` and `groups` are as for `suppress`, and the answer
    has their shape. A missing count is taken as left out of its totals. After `suppress` only what no further
    hiding could protect is left: a total over one child, or over one child and missing ones.

    Raise ValueError for arrays whose shapes differ and for labels that are not whole.
    """
    cells, covered = counts_of(counts), np.asarray(hidden, dtype=np.bool_)
    if covered.shape != cells.shape:
        raise ValueError(f"There are counts of shape {cells.shape} but marks of shape {covered.shape}.")
    partitions = _partitions_of(groups, cells.shape)
    return _determined(covered.reshape(-1), cells.reshape(-1), partitions).reshape(cells.shape)


def _partitions_of(groups: Sequence[npt.ArrayLike], shape: tuple[int, ...]) -> list[IntegerArray]:
    """Give each way of grouping as one row of labels, renumbered from 0."""
    partitions = []
    for labels in map(np.asarray, groups):
        if labels.shape != shape:
            raise ValueError(f"There are counts of shape {shape} but labels of shape {labels.shape}.")
        if not np.issubdtype(labels.dtype, np.integer):
            raise ValueError(f"Labels of groups must be whole numbers, not {labels.dtype}.")
        partitions.append(np.unique(labels.reshape(-1), return_inverse=True)[1].astype(np.int64))
    return partitions


def _hide_seconds(counts: FloatArray, hidden: BooleanArray, partitions: list[IntegerArray]) -> None:
    """Hide a second count wherever a group has exactly one hidden, until no group gains any."""
    changed = True
    while changed:
        changed = False
        for labels in partitions:
            alone = np.bincount(labels, weights=hidden) == 1
            seconds = _smallest_visible(counts, hidden, labels, alone)
            hidden[seconds] = True
            changed = changed or seconds.size > 0


def _smallest_visible(
    counts: FloatArray, hidden: BooleanArray, labels: IntegerArray, wanted: BooleanArray
) -> IntegerArray:
    """Give the cell to hide next in each wanted group: the smallest above zero, else the first zero."""
    candidates = np.flatnonzero(wanted[labels] & ~hidden & ~np.isnan(counts))
    values, places = counts[candidates], labels[candidates]
    ordered = candidates[np.lexsort((values, values == 0, places))]
    return ordered[np.unique(labels[ordered], return_index=True)[1]]


def _hide_beside(
    exposed: BooleanArray, counts: FloatArray, hidden: BooleanArray, partitions: list[IntegerArray]
) -> bool:
    """Hide one more count beside the first exposed one that has any left beside it; say whether one was."""
    for cell in np.flatnonzero(exposed):
        for labels in partitions:
            own = np.arange(labels.max() + 1) == labels[cell]
            beside = _smallest_visible(counts, hidden, labels, own)
            if beside.size:
                hidden[beside] = True
                return True
    return False


def _determined(hidden: BooleanArray, counts: FloatArray, partitions: list[IntegerArray]) -> BooleanArray:
    """Find the hidden cells whose count the totals fix.

    Each total states the sum of its hidden cells. A cell is fixed when some combination of those sums leaves
    it alone, that is when its unit vector lies in the row space of the sums. Cells that share every group can
    never be told apart, so that they enter as one; and cells linked by no group are taken apart first.
    """
    answer = np.zeros_like(hidden)
    places = np.flatnonzero(hidden & ~np.isnan(counts))
    if not places.size or not partitions:
        return answer
    keys = np.stack([labels[places] for labels in partitions])
    kinds, kind_of, sizes = np.unique(keys, axis=1, return_inverse=True, return_counts=True)
    fixed = np.zeros(kinds.shape[1], dtype=np.bool_)
    for linked in _linked(kinds):
        fixed[linked] = _in_row_space(kinds[:, linked])
    answer[places] = (fixed & (sizes == 1))[kind_of.reshape(-1)]
    return answer


def _linked(kinds: IntegerArray) -> Iterator[IntegerArray]:
    """Yield the columns of `kinds` in sets that share groups, directly or through each other."""
    component = np.arange(kinds.shape[1])
    settled = False
    while not settled:
        before = component.copy()
        for labels in kinds:
            least = np.full(labels.max() + 1, component.size)
            np.minimum.at(least, labels, component)
            component = least[labels]
        settled = np.array_equal(before, component)
    order = np.argsort(component, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(component[order])) + 1)


def _in_row_space(kinds: IntegerArray) -> BooleanArray:
    """Say for each column whether its unit vector is a combination of the rows that mark its groups."""
    sums = np.concatenate([labels == np.unique(labels)[:, np.newaxis] for labels in kinds]).astype(np.float64)
    projection = np.linalg.pinv(sums) @ sums
    return np.asarray(np.diagonal(projection) > CERTAIN)
