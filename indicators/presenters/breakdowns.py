"""Who lives in an area: each group's share as a bar from zero, that of Wales as a mark, and the same as a table.

The shipped data hold ages without sex, so that this is an age profile and not a pyramid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Area
from common.charts import NARROW, SIZE, Chart, Label, Part, Shape, axis_across, bar, room
from common.numbers import number
from common.svg import Scale
from common.workbooks import Cell, Number
from indicators import queries
from indicators.models import Breakdown
from indicators.presenters.chart_files import ChartFile, Provenance

TOP, ROW, BAR = 8, 20, 13
OLDER = ("65-69", "70-74", "75-79", "80-84", "85-89", "90+")
MOST_DEPRIVED = "1"
ROUTES = {
    (Area.Kind.CLUSTER, Breakdown.Kind.AGE): "indicators:cluster_age_chart",
    (Area.Kind.CLUSTER, Breakdown.Kind.DEPRIVATION): "indicators:cluster_deprivation_chart",
    (Area.Kind.HEALTH_BOARD, Breakdown.Kind.AGE): "indicators:health_board_age_chart",
    (Area.Kind.HEALTH_BOARD, Breakdown.Kind.DEPRIVATION): "indicators:health_board_deprivation_chart",
}


@dataclass(frozen=True)
class Share:
    """One group: its people here, its share here and in Wales."""

    group: str
    count: float
    here: float
    wales: float

    @property
    def said(self) -> tuple[str, str, str, str]:
        """The numbers as a table shows them."""
        return self.group, number(self.count), number(self.here * 100, 1), number(self.wales * 100, 1)

    @property
    def cells(self) -> tuple[Cell, ...]:
        shares = (Number.of(share * 100, 1) for share in (self.here, self.wales))
        return self.group, Number.of(self.count), *shares


@dataclass(frozen=True)
class Bars:
    """The groups of one kind, drawn and as a table."""

    title: str
    heading: str
    note: str
    shares: Sequence[Share]
    picture: ChartFile


def residents(area: Area, wales: Area) -> list[Bars]:
    """Return the residents of an area by age and by deprivation fifth; nothing where none are known."""
    found = queries.breakdowns([area, wales])
    kinds = (Breakdown.Kind.AGE, Breakdown.Kind.DEPRIVATION)
    return [_bars(area, kind, found[area.pk, kind], found[wales.pk, kind]) for kind in kinds if found[area.pk, kind]]


def _bars(area: Area, kind: str, here: list[Breakdown], wales: list[Breakdown]) -> Bars:
    words = _words()[kind]
    shares = _shares(kind, here, wales)
    chart = _chart(area, kind, shares, _finding(area, kind, here, wales))
    headings = (words["heading"], _("People"), _("Per cent here"), _("Per cent in Wales"))
    provenance = Provenance(words["source"], here[0].release, area.get_absolute_url(), words["note"])
    picture = ChartFile(chart, headings, [one.cells for one in shares], provenance, ROUTES[area.kind, kind], area.slug)
    return Bars(words["title"], words["heading"], words["note"], shares, picture)


def _shares(kind: str, here: list[Breakdown], wales: list[Breakdown]) -> list[Share]:
    total, whole = (sum(row.count for row in rows) for rows in (here, wales))
    return [
        Share(_group(kind, row.group), row.count, row.count / total, other.count / whole)
        for row, other in zip(here, wales, strict=True)
    ]


def _finding(area: Area, kind: str, here: list[Breakdown], wales: list[Breakdown]) -> str:
    groups = OLDER if kind == Breakdown.Kind.AGE else (MOST_DEPRIVED,)
    facts = {"here": _share_of(groups, here), "wales": _share_of(groups, wales), "area": area.name}
    return _words()[kind]["finding"] % facts


def _share_of(groups: Sequence[str], rows: list[Breakdown]) -> str:
    share = sum(row.count for row in rows if row.group in groups) / sum(row.count for row in rows)
    return number(share * 100, 1)


def _chart(area: Area, kind: str, shares: Sequence[Share], title: str) -> Chart:
    left = max(room(one.group) for one in shares) + 10
    most = max(max(one.here, one.wales) for one in shares) * 100
    scale = Scale(0, most, left, NARROW - 4)
    bottom = TOP + ROW * len(shares)
    # The oldest stand at the top, as in a pyramid; deprivation runs from most to least.
    ordered = list(reversed(shares)) if kind == Breakdown.Kind.AGE else list(shares)
    parts = axis_across(scale, top=TOP, bottom=bottom)
    parts += [part for place, one in enumerate(ordered) for part in _row(one, scale, TOP + ROW * place)]
    described = _(
        "Bar chart of %(area)s: a bar for each group of residents, starting at zero; the upright mark is the share of "
        "the same group in Wales. Across: per cent of all residents, from 0 to %(most)s."
    )
    described %= {"area": area.name, "most": number(most, 1)}
    return Chart(kind, title, described, NARROW, bottom + SIZE + 8, parts)


def _row(one: Share, scale: Scale, top: float) -> list[Part]:
    mark = scale.at(one.wales * 100)
    length = scale.at(one.here * 100) - scale.start
    return [
        Label(0, top + ROW / 2 + 4, one.group),
        bar(round(length, 1), top + (ROW - BAR) / 2, BAR, left=round(scale.start, 1)),
        Shape(f"M{mark:g} {top + 1:g}v{ROW - 2}", "reference"),
    ]


def _words() -> dict[str, dict[str, str]]:
    return {
        Breakdown.Kind.AGE: {
            "title": _("Residents by age"),
            "heading": _("Age"),
            "note": _("Mid-2020 estimates, made before Census 2021. They are not split by sex."),
            "source": _("ONS small area population estimates, mid-2020"),
            "finding": _("%(area)s: %(here)s%% of residents are aged 65 or over (Wales: %(wales)s%%)."),
        },
        Breakdown.Kind.DEPRIVATION: {
            "title": _("Residents by deprivation of their area"),
            "heading": _("Fifth of Wales’ small areas"),
            "note": _(
                "Census 2021 residents by the WIMD 2025 rank of their small area. Not everyone in a deprived area is "
                "deprived."
            ),
            "source": _("ONS Census 2021; Welsh Index of Multiple Deprivation 2025"),
            "finding": _(
                "%(area)s: %(here)s%% of residents live in the most deprived fifth of Wales’ small areas (Wales: "
                "%(wales)s%%)."
            ),
        },
    }


def _group(kind: str, group: str) -> str:
    if kind == Breakdown.Kind.AGE:
        return group.replace("-", "–")
    return {"1": _("1, most deprived"), "5": _("5, least deprived")}.get(group, group)
