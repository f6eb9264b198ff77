"""A map of one indicator: its clusters in five classes of equal count, told by pattern and list as by colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.models import Outline
from common.charts import NARROW, Chart, Group, Label, Part, Shape
from common.numbers import number
from common.svg import Box
from indicators.presenters.details import shown_value
from indicators.presenters.dot_plots import Row, extremes
from indicators.queries import Column, Shown

CLASSES = 5
TALLEST, LINE, SWATCH = 360, 24, 26
# Strokes on a tile of 6 by 6, class by class, over fills from light to dark: each differs from the next in grey too.
TILE = 6
STROKES = {1: "", 2: "M2 3h2", 3: "M0 6L6 0", 4: "M0 6L6 0M0 0L6 6", 5: ""}


@dataclass(frozen=True)
class Class:
    """The areas of one class, with the figures between which they lie."""

    number: int
    said: str
    short: str
    rows: Sequence[Row]
    values: Sequence[str]

    @property
    def lines(self) -> Iterable[tuple[Row, str]]:
        return zip(self.rows, self.values, strict=True)


def classes(column: Column, rows: Sequence[Row]) -> list[Class]:
    """Put areas into five classes of equal count by the figures as shown; equal figures are in one class."""
    decimals = column.indicator.decimals
    ordered = sorted(rows, key=lambda row: round(row.figure.value, decimals))
    numbered: dict[float, int] = {}
    for place, row in enumerate(ordered):
        numbered.setdefault(round(row.figure.value, decimals), place * CLASSES // len(ordered) + 1)
    grouped = {
        one: [row for row in ordered if numbered[round(row.figure.value, decimals)] == one] for one in range(1, 6)
    }
    return [_class(one, members, column) for one, members in grouped.items() if members]


def _class(place: int, rows: Sequence[Row], column: Column) -> Class:
    values = [shown_value(row.figure, column.indicator) for row in rows]
    words = _("Class %(number)s: %(low)s to %(high)s (clusters: %(count)s)")
    short = _("Class %(number)s: %(low)s to %(high)s")
    facts = {"number": place, "low": values[0], "high": values[-1], "count": len(rows)}
    return Class(place, words % facts, short % facts, rows, values)


def class_map(column: Column, found: Sequence[Class], wales: Shown, outlines: Sequence[Outline]) -> Chart:
    """Draw the outlines of areas, each filled by its class, above the list of the classes."""
    rows = [row for one in found for row in one.rows]
    box = Box.around(outline.box for outline in outlines)
    ratio = min(NARROW / (box.right - box.left), TALLEST / (box.bottom - box.top))
    below = round((box.bottom - box.top) * ratio) + 12
    shapes = {outline.area_id: outline.path for outline in outlines}
    areas = [_area(row, one, shapes[row.area.pk]) for one in found for row in one.rows if row.area.pk in shapes]
    decimals = column.indicator.decimals
    described = _(
        "Map of the clusters in five classes, each of about as many clusters, from the lowest figures to the highest. "
        "Unit: %(unit)s, from %(low)s to %(high)s. Clusters have no exact borders; these are our own approximation."
    )
    values = [row.figure.value for row in rows]
    facts = {"unit": column.indicator.unit, "low": number(min(values), decimals), "high": number(max(values), decimals)}
    key = [part for place, one in enumerate(found) for part in _key(one, below + LINE * place)]
    return Chart(
        "map",
        extremes(column, rows, wales),
        described % facts,
        NARROW,
        below + LINE * len(found),
        [Group(areas, f"scale({ratio:.4f}) translate({-box.left} {-box.top})", 1 / ratio), *key],
        _patterns("area", 1 / ratio) + _patterns("key", 1),
    )


def _area(row: Row, one: Class, path: str) -> Shape:
    return Shape(path, "area", f"area-class-{one.number}", f"{row.area.name}: {one.short}", row.area.get_absolute_url())


def _key(one: Class, y: float) -> list[Part]:
    swatch = Shape(f"M1 {y:g}h{SWATCH}v16h{-SWATCH}z", "area", f"key-class-{one.number}")
    return [swatch, Label(SWATCH + 10, y + 13, one.short)]


def _patterns(prefix: str, larger: float) -> SafeString:
    """Return the fills of the classes: a tint from light to dark, and strokes that tell them apart without colour."""
    tile = (
        '<pattern id="{0}-class-{1}" width="{2}" height="{2}" patternUnits="userSpaceOnUse" '
        'patternTransform="scale({3})">{4}{5}</pattern>'
    )
    made = ((prefix, one, TILE, f"{larger:.2f}", _tint(one), _strokes(one)) for one in STROKES)
    return format_html("<defs>{}</defs>", format_html_join("", tile, made))


def _tint(one: int) -> SafeString:
    return format_html('<path class="chart-class chart-class--{0}" d="M0 0h{1}v{1}H0z"/>', one, TILE)


def _strokes(one: int) -> SafeString:
    return format_html('<path class="chart-hatch" d="{}"/>', STROKES[one]) if STROKES[one] else SafeString()
