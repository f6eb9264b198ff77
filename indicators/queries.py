"""Reads that feed the pages about figures. The public sees figures through `CurrentFigureSet` and no other way."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from clusters.models import Area, GeographyBasis
from common import clock
from indicators.models import (
    Breakdown,
    CurrentExampleSet,
    CurrentFigureSet,
    DeprivationFifth,
    DeprivationGap,
    Figure,
    FigureSet,
    Indicator,
    KeyFinding,
    Neighbour,
    Outcome,
    Period,
    PublishedRate,
    Release,
)

# Years after which a figure is marked as old.
OLD_AFTER = 5


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
    trend: str = ""
    count: float | None = None
    denominator: float | None = None

    def outcome(self, comparator: str) -> str:
        """Return the stored comparison with `wales` or the own `board`; a fifth is always one of Wales."""
        if comparator == "board" and not Outcome.is_fifth(self.versus_wales):
            return self.versus_board
        return self.versus_wales

    def ratio(self, comparator: str) -> float | None:
        return self.ratio_board if comparator == "board" else self.ratio_wales


@dataclass(frozen=True)
class Column:
    """An indicator with the period that the public sees latest."""

    indicator: Indicator
    period: Any
    figure_set: int
    release: Release
    rank: int = FigureSet.Rank.APPROXIMATION
    said: FigureSet | None = None

    @property
    def source(self) -> str:
        """Where the figures come from, as their file says it or else the catalogue."""
        return self._said("source") or self.indicator.source

    @property
    def caveats(self) -> str:
        """What to beware of: what a file says of its figures takes the place of the catalogue's words on ours."""
        return self._said("note") or self.indicator.caveats

    @property
    def geography(self) -> GeographyBasis:
        """Whether the areas of clusters are exact."""
        said = self.said.said_geography if self.said else ""
        return GeographyBasis(said or self.indicator.geography_basis)

    def _said(self, what: str) -> str:
        return str(getattr(self.said, f"said_{what}_{get_language() or 'en'}")) if self.said else ""

    @property
    def is_old(self) -> bool:
        """Whether the last day of its period lies more than five years back."""
        last, today = self.period.ends_on, clock.today()
        return bool(last) and (last.year + OLD_AFTER, last.month, last.day) < (today.year, today.month, today.day)


def shown_sets(*, example: bool) -> QuerySet[Any]:
    """Return the figure sets that the public sees: of the real areas, or of the examples, never both."""
    return CurrentExampleSet.objects.all() if example else CurrentFigureSet.objects.all()


def columns(codes: Collection[str] | None = None, *, example: bool = False) -> list[Column]:
    """Return the published indicators asked for, in the order of topic and key.

    By default these are the key ones; of the examples, all.
    """
    latest = shown_sets(example=example).filter(is_latest=True)
    wanted = latest.select_related("indicator__topic", "period", "figure_set__release")
    if codes:
        wanted = wanted.filter(Q(indicator__code__in=codes) | Q(indicator__former_code__in=codes))
    elif not example:
        wanted = wanted.filter(indicator__key_order__isnull=False)
    ordered = wanted.order_by("indicator__topic__order", "indicator__key_order", "indicator__pk")
    return [
        Column(current.indicator, current.period, current.figure_set_id, current.figure_set.release)
        for current in ordered
    ]


def published_indicators(*, example: bool = False) -> QuerySet[Indicator]:
    """Return every indicator that has figures, topic by topic, with what a list to choose from needs and no more."""
    found = Indicator.objects.filter(Exists(shown_sets(example=example).filter(indicator=OuterRef("pk"))))
    needed = (
        "code",
        "former_code",
        "name",
        "short_name",
        "slug",
        "key_order",
        "topic__code",
        "topic__name",
        "topic__order",
    )
    return found.select_related("topic").only(*needed).order_by("topic__order", "key_order", "pk")


def clusters(*, on: datetime.date, board: Area | None = None, example: bool = False) -> list[Area]:
    """Return the clusters of a board, or of Wales, with their boards."""
    found = Area.objects.filter(kind=Area.Kind.CLUSTER, is_example=example).current(on=on).select_related("parent")
    return list((found.filter(parent=board) if board else found).in_order())


def boards_and_wales(*, on: datetime.date, example: bool = False) -> list[Area]:
    kinds = (Area.Kind.HEALTH_BOARD, Area.Kind.NATION)
    return list(Area.objects.filter(kind__in=kinds, is_example=example).current(on=on).in_order())


# In the order of Shown. A page holds a thousand of them, and the ORM takes half as long again for the same rows.
SHOWN = """
    SELECT figure.area_id, sets.indicator_id, figure.value, figure.lower95, figure.upper95, figure.flag,
           figure.versus_board, figure.versus_wales, figure.ratio_board, figure.ratio_wales,
           CASE WHEN figure.area_id = ANY(%(trends_of)s) THEN COALESCE((
               SELECT trend.direction
                 FROM indicators_trend AS trend
                 JOIN indicators_release AS release ON release.id = trend.release_id
                WHERE trend.figure_set_id = figure.figure_set_id AND trend.area_id = figure.area_id
                  AND release.state = 'published'
                ORDER BY trend.release_id DESC
                LIMIT 1
           ), '') ELSE '' END,
           figure.count, figure.denominator
      FROM indicators_figure AS figure
      JOIN indicators_figureset AS sets ON sets.id = figure.figure_set_id
     WHERE figure.figure_set_id = ANY(%(sets)s) AND figure.area_id = ANY(%(areas)s)
"""


def figures(
    shown: Collection[Column], areas: Collection[int], *, trends_of: Collection[int] = ()
) -> dict[tuple[int, int], Shown]:
    """Return the figures of some columns for some areas, by area and indicator; with trends for a few of them."""
    asked = {"sets": [column.figure_set for column in shown], "areas": list(areas), "trends_of": list(trends_of)}
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, asked)
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
      FROM {shown} AS current
      JOIN indicators_figureset AS sets ON sets.id = current.figure_set_id
      JOIN indicators_release AS release ON release.id = sets.release_id
      JOIN indicators_indicator AS indicator ON indicator.id = sets.indicator_id
      JOIN indicators_period AS period ON period.id = sets.period_id
      JOIN indicators_figure AS figure ON figure.figure_set_id = sets.id
      JOIN clusters_area AS area ON area.body_ptr_id = figure.area_id
      JOIN governance_body AS body ON body.id = area.body_ptr_id
     WHERE body.is_example = %(example)s
       AND (%(board)s::bigint IS NULL OR area.kind = 'nation' OR body.id = %(board)s OR body.parent_id = %(board)s)
     ORDER BY indicator.id, period.ends_on NULLS FIRST, period."order", area.kind, area.code
"""


def tidy_rows(board: Area | None = None) -> Iterator[tuple[Any, ...]]:
    """Give every current figure, all periods, one row each: of Wales, or of a board, its parts and Wales."""
    example = board is not None and board.is_example
    shown = shown_sets(example=example).model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(TIDY.format(shown=shown), {"board": board.pk if board else None, "example": example})
        yield from cursor.fetchall()


def periods_of(indicator: Indicator) -> list[Column]:
    """Return the periods of an indicator that the public sees, latest first."""
    current = CurrentFigureSet.objects.filter(indicator=indicator).select_related("period", "figure_set__release")
    return [
        Column(indicator, row.period, one.pk, one.release, one.rank, one)
        for row in current.order_by(*Period.latest_first())
        for one in (row.figure_set,)
    ]


def outranked(column: Column) -> FigureSet | None:
    """Return the newest figure set of a lower rank than the one that the public sees for its period, if any."""
    if column.rank == FigureSet.Rank.APPROXIMATION:
        return None
    beside = FigureSet.objects.filter(
        indicator=column.indicator,
        period=column.period,
        rank__lt=column.rank,
        release__state=Release.State.PUBLISHED,
        release__is_example=column.release.is_example,
    )
    return beside.select_related("release").order_by("-release__number").first()


def published_rates(area: Area) -> QuerySet[PublishedRate]:
    """Return what others publish of a board, an authority or Wales: context, never one of our figures."""
    return area.published_rates.select_related("measure__indicator").order_by("measure__order")


def published_rates_of(indicator: Indicator) -> QuerySet[PublishedRate]:
    """Return what others publish on what an indicator measures, measure by measure, areas by name within a kind."""
    found = PublishedRate.objects.filter(measure__indicator=indicator).select_related("measure", "area")
    return found.order_by("measure__order", "area__kind", f"area__sort_key_{get_language() or 'en'}")


def newest_release() -> Release | None:
    return Release.objects.filter(state=Release.State.PUBLISHED, is_example=False).order_by("-number").first()


def key_findings(area: Area) -> list[KeyFinding]:
    """Return what the newest published release finds of an area, the biggest difference first."""
    found = KeyFinding.objects.filter(area=area, release__state=Release.State.PUBLISHED)
    newest = found.order_by("-release__number").values("release")[:1]
    return list(found.filter(release=newest).select_related("indicator").order_by("order"))


def every_area(*, on: datetime.date, example: bool = False, near: Area | None = None) -> list[Area]:
    """Return Wales, its boards, authorities and clusters, in the reader's order of names; or those of the examples.

    With `near`, those most like that cluster carry their `distance`, by the newest release that says so.
    """
    areas = Area.objects.filter(is_example=example).current(on=on).in_order()
    if near is not None:
        newest = Neighbour.objects.filter(area=near, release__state=Release.State.PUBLISHED).order_by("-release_id")
        found = Neighbour.objects.filter(area=near, release=newest.values("release")[:1], other=OuterRef("pk"))
        areas = areas.annotate(distance=Subquery(found.values("distance")[:1]))
    return list(areas)


def breakdowns(areas: Collection[Area]) -> dict[tuple[int, str], list[Breakdown]]:
    """Return the groups of the newest release that has them, by area and kind, in order; examples have their own."""
    published = Breakdown.objects.filter(
        release__state=Release.State.PUBLISHED, release__is_example=any(area.is_example for area in areas)
    )
    newest = published.order_by("-release__number").values("release")[:1]
    found: dict[tuple[int, str], list[Breakdown]] = defaultdict(list)
    rows = Breakdown.objects.filter(release=newest, area__in=areas).select_related("release")
    for row in rows.order_by("kind", "order"):
        found[row.area_id, row.kind].append(row)
    return found


class Sized(NamedTuple):
    """A value with the number of people or households that it is out of."""

    denominator: float
    value: float


def sized_figures(column: Column, areas: Collection[int]) -> dict[int, Sized]:
    """Return the values of areas with their denominators, where both are given."""
    rows = Figure.objects.filter(figure_set=column.figure_set, area__in=areas, denominator__gt=0, value__isnull=False)
    return {area: Sized(below, value) for area, below, value in rows.values_list("area_id", "denominator", "value")}


@dataclass(frozen=True)
class Published:
    """A release with what it holds, and the earlier releases whose figures it replaced."""

    release: Release
    indicators: list[str]
    periods: int
    replaced: list[int]
    # The indicators whose figures stand beside others of a higher rank.
    outranked: list[str]


def published_releases() -> list[Published]:
    """Return the published releases of real figures, newest first."""
    found = Release.objects.filter(state=Release.State.PUBLISHED, is_example=False).order_by("-number")
    sets = FigureSet.objects.filter(release__in=found).select_related("indicator").order_by("release__number", "pk")
    holding: dict[int, list[FigureSet]] = defaultdict(list)
    seen: dict[tuple[int, int], FigureSet] = {}
    replaced: dict[int, set[int]] = defaultdict(set)
    outranked: dict[int, dict[str, None]] = defaultdict(dict)
    numbers = {release.pk: release.number for release in found}
    for one in sets:
        holding[one.release_id].append(one)
        earlier = seen.get((one.indicator_id, one.period_id))
        if earlier is not None and earlier.rank > one.rank:
            outranked[one.release_id][one.indicator.name] = None
            continue
        if earlier is not None:
            replaced[one.release_id].add(numbers[earlier.release_id])
        seen[one.indicator_id, one.period_id] = one
    return [_published(one, holding[one.pk], replaced[one.pk], outranked[one.pk]) for one in found]


def withdrawn_releases() -> QuerySet[Release]:
    """Return the withdrawn releases of real figures, the latest withdrawn first."""
    return Release.objects.filter(state=Release.State.WITHDRAWN, is_example=False).order_by("-withdrawn_at", "-number")


def _published(
    release: Release, sets: list[FigureSet], replaced: Collection[int], outranked: Iterable[str]
) -> Published:
    names = dict.fromkeys(one.indicator.name for one in sets)
    periods = len({one.period_id for one in sets})
    return Published(release, list(names), periods, sorted(replaced), list(outranked))


def fifths_of(column: Column) -> tuple[list[DeprivationFifth], list[DeprivationGap]]:
    """Return the figures by deprivation fifth of one figure set, most deprived first, and how far the fifths differ."""
    fifths = DeprivationFifth.objects.filter(figure_set=column.figure_set).order_by("fifth")
    return list(fifths), list(DeprivationGap.objects.filter(figure_set=column.figure_set))


def values_by_period(shown: Collection[Column], areas: Collection[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """Return value, 95% limits and flag by figure set and area: periods of one indicator beside each other."""
    rows = Figure.objects.filter(figure_set__in=[column.figure_set for column in shown], area__in=areas)
    found = rows.values_list("figure_set_id", "area_id", "value", "lower95", "upper95", "flag")
    return {(figure_set, area): tuple(rest) for figure_set, area, *rest in found}


def counted_figures(shown: Collection[Column], areas: Collection[int]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return count and denominator by figure set and area, where both are given."""
    rows = Figure.objects.filter(figure_set__in=[column.figure_set for column in shown], area__in=areas)
    rows = rows.filter(count__isnull=False, denominator__gt=0)
    found = rows.values_list("figure_set_id", "area_id", "count", "denominator")
    return {(figure_set, area): (count, below) for figure_set, area, count, below in found}
