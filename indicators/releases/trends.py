"""Which way the figures of each area went is written with a release; pages only read it."""

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from indicators.models import (
    CurrentExampleSet,
    CurrentFigureSet,
    Figure,
    FigureSet,
    Indicator,
    Period,
    Release,
    Trend,
)
from indicators.statistics import Direction, RecentTrend, recent_trend, recent_trend_of_proportions
from indicators.statistics.trends import POINTS

# Days by which gaps between periods may differ: a leap day, and the census, which is not taken on one date.
EVEN_WITHIN = 7
DIRECTIONS = {
    Direction.INCREASING: Trend.Direction.RISING,
    Direction.DECREASING: Trend.Direction.FALLING,
    Direction.NO_SIGNIFICANT_CHANGE: Trend.Direction.NO_CLEAR_TREND,
    Direction.NOT_CALCULATED: Trend.Direction.NOT_CALCULATED,
}
MEASURES = ("count", "denominator", "value", "lower95", "upper95")


def write_trends(
    release: Release | None,
    sets: Sequence[FigureSet],
    shown: type[CurrentFigureSet] | type[CurrentExampleSet] = CurrentFigureSet,
) -> None:
    """Write the trend of every area on each indicator of a release that the public now sees for several periods."""
    indicators = {one.indicator_id: one.indicator for one in sets}
    rows = [trend for indicator in indicators.values() for trend in _trends_of(release, indicator, shown)]
    Trend.objects.bulk_create(rows)


def _trends_of(release: Release | None, indicator: Indicator, shown: Any) -> list[Trend]:
    newest = (
        shown._default_manager.filter(indicator=indicator).select_related("period").order_by(*Period.latest_first())
    )
    current = list(newest[:POINTS])[::-1]
    if len(current) < 2:
        return []
    latest = current[-1].figure_set_id
    figures = _figures([row.figure_set_id for row in current])
    areas = sorted(area for area, figure_set in figures if figure_set == latest)
    directions = _directions(indicator, [row.period for row in current], figures, areas, current)
    return [
        Trend(release=release, figure_set_id=latest, area_id=area, direction=direction)
        for area, direction in zip(areas, directions, strict=True)
    ]


def _figures(sets: list[int]) -> dict[tuple[int, int], tuple[float | None, ...]]:
    rows = Figure.objects.filter(figure_set__in=sets).values_list("area_id", "figure_set_id", *MEASURES)
    return {(area, figure_set): tuple(measures) for area, figure_set, *measures in rows}


def _directions(
    indicator: Indicator, periods: list[Period], figures: dict[Any, Any], areas: list[int], current: list[Any]
) -> list[Trend.Direction]:
    if len(periods) < POINTS:
        return [Trend.Direction.TOO_FEW_PERIODS] * len(areas)
    if not are_even(periods):
        return [Trend.Direction.UNEVEN_PERIODS] * len(areas)
    none = (None,) * len(MEASURES)
    table = [[figures.get((area, row.figure_set_id), none) for row in current] for area in areas]
    found = _tested(indicator, np.array(table, dtype=np.float64))
    return [DIRECTIONS[Direction(direction)] for direction in found.direction.tolist()]


def _tested(indicator: Indicator, table: npt.NDArray[np.float64]) -> RecentTrend:
    """Test values by area, period and measure; a proportion without counts by its interval."""
    counts, denominators, values, lower, upper = np.moveaxis(table, -1, 0)
    by_interval = recent_trend(values, lower, upper)
    if indicator.method != Indicator.Method.PROPORTION:
        return by_interval
    by_counts = recent_trend_of_proportions(counts, denominators)
    has_counts = ~np.isnan(counts + denominators).any(axis=-1)
    return RecentTrend(*(np.where(has_counts, *both) for both in zip(by_counts, by_interval, strict=True)))


def are_even(periods: Sequence[Period]) -> bool:
    """Whether periods, earliest first, do not overlap and follow each other at one distance.

    Periods whose days are not stated, which only files bring, stand at the places that their file gives them.
    """
    days = [(period.starts_on, period.ends_on) if period.is_day_stated else (None, None) for period in periods]
    if all(pair == (None, None) for pair in days):
        return len({later.order - earlier.order for earlier, later in pairwise(periods)}) == 1
    known = [(start, end) for start, end in days if start is not None and end is not None]
    if len(known) < len(days) or any(start <= end for (_first, end), (start, _last) in pairwise(known)):
        return False
    return all(_are_even(column) for column in zip(*known, strict=True))


def _are_even(days: Sequence[datetime.date]) -> bool:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return max(gaps) - min(gaps) <= EVEN_WITHIN
