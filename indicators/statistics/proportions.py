"""The share of a population that has something."""

import numpy as np
import numpy.typing as npt

from indicators.statistics.checks import (
    BLOCK,
    FloatArray,
    blocks,
    counts_of,
    denominators_of,
    first,
    multiplier_of,
    place,
)
from indicators.statistics.estimates import (
    Confidence,
    Estimate,
    Levels,
    blank,
    common_shape,
    flat,
    levels_of,
    part,
    scale,
    shaped,
)

# Counts shared out over areas add up to their denominator only within rounding error.
ROUNDING = 1e-9


def proportion(
    counts: npt.ArrayLike,
    denominators: npt.ArrayLike,
    *,
    confidence: Confidence = 0.95,
    multiplier: float = 1,
) -> Estimate:
    """Give each count as a share of its denominator, with Wilson's score limits.

    value = k O / n; with q = 1 - O / n the limits are k (2 O + z² ∓ z √(z² + 4 O q)) / (2 (n + z²)).

    `counts` (events or people, whole or shared out) and `denominators` (people) broadcast together, and the
    answer has their shape; a sequence of levels in `confidence` adds a last axis to the limits. Figures are
    in units of 1 / `multiplier`: 100 gives percentages. All lie from 0 to `multiplier`. A missing count or
    denominator (NaN, None) gives a missing figure.

    Raise ValueError for a count that is negative, infinite or above its denominator (by more than rounding,
    one part in a thousand million), a denominator that is not above zero, a confidence outside 0 to 1, a
    multiplier that is not above zero, and arrays that do not fit each other.

    Wilson, Journal of the American Statistical Association 22 (1927) 209-212; Newcombe and Altman in
    Statistics with Confidence (second edition, 2000).
    """
    levels, multiplier = levels_of(confidence), multiplier_of(multiplier)
    events, people = counts_of(counts), denominators_of(denominators)
    shape = common_shape(events, people)
    _refuse_excess(events, people)
    events, people = flat(events, shape), flat(people, shape)
    figures = blank(events.size, levels)
    for block in blocks(events.size, BLOCK):
        _write_wilson(events[block], people[block], levels, part(figures, block), multiplier)
    return shaped(figures, shape, levels)


def _refuse_excess(counts: FloatArray, denominators: FloatArray) -> None:
    bad = counts > denominators * (1 + ROUNDING)
    if bad.any():
        index = first(bad)
        count, denominator = np.broadcast_arrays(counts, denominators)
        raise ValueError(
            f"The count{place(index)} is {count[index]:g}, more than its denominator {denominator[index]:g}."
        )


def _write_wilson(
    counts: FloatArray, denominators: FloatArray, levels: Levels, figures: Estimate, multiplier: float
) -> None:
    """Write one block of figures.

    With h = (z² + z √(z² + 4 O q)) / 2 the limits are (O / n) O / (O + h) and (O + h) / (n + z²). The first
    is the published lower limit with its numerator rationalised: nothing is subtracted, so that few events
    among many people lose no precision, no events give 0 and all give 1 exactly.
    """
    counts = np.minimum(counts, denominators)
    share = np.divide(counts, denominators, out=figures.value)
    spread = share * (denominators - counts)
    for deviate, lower, upper in zip(levels.deviates, figures.lower, figures.upper, strict=True):
        square = deviate * deviate
        reach = np.sqrt(spread + square / 4)
        reach *= deviate
        reach += square / 2
        reach += counts
        np.multiply(counts, share, out=lower)
        lower /= reach
        np.divide(reach, denominators + square, out=upper)
        np.minimum(upper, 1, out=upper)
    if multiplier != 1:
        scale(figures, multiplier)
