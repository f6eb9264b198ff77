"""Which areas are most like each other in a set of variables."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import FloatArray, IntegerArray, numbers, refuse


class Neighbours(NamedTuple):
    """For each area, the places of the areas most like it, nearest first, and their distances.

    Where there are fewer, places are -1 and distances NaN.
    """

    places: IntegerArray
    distances: FloatArray


def distances(variables: npt.ArrayLike, *, weights: npt.ArrayLike = 1) -> FloatArray:
    """Give the distance of every area to every other: √(Σ w (z - z')²), with z the standardised variables.

    `variables` has one row per area and one column per variable. Each is standardised to mean 0 and standard
    deviation 1 (divisor N - 1) over the areas that have it; one that is the same everywhere separates nobody.
    `weights`, one per variable, default to 1. An area that lacks a variable of weight above zero (NaN, None)
    is as far from all as nobody can say (NaN).

    Raise ValueError for anything but a table, an infinite value, and weights that are negative, missing or
    not one per variable.
    """
    given, shares = numbers(variables), numbers(weights)
    if given.ndim != 2:
        raise ValueError("The variables must be a table, with one row per area and one column per variable.")
    refuse("variable", given, np.isinf(given), "a variable must be finite")
    refuse("weight", shares, ~(shares >= 0) | np.isinf(shares), "a weight must be zero or more, and finite")
    if shares.shape not in ((), given.shape[1:]):
        raise ValueError(f"There are {shares.size} weights for {given.shape[1]} variables.")
    shares = np.broadcast_to(shares, given.shape[1:])
    scaled = _standardised(given[:, shares > 0]) * np.sqrt(shares[shares > 0])
    apart = [np.sqrt(np.square(scaled - row).sum(axis=-1)) for row in scaled]
    return np.asarray(apart, dtype=np.float64).reshape(len(given), len(given))


def nearest(variables: npt.ArrayLike, number: int = 15, *, weights: npt.ArrayLike = 1) -> Neighbours:
    """Give the areas most like each, by `distances`; equally near ones in the order of the rows.

    Both arrays have one row per area and `number` columns. An area is not its own neighbour. Errors as for
    `distances`, and ValueError for fewer than one neighbour.
    """
    if number < 1:
        raise ValueError(f"Give one neighbour or more, not {number}.")
    apart = distances(variables, weights=weights)
    np.fill_diagonal(apart, np.nan)
    # Equal distances are equal only but for rounding; a standard deviation is 1 here.
    order = np.argsort(apart.round(9), axis=-1, kind="stable")[:, :number]
    near = np.take_along_axis(apart, order, axis=-1)
    room = ((0, 0), (0, number - order.shape[1]))
    places = np.pad(np.where(np.isnan(near), -1, order), room, constant_values=-1)
    return Neighbours(places, np.pad(near, room, constant_values=np.nan))


def _standardised(values: FloatArray) -> FloatArray:
    """Give each column less its mean, over its standard deviation; nought where it has none."""
    present = ~np.isnan(values)
    number = np.maximum(present.sum(axis=0), 1)
    centred = values - np.where(present, values, 0).sum(axis=0) / number
    square = np.where(present, centred, 0) ** 2
    deviation = np.sqrt(square.sum(axis=0) / np.maximum(number - 1, 1))
    level = np.nanmax(np.abs(values), axis=0, initial=0)
    # Rounding alone leaves equal values a deviation of this order.
    flat = deviation <= level * 1e-12
    return np.where(flat & present, 0, centred / np.where(flat, 1, deviation))
