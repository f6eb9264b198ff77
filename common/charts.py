"""The parts that all charts share: axis, dot, interval, reference line, bar, area, label. Labels never overlap.

A chart is drawn once and shown twice: on a page, in the page's colours, and as a file of its own (common.pictures).
Units are those of the drawing: one is a pixel where the chart is shown at its own width.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.numbers import number
from common.svg import Scale

SIZE = 13
NARROW, WIDE = 288, 720
HIGHER, LOWER = "higher", "lower"
# The advance widths of Liberation Sans (and Arial) in thousandths of the size, by character; an accent adds nothing.
WIDTHS = {
    character: width
    for width, characters in {
        191: "'",
        222: "ijl",
        260: "|",
        278: " !,./:;I[\\]ft",
        333: "()-`r",
        355: '"',
        500: "Jcksvxyz’",
        584: "+<=>~−",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1000: "▲▼",
    }.items()
    for character in characters
}
USUAL_WIDTH = 556
# Where a reader's machine has neither typeface, the next one may be wider by this much (DejaVu Sans).
SPARE = 1.18


def text_width(text: str, size: float = SIZE) -> float:
    """Return how wide a text is drawn."""
    characters = (one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return sum(WIDTHS.get(one, USUAL_WIDTH) for one in characters) * size / 1000


def room(text: str, size: float = SIZE) -> float:
    """Return how much room a text must be given, whichever typeface a reader has."""
    return text_width(text, size) * SPARE


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Return a text as lines no wider than `width`, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Label:
    """Words in a drawing: where they stand, and which end or middle stands there."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    style: str = "label"
    size: float = SIZE

    @property
    def left(self) -> float:
        return self.x - {"start": 0, "middle": 0.5, "end": 1}[self.anchor] * room(self.text, self.size)

    @property
    def right(self) -> float:
        return self.left + room(self.text, self.size)

    def within(self, left: float, right: float) -> "Label":
        """Return the label moved sideways so that it stands between two ends."""
        moved = max(left - self.left, 0) or min(right - self.right, 0)
        return replace(self, x=round(self.x + moved, 1))

    def markup(self, *, linked: bool) -> SafeString:
        where = format_html('x="{}" y="{}"', f"{self.x:g}", f"{self.y:g}")
        anchor = "" if self.anchor == "start" else format_html(' text-anchor="{}"', self.anchor)
        return format_html('<text class="chart-{}" {}{}>{}</text>', self.style, where, anchor, self.text)


@dataclass(frozen=True)
class Shape:
    """A line, a dot, a bar or an area; an area with an address is a link where the drawing stands on a page."""

    path: str
    style: str
    fill: str = ""
    name: str = ""
    address: str = ""

    def markup(self, *, linked: bool) -> SafeString:
        fill = format_html(' fill="url(#{})"', self.fill) if self.fill else ""
        name = format_html("<title>{}</title>", self.name) if self.name else ""
        drawn = format_html('<path class="chart-{}"{} d="{}">{}</path>', self.style, fill, self.path, name)
        if not (linked and self.address):
            return drawn
        return format_html('<a href="{}" tabindex="-1">{}</a>', self.address, drawn)


@dataclass(frozen=True)
class Group:
    """Shapes in units of their own, moved and made smaller so that they fit the drawing."""

    shapes: Sequence[Shape]
    transform: str
    line_width: float

    def markup(self, *, linked: bool) -> SafeString:
        inner = format_html_join("", "{}", ((shape.markup(linked=linked),) for shape in self.shapes))
        width = f"{self.line_width:.2f}"
        return format_html('<g transform="{}" stroke-width="{}">{}</g>', self.transform, width, inner)


Part = Label | Shape | Group


def dot(x: float, y: float, side: str = "", radius: float = 5, *, hollow: bool = False) -> Shape:
    """Return the mark of a figure: a disc, or a triangle that points to the side on which it differs.

    A hollow triangle says that the figure is among the highest or lowest, not that a difference was tested.
    """
    style = f"dot chart-dot--{side}{' chart-dot--hollow' if hollow else ''}"
    if side == HIGHER:
        return Shape(f"M{x:g} {y - radius:g}l{radius} {2 * radius}h{-2 * radius}z", style)
    if side == LOWER:
        return Shape(f"M{x:g} {y + radius:g}l{radius} {-2 * radius}h{-2 * radius}z", style)
    half = f"a{radius} {radius} 0 0 1"
    return Shape(f"M{x - radius:g} {y:g}{half} {2 * radius} 0{half} {-2 * radius} 0z", "dot")


def interval(lower: float, upper: float, y: float) -> Shape:
    return Shape(f"M{lower:g} {y:g}H{upper:g}", "interval")


def reference(x: float, top: float, bottom: float) -> Shape:
    """Return the line of what figures are compared with."""
    return Shape(f"M{x:g} {top:g}V{bottom:g}", "reference")


def bar(length: float, top: float, height: float, *, left: float = 0) -> Shape:
    """Return a bar that starts at zero, which is at `left`."""
    return Shape(f"M{left:g} {top:g}h{length:g}v{height:g}h{-length:g}z", "bar")


def tick_texts(scale: Scale, most: int = 5) -> list[tuple[float, str]]:
    """Return round values across a scale, each with as many decimals as their step needs."""
    ticks = scale.ticks(most)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [(scale.at(tick), number(tick, decimals)) for tick in ticks]


def spaced(labels: Iterable[Label], gap: float = 6) -> list[Label]:
    """Return the labels of one line without those that would come too near to the one before."""
    kept: list[Label] = []
    for label in sorted(labels, key=lambda one: one.left):
        if not kept or label.left >= kept[-1].right + gap:
            kept.append(label)
    return kept


def axis_across(scale: Scale, *, top: float, bottom: float, most: int = 5) -> list[Part]:
    """Return an axis from left to right: a faint line at each tick, its value below."""
    ticks = tick_texts(scale, most)
    lines = [Shape("".join(f"M{place:g} {top:g}V{bottom:g}" for place, _text in ticks), "grid")]
    return [*lines, *spaced(Label(place, bottom + SIZE + 3, text, "middle") for place, text in ticks)]


def axis_upward(scale: Scale, *, left: float, right: float, most: int = 6) -> list[Part]:
    """Return an axis from the bottom upward: a faint line at each tick, its value to the left."""
    ticks = tick_texts(scale, most)
    lines = [Shape("".join(f"M{left:g} {place:g}H{right:g}" for place, _text in ticks), "grid")]
    return [*lines, *(Label(left - 8, place + 4, text, "end") for place, text in ticks)]


@dataclass(frozen=True)
class Chart:
    """A drawing with what must be said of it. `name` tells it from the others of its page.

    The title states the finding; the description says what kind of chart it is, its axes and its range; the key says
    what each mark means. A wide chart gives way to its table where a screen is too narrow for its labels.
    """

    name: str
    title: str
    description: str
    width: int
    height: int
    parts: Sequence[Part]
    patterns: SafeString = SafeString()

    @property
    def is_wide(self) -> bool:
        return self.width > NARROW

    @property
    def labels(self) -> list[Label]:
        return [part for part in self.parts if isinstance(part, Label)]

    @property
    def is_linked(self) -> bool:
        return any(shape.address for part in self.parts if isinstance(part, Group) for shape in part.shapes)

    def drawing(self, *, linked: bool = True) -> SafeString:
        """Return the parts as markup, with links or without."""
        return self.patterns + format_html_join("", "{}", ((part.markup(linked=linked),) for part in self.parts))
