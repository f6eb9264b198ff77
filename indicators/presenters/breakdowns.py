"""Who lives in an area: each group's share beside that of Wales, as a table whose last column is drawn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Area
from common.numbers import number
from indicators import queries
from indicators.models import Breakdown

WIDTH = 300


@dataclass(frozen=True)
class Bar:
    """One group: its name, the share here and in Wales, and how long the bars are (a zero is at the left)."""

    group: str
    count: str
    here: str
    wales: str
    length: float
    mark: float


@dataclass(frozen=True)
class Bars:
    """The groups of one kind."""

    title: str
    heading: str
    note: str
    bars: list[Bar]


def residents(area: Area, wales: Area) -> list[Bars]:
    """Return the residents of an area by age and by deprivation fifth; nothing where none are known."""
    found = queries.breakdowns([area, wales])
    kinds = (Breakdown.Kind.AGE, Breakdown.Kind.DEPRIVATION)
    return [_bars(kind, found[area.pk, kind], found[wales.pk, kind]) for kind in kinds if found[area.pk, kind]]


def _bars(kind: str, here: list[Breakdown], wales: list[Breakdown]) -> Bars:
    shares, compared = _shares(here), _shares(wales)
    longest = max(*shares, *compared)
    bars = [
        Bar(
            group=_group(kind, row.group),
            count=number(row.count),
            here=number(share * 100, 1),
            wales=number(other * 100, 1),
            length=round(share / longest * WIDTH, 1),
            mark=round(other / longest * WIDTH, 1),
        )
        for row, share, other in zip(here, shares, compared, strict=True)
    ]
    if kind == Breakdown.Kind.AGE:
        return Bars(_("Residents by age"), _("Age"), _("Mid-2020 estimates, made before Census 2021."), bars)
    note = _(
        "Census 2021 residents by the WIMD 2025 rank of their small area. Not everyone in a deprived area is deprived."
    )
    return Bars(_("Residents by deprivation of their area"), _("Fifth of Wales’ small areas"), note, bars)


def _shares(rows: list[Breakdown]) -> list[float]:
    total = sum(row.count for row in rows)
    return [row.count / total for row in rows]


def _group(kind: str, group: str) -> str:
    if kind == Breakdown.Kind.AGE:
        return group.replace("-", "–")
    return {"1": _("1, most deprived"), "5": _("5, least deprived")}.get(group, group)
