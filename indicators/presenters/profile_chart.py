"""An area's profile as one picture to take away: a strip for each indicator, with its words, topic by topic."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clusters.models import GeographyBasis
from common.charts import HIGHER, LOWER, SIZE, WIDE, Chart, Label, Part, Shape, dot, interval, reference, wrapped
from common.workbooks import Cell, Number
from indicators.presenters.chart_files import ChartFile, Provenance, chart_links
from indicators.presenters.charts import WIDTH as STRIP_WIDTH
from indicators.presenters.download_words import approximation
from indicators.presenters.profile import Block, Profile

NAME, VALUE, LEFT = 230, 352, 364
LINE, PAD = 17, 12
ROUTES = {
    "cluster": "indicators:cluster_profile_chart",
    "local_authority": "indicators:local_authority_profile_chart",
    "health_board": "indicators:health_board_profile_chart",
}


def profile_file(profile: Profile) -> ChartFile | None:
    """Return the picture of an area's profile with its figures; None where it has none."""
    if not profile.columns or profile.release is None:
        return None
    approximate = any(column.indicator.geography_basis == GeographyBasis.APPROXIMATE for column in profile.columns)
    caveat = approximation() if approximate and profile.area.kind == "cluster" else ""
    source = _("named on each indicator’s page")
    provenance = Provenance(source, profile.release, profile.area.get_absolute_url(), caveat)
    headings = (_("Indicator"), _("Unit"), _("Period"), _("Value"), _("Against Wales"))
    rows = [_cells(block) for _topic, blocks in profile.topics for block in blocks]
    return ChartFile(_chart(profile), headings, rows, provenance, ROUTES[profile.area.kind], profile.area.slug)


def picture_links(profile: Profile) -> list[dict[str, str]]:
    """Return the links to the picture alone: the figures are in the files of the table."""
    if not profile.columns:
        return []
    return chart_links(ROUTES[profile.area.kind], profile.area.slug)[:2]


def _cells(block: Block) -> tuple[Cell, ...]:
    said, indicator = block.line, block.line.column.indicator
    value: Cell = said.value if block.figure is None else Number.of(block.figure, indicator.decimals)
    return indicator.name, indicator.unit, said.column.period.label, value, said.said or "[z]"


def _chart(profile: Profile) -> Chart:
    parts: list[Part] = []
    top = 0.0
    for topic, blocks in profile.topics:
        parts.append(Label(0, top + SIZE + 4, topic, style="topic"))
        top += LINE + PAD
        for block in blocks:
            drawn, height = _row(block, top)
            parts += drawn
            top += height
    differing = [block for _topic, blocks in profile.topics for block in blocks if "is-" in block.line.style]
    whole = sum(len(blocks) for _topic, blocks in profile.topics)
    title = _("%(area)s: key indicators that stand out against Wales: %(differing)s of %(whole)s.")
    facts = {"area": profile.area.name, "differing": len(differing), "whole": whole}
    described = _(
        "A strip for each indicator, each with a scale of its own that need not start at zero. Large mark with line: "
        "this area and its 95%% interval; a triangle points up where it is higher and down where it is lower; a hollow "
        "one marks the highest or lowest fifth. Small marks: the other areas of its kind. Solid upright line: Wales. "
        "Dashed: the health board."
    )
    return Chart("profile", title % facts, described % {}, WIDE, int(top + PAD), parts)


def _row(block: Block, top: float) -> tuple[list[Part], float]:
    """Return the parts of one indicator and how high they stand."""
    said, indicator = block.line, block.line.column.indicator
    names = wrapped(f"{indicator.name}, {indicator.short_unit}", NAME)
    height = LINE * len(names) + PAD
    middle = top + (height - PAD) / 2
    parts: list[Part] = [Label(0, top + LINE * (place + 1) - 4, name) for place, name in enumerate(names)]
    symbol = f"{said.symbol} " if said.symbol and not _is_fifth(block) else ""
    parts += [Label(VALUE, middle + 4, f"{symbol}{said.value}", "end")] if block.figure is not None else []
    return [*parts, *_strip(block, middle)], height


def _strip(block: Block, middle: float) -> Iterable[Part]:
    strip = block.strip
    if strip is None:
        return
    shift = (WIDE - LEFT) / STRIP_WIDTH
    at = {name: LEFT + getattr(strip, name) * shift for name in PLACES if getattr(strip, name) is not None}
    yield Shape("".join(f"M{LEFT + place * shift:.1f} {middle:g}h0" for place in strip.places), "other")
    if "wales" in at:
        yield reference(round(at["wales"], 1), middle - 11, middle + 11)
    if "board" in at:
        yield Shape(f"M{at['board']:.1f} {middle - 11:g}V{middle + 11:g}", "board")
    if "lower" in at and "upper" in at:
        yield interval(round(at["lower"], 1), round(at["upper"], 1), middle)
    if "here" in at:
        side = HIGHER if "is-high" in block.line.style else LOWER if "is-low" in block.line.style else ""
        yield dot(round(at["here"], 1), middle, side, radius=6, hollow=_is_fifth(block))


def _is_fifth(block: Block) -> bool:
    return "is-highest" in block.line.style or "is-lowest" in block.line.style


PLACES = ("here", "lower", "upper", "wales", "board")
