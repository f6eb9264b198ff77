"""Charts of one indicator over many areas: a row each with its interval, or all as dots on one line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Area
from common.charts import (
    HIGHER,
    LOWER,
    SIZE,
    WIDE,
    Chart,
    Label,
    Part,
    axis_across,
    dot,
    interval,
    reference,
    room,
)
from common.numbers import number
from common.svg import Scale
from indicators.models import Indicator, Outcome
from indicators.presenters.details import shown_value
from indicators.presenters.words import HIGHER as UP
from indicators.presenters.words import LOWER as DOWN
from indicators.queries import Column, Shown

ROW, TOP, GAP, RADIUS = 20, 30, 16, 5
SIDES = {Outcome.HIGHER: HIGHER, Outcome.LOWER: LOWER}
SYMBOLS = {HIGHER: f" {UP}", LOWER: f" {DOWN}", "": ""}
INTERVAL_OUTCOMES = (Outcome.HIGHER, Outcome.LOWER, Outcome.NO_DIFFERENCE)


@dataclass(frozen=True)
class Row:
    """An area with its figure."""

    area: Area
    figure: Shown

    @property
    def side(self) -> str:
        return SIDES.get(self.figure.versus_wales, "")


def scale(column: Column, rows: Sequence[Row], wales: Shown, start: float, end: float) -> Scale:
    """Return the scale that holds the figures of some areas, their intervals, and that of Wales."""
    figures = [row.figure for row in rows]
    values = [value for one in figures for value in (one.value, one.lower95, one.upper95) if value is not None]
    return Scale.over([*values, wales.value] if has_reference(column) else values, start, end)


def has_reference(column: Column) -> bool:
    """Whether the figure of Wales is a like to compare with: a count of all Wales is none."""
    return column.indicator.method != Indicator.Method.COUNT


def reference_line(column: Column, wales: Shown, across: Scale, bottom: float) -> list[Part]:
    """Return the line of Wales with its value above."""
    if not has_reference(column):
        return []
    at = across.at(wales.value)
    words = _("Wales: %(value)s") % {"value": shown_value(wales, column.indicator)}
    named = Label(at, TOP - SIZE, words, "middle").within(0, WIDE)
    return [reference(at, TOP - 8, bottom), named]


class DotPlot:
    """A row for each area: its name, its mark on the scale with the 95% interval, its value; Wales as a line."""

    def __init__(self, kind: str, column: Column, rows: Sequence[Row], wales: Shown) -> None:
        self.kind, self.column, self.rows, self.wales = kind, column, rows, wales
        left = max(room(row.area.name) for row in rows) + GAP
        right = WIDE - max(room(self._value(row)) for row in rows) - GAP
        self.scale = scale(column, rows, wales, left + RADIUS, right - RADIUS)
        self.bottom = TOP + ROW * len(rows)

    def chart(self) -> Chart:
        title = finding(self.kind, self.column, self.rows, self.wales)
        parts = [
            *axis_across(self.scale, top=TOP, bottom=self.bottom),
            *reference_line(self.column, self.wales, self.scale, self.bottom),
            *self._marks(),
        ]
        return Chart(self.kind, title, self._description(), WIDE, self.bottom + 24, parts)

    def _description(self) -> str:
        has_interval = any(row.figure.lower95 is not None for row in self.rows)
        is_compared = any(row.side for row in self.rows)
        sentences = (
            _("Dot plot: a row for each area, with its figure as a mark."),
            _("The line through a mark is the 95%% interval.") % {} if has_interval else "",
            _("A triangle points up where a figure is significantly higher than Wales, down where lower.")
            if is_compared
            else "",
            _("The vertical line is Wales.") if has_reference(self.column) else "",
            range_sentence(self.column, self.scale),
            _("Do not read it as a ranking."),
        )
        return " ".join(sentence for sentence in sentences if sentence)

    def _marks(self) -> list[Part]:
        return [part for place, row in enumerate(self.rows) for part in self._row(row, TOP + ROW * (place + 0.5))]

    def _row(self, row: Row, y: float) -> list[Part]:
        figure = row.figure
        parts: list[Part] = [Label(0, y + 4, row.area.name), Label(WIDE, y + 4, self._value(row), "end")]
        if figure.lower95 is not None and figure.upper95 is not None:
            parts.append(interval(self.scale.at(figure.lower95), self.scale.at(figure.upper95), y))
        return [*parts, dot(self.scale.at(figure.value), y, row.side, RADIUS)]

    def _value(self, row: Row) -> str:
        return shown_value(row.figure, self.column.indicator) + SYMBOLS[row.side]


def distribution(column: Column, rows: Sequence[Row], wales: Shown) -> Chart:
    """Draw all clusters as dots over one line, stacked where they would cover each other."""
    plain = [Row(row.area, row.figure._replace(lower95=None, upper95=None)) for row in rows]
    across = scale(column, plain, wales, 10, WIDE - 10)
    stacked = _stacked(sorted(across.at(row.figure.value) for row in rows))
    bottom = TOP + 12 + 2 * RADIUS * (1 + max(level for _x, level in stacked))
    sentences = (
        _("Distribution: each dot is a cluster; dots are stacked where figures are alike."),
        _("The vertical line is Wales.") if has_reference(column) else "",
        range_sentence(column, across),
    )
    described = " ".join(sentence for sentence in sentences if sentence)
    parts: list[Part] = [
        *axis_across(across, top=TOP, bottom=bottom),
        *(dot(x, bottom - 8 - 2 * RADIUS * level, radius=RADIUS) for x, level in stacked),
        *reference_line(column, wales, across, bottom),
    ]
    return Chart("distribution", extremes(column, rows, wales), described, WIDE, bottom + 24, parts)


def _stacked(places: Sequence[float]) -> list[tuple[float, int]]:
    """Return each place with the lowest level on which its dot touches no other."""
    ends: list[float] = []
    found = []
    for place in places:
        level = next((level for level, end in enumerate(ends) if place >= end), len(ends))
        ends[level : level + 1] = [place + 2 * RADIUS]
        found.append((place, level))
    return found


# --- what the charts say ---


def range_sentence(column: Column, across: Scale) -> str:
    """Return what stands on the axis and how far it reaches."""
    decimals = column.indicator.decimals
    facts = {"low": number(across.lowest, decimals), "high": number(across.highest, decimals)}
    said = _("Across: %(unit)s, from %(low)s to %(high)s; the scale need not start at zero.")
    return said % {"unit": column.indicator.unit, **facts}


def finding(kind: str, column: Column, rows: Sequence[Row], wales: Shown) -> str:
    """Return what the stored comparisons of some areas say: how many differ from Wales, or how far they spread."""
    counted = Counter(row.figure.versus_wales for row in rows)
    if not any(counted[outcome] for outcome in INTERVAL_OUTCOMES):
        return extremes(column, rows, wales)
    facts = {"higher": counted[Outcome.HIGHER], "lower": counted[Outcome.LOWER], "whole": len(rows)}
    return _counted()[kind] % {**facts, **_named(column)}


def extremes(column: Column, rows: Sequence[Row], wales: Shown) -> str:
    """Return the lowest and the highest figure with whose it is, and that of Wales."""
    first, last = (choose(rows, key=lambda row: row.figure.value) for choose in (min, max))
    indicator: Indicator = column.indicator
    facts = {
        "lowest": shown_value(first.figure, indicator),
        "first": first.area.name,
        "highest": shown_value(last.figure, indicator),
        "last": last.area.name,
        "wales": shown_value(wales, indicator),
    }
    said = _(
        "%(indicator)s, %(period)s. Lowest: %(lowest)s (%(first)s). Highest: %(highest)s (%(last)s). Wales: %(wales)s."
    )
    return said % {**facts, **_named(column)}


def _named(column: Column) -> dict[str, str]:
    return {"indicator": column.indicator.name, "period": column.period.short_label}


def _counted() -> dict[str, str]:
    return {
        Area.Kind.CLUSTER: _(
            "%(indicator)s, %(period)s. Clusters significantly higher than Wales: %(higher)s of %(whole)s. "
            "Significantly lower: %(lower)s."
        ),
        Area.Kind.HEALTH_BOARD: _(
            "%(indicator)s, %(period)s. Health boards significantly higher than Wales: %(higher)s of %(whole)s. "
            "Significantly lower: %(lower)s."
        ),
        Area.Kind.LOCAL_AUTHORITY: _(
            "%(indicator)s, %(period)s. Local authorities significantly higher than Wales: %(higher)s of %(whole)s. "
            "Significantly lower: %(lower)s."
        ),
    }
