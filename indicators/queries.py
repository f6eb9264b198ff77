"""Reads that feed the pages about figures. The public sees figures through `CurrentFigureSet` and no other way."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from clusters.models import Area
from indicators.models import CurrentFigureSet, Indicator, KeyFinding, Release


class Shown(NamedTuple):
    """A figure as the pages need it: a plain row, because a page holds a thousand of them."""

    area: int
    indicator: int
    value: float | None
    lower95: float | None
    upper95: float | None
    flag: str
    versus_board: str
    versus_wales: str
    ratio_board: float | None
    ratio_wales: float | None


@dataclass(frozen=True)
class Column:
    """An indicator with the period that the public sees latest."""

    indicator: Indicator
    period: Any
    figure_set: int
    release: Release


def columns(codes: Collection[str] | None = None) -> list[Column]:
    """Return the published indicators asked for (the key ones by default), in the order of topic and key."""
    latest = CurrentFigureSet.objects.filter(is_latest=True).select_related(
        "indicator__topic", "period", "figure_set__release"
    )
    wanted = latest.filter(indicator__code__in=codes) if codes else latest.filter(indicator__key_order__isnull=False)
    ordered = wanted.order_by("indicator__topic__order", "indicator__key_order", "indicator__pk")
    return [
        Column(current.indicator, current.period, current.figure_set_id, current.figure_set.release)
        for current in ordered
    ]


def published_indicators() -> QuerySet[Indicator]:
    """Return every indicator that has figures, topic by topic, with what a list to choose from needs and no more."""
    found = Indicator.objects.filter(Exists(CurrentFigureSet.objects.filter(indicator=OuterRef("pk"))))
    needed = ("code", "name", "short_name", "slug", "key_order", "topic__code", "topic__name", "topic__order")
    return found.select_related("topic").only(*needed).order_by("topic__order", "key_order", "pk")


def clusters(*, on: datetime.date, board: Area | None = None) -> list[Area]:
    """Return the clusters of a board, or of Wales, with their boards."""
    found = Area.objects.filter(kind=Area.Kind.CLUSTER).real().current(on=on).select_related("parent")
    return list((found.filter(parent=board) if board else found).in_order())


def boards_and_wales(*, on: datetime.date) -> list[Area]:
    kinds = (Area.Kind.HEALTH_BOARD, Area.Kind.NATION)
    return list(Area.objects.filter(kind__in=kinds).real().current(on=on).in_order())


# In the order of Shown. A page holds a thousand of them, and the ORM takes half as long again for the same rows.
SHOWN = """
    SELECT figure.area_id, sets.indicator_id, figure.value, figure.lower95, figure.upper95, figure.flag,
           figure.versus_board, figure.versus_wales, figure.ratio_board, figure.ratio_wales
      FROM indicators_figure AS figure
      JOIN indicators_figureset AS sets ON sets.id = figure.figure_set_id
     WHERE figure.figure_set_id = ANY(%s) AND figure.area_id = ANY(%s)
"""


def figures(shown: Collection[Column], areas: Collection[int]) -> dict[tuple[int, int], Shown]:
    """Return the figures of some columns for some areas, by area and indicator."""
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [[column.figure_set for column in shown], list(areas)])
        found = map(Shown._make, cursor.fetchall())
    return {(figure.area, figure.indicator): figure for figure in found}


TIDY_COLUMNS = (
    "area_code",
    "area_kind",
    "area_name_en",
    "area_name_cy",
    "indicator",
    "period",
    "count",
    "denominator",
    "value",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "comparison",
    "versus_board",
    "versus_wales",
    "difference_wales",
    "ratio_wales",
    "population_basis",
    "geography_basis",
    "flag",
    "release",
)
TIDY = """
    SELECT area.code, area.kind, body.name_en, body.name_cy, indicator.code, period.code,
           figure.count, figure.denominator, figure.value,
           figure.lower95, figure.upper95, figure.lower998, figure.upper998,
           sets.comparison, figure.versus_board, figure.versus_wales, figure.difference_wales, figure.ratio_wales,
           indicator.population_basis, figure.geography_basis, figure.flag, release.number
      FROM indicators_currentfigureset AS current
      JOIN indicators_figureset AS sets ON sets.id = current.figure_set_id
      JOIN indicators_release AS release ON release.id = sets.release_id
      JOIN indicators_indicator AS indicator ON indicator.id = sets.indicator_id
      JOIN indicators_period AS period ON period.id = sets.period_id
      JOIN indicators_figure AS figure ON figure.figure_set_id = sets.id
      JOIN clusters_area AS area ON area.body_ptr_id = figure.area_id
      JOIN governance_body AS body ON body.id = area.body_ptr_id
     WHERE NOT body.is_example
       AND (%(board)s::bigint IS NULL OR area.kind = 'nation' OR body.id = %(board)s OR body.parent_id = %(board)s)
     ORDER BY indicator.id, period."order", area.kind, area.code
"""


def tidy_rows(board: Area | None = None) -> Iterator[tuple[Any, ...]]:
    """Give every current figure, all periods, one row each: of Wales, or of a board, its parts and Wales."""
    with connection.cursor() as cursor:
        cursor.execute(TIDY, {"board": board.pk if board else None})
        yield from cursor.fetchall()


def periods_of(indicator: Indicator) -> list[Column]:
    """Return the periods of an indicator that the public sees, latest first."""
    current = CurrentFigureSet.objects.filter(indicator=indicator).select_related("period", "figure_set__release")
    return [
        Column(indicator, row.period, row.figure_set_id, row.figure_set.release)
        for row in current.order_by("-period__order")
    ]


def newest_release() -> Release | None:
    return Release.objects.filter(state=Release.State.PUBLISHED).order_by("-number").first()


def key_findings(area: Area) -> list[KeyFinding]:
    """Return what the newest published release finds of an area, the biggest difference first."""
    found = KeyFinding.objects.filter(area=area, release__state=Release.State.PUBLISHED)
    newest = found.order_by("-release__number").values("release")[:1]
    return list(found.filter(release=newest).order_by("order"))
