"""Turning what a caller gives into arrays, and refusing what no method can answer for."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BooleanArray = npt.NDArray[np.bool_]
IntegerArray = npt.NDArray[np.int64]

# Eight thousand numbers are 64 kB: a handful of such blocks stay in a core's second-level cache,
# where a chain of simple operations runs several times faster than through main memory.
BLOCK = 8192


def numbers(values: npt.ArrayLike) -> FloatArray:
    """Give `values` as floats, with None and masked entries as NaN (missing).

    Arrays that are floats already are not copied.
    """
    if isinstance(values, np.ma.MaskedArray):
        values = np.where(np.ma.getmaskarray(values), np.nan, np.ma.getdata(values))
    return np.asarray(values, dtype=np.float64)


def blocks(size: int, length: int = BLOCK) -> Iterator[slice]:
    """Yield slices that together cover `size` entries in order."""
    for start in range(0, size, length):
        yield slice(start, min(start + length, size))


def place(index: tuple[int, ...]) -> str:
    """Say where an entry stands: nothing for a single number, else ` at index …`."""
    if not index:
        return ""
    return f" at index {index[0] if len(index) == 1 else index}"


def first(bad: BooleanArray) -> tuple[int, ...]:
    """Give the index of the first true entry, as plain integers."""
    return tuple(int(axis) for axis in np.argwhere(bad)[0])


def refuse(name: str, values: FloatArray, bad: BooleanArray, rule: str) -> None:
    """Raise ValueError naming the first entry of `values` where `bad` is true, and the rule it breaks."""
    if bad.any():
        index = first(bad)
        raise ValueError(f"The {name}{place(index)} is {values[index]:g}: {rule}.")


def counts_of(values: npt.ArrayLike, name: str = "count") -> FloatArray:
    """Give counts as floats; NaN stays as missing. Raise ValueError for a negative or infinite count."""
    counts = numbers(values)
    refuse(name, counts, (counts < 0) | np.isinf(counts), f"a {name} must be zero or more, and finite")
    return counts


def denominators_of(values: npt.ArrayLike, name: str = "denominator") -> FloatArray:
    """Give denominators as floats; NaN stays as missing. Raise ValueError where one is not above zero."""
    denominators = numbers(values)
    bad = (denominators <= 0) | np.isinf(denominators)
    refuse(name, denominators, bad, f"a {name} must be above zero, and finite")
    return denominators


def multiplier_of(value: float) -> float:
    """Give the multiplier as a float. Raise ValueError unless it is above zero and finite."""
    multiplier = float(value)
    if not 0 < multiplier < np.inf:
        raise ValueError(f"The multiplier is {multiplier:g}: it must be above zero, and finite.")
    return multiplier
