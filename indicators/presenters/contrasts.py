"""Exactly two clusters set against each other: difference, ratio and test of each indicator that has counts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clusters.models import Area
from common.numbers import number
from indicators import queries
from indicators.models import Indicator
from indicators.queries import Column
from indicators.statistics import (
    difference_of_proportions,
    difference_of_rates,
    ratio_of_proportions,
    ratio_of_rates,
)
from indicators.statistics.contrasts import Contrast

CHANCE = 0.05
Method = Indicator.Method
Test = Callable[..., Contrast]
# The difference, in the indicator's unit, and the ratio.
TESTS: dict[str, tuple[Test, Test]] = {
    Method.PROPORTION: (difference_of_proportions, ratio_of_proportions),
    Method.CRUDE_RATE: (difference_of_rates, ratio_of_rates),
}


@dataclass(frozen=True)
class Between:
    """How the first of two clusters stands against the second on one indicator, in words."""

    difference: str
    ratio: str
    said: str


def between(columns: list[Column], first: Area, second: Area) -> dict[int, Between]:
    """Return what is said of two clusters by indicator; an indicator without counts is left out."""
    tested = [column for column in columns if column.indicator.method in TESTS]
    counts = queries.counted_figures(tested, [first.pk, second.pk])
    found = {}
    for column in tested:
        pair = [counts.get((column.figure_set, area.pk)) for area in (first, second)]
        if pair[0] and pair[1]:
            found[column.indicator.pk] = _said(column.indicator, (*pair[0], *pair[1]))
    return found


def _said(indicator: Indicator, counts: tuple[float, ...]) -> Between:
    """Put two pairs of count and denominator into words."""
    subtract, divide = TESTS[indicator.method]
    difference = subtract(*counts, multiplier=indicator.multiplier)
    return Between(
        difference=_with_interval(difference, indicator.decimals),
        ratio=_with_interval(divide(*counts), 2),
        said=_verdict(difference),
    )


def _verdict(difference: Contrast) -> str:
    """Say what the test says."""
    if not difference.p_value < CHANCE:
        return _("No statistically significant difference between the two")
    if difference.value > 0:
        return _("The first is higher than the second (statistically significant)")
    return _("The first is lower than the second (statistically significant)")


def _with_interval(found: Contrast, decimals: int) -> str:
    """Return an estimate with its 95% limits; a dash where counts of nought leave one of them without an answer."""
    if np.isnan([found.value, found.lower, found.upper]).any():
        return "–"
    # A rounded −0.0 says nothing that 0.0 does not.
    parts = (round(float(part), decimals) + 0.0 for part in (found.value, found.lower, found.upper))
    value, low, high = (number(part, decimals) for part in parts)
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}
