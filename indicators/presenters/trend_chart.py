"""An indicator over time: a row for each period, with the figure of an area, its 95% interval, and that of Wales."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Area
from common.charts import WIDE, Chart, Label, Part, axis_across, dot, interval, reference, room
from common.numbers import number
from common.svg import Scale
from indicators.models import Indicator
from indicators.presenters.dot_plots import has_reference, range_sentence
from indicators.queries import Column

ROW, TOP, GAP, RADIUS = 26, 12, 16, 5
# A line through fewer would be no series.
FEWEST = 3


@dataclass(frozen=True)
class Point:
    """One period of a series: its name, the area's figure with its limits, and the figure of Wales."""

    label: str
    value: float
    lower: float | None
    upper: float | None
    wales: float | None


def points(
    columns: Sequence[Column], found: dict[tuple[int, int], tuple[Any, ...]], area: Area, wales: Area
) -> list[Point]:
    """Return the periods, earliest first, in which an area has a figure."""
    beside = area != wales and has_reference(columns[0])
    series = []
    for column in reversed(columns):
        value, lower, upper, _flag = found.get((column.figure_set, area.pk), (None,) * 4)
        of_wales = found.get((column.figure_set, wales.pk), (None,))[0] if beside else None
        if value is not None:
            series.append(Point(column.period.short_label, value, lower, upper, of_wales))
    return series


def trend_chart(column: Column, area: Area, series: Sequence[Point]) -> Chart:
    """Draw a series of an area; `column` says of what."""
    indicator = column.indicator
    left = max(room(point.label) for point in series) + GAP
    right = WIDE - max(room(number(point.value, indicator.decimals)) for point in series) - GAP
    values = [
        value for point in series for value in (point.value, point.lower, point.upper, point.wales) if value is not None
    ]
    scale = Scale.over(values, left + RADIUS, right - RADIUS)
    bottom = TOP + ROW * len(series)
    parts = list(axis_across(scale, top=TOP, bottom=bottom))
    for place, point in enumerate(series):
        parts += _row(point, TOP + ROW * (place + 0.5), scale, indicator)
    return Chart("trend", _title(column, area, series), _description(column, scale, series), WIDE, bottom + 24, parts)


def _row(point: Point, y: float, scale: Scale, indicator: Indicator) -> list[Part]:
    parts: list[Part] = [
        Label(0, y + 4, point.label),
        Label(WIDE, y + 4, number(point.value, indicator.decimals), "end"),
    ]
    if point.wales is not None:
        parts.append(reference(scale.at(point.wales), y - ROW / 2 + 2, y + ROW / 2 - 2))
    if point.lower is not None and point.upper is not None:
        parts.append(interval(scale.at(point.lower), scale.at(point.upper), y))
    return [*parts, dot(scale.at(point.value), y, "", RADIUS)]


def _title(column: Column, area: Area, series: Sequence[Point]) -> str:
    first, last = series[0], series[-1]
    facts = {
        "indicator": column.indicator.name,
        "area": area.name,
        "first": first.label,
        "before": number(first.value, column.indicator.decimals),
        "last": last.label,
        "after": number(last.value, column.indicator.decimals),
    }
    return _("%(indicator)s, %(area)s. Earliest, %(first)s: %(before)s. Latest, %(last)s: %(after)s.") % facts


def _description(column: Column, scale: Scale, series: Sequence[Point]) -> str:
    sentences = (
        _("A row for each period, the earliest first, with the figure as a mark."),
        _("The line through a mark is the 95%% interval.") % {} if series[-1].lower is not None else "",
        _("The upright line in each row is Wales.") if any(point.wales is not None for point in series) else "",
        range_sentence(column, scale),
    )
    return " ".join(sentence for sentence in sentences if sentence)
