"""An indicator's own page of figures: every cluster, board and authority on one scale, and the periods before."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Area, GeographyBasis
from common.numbers import number
from indicators import queries
from indicators.models import Indicator
from indicators.presenters.deprivation import ByDeprivation
from indicators.presenters.details import Line, line, shown_value
from indicators.presenters.funnel import Funnel, applies, funnel
from indicators.presenters.trend_chart import FEWEST, Point, points
from indicators.presenters.words import flag_words, one_in, trend_word
from indicators.queries import Column, Shown

SORTS = ("name", "highest", "lowest")


@dataclass(frozen=True)
class Group:
    """Areas of one kind, each with its line."""

    kind: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Past:
    """One period of an indicator: the values of Wales and of each board."""

    label: str
    values: list[str]


@dataclass(frozen=True)
class Beside:
    """An area's figure as the public sees it, and our own approximation of lower rank."""

    area: Area
    shown: str
    ours: str


class IndicatorPage:
    """The figures of one indicator in its latest period, in an order that the reader chooses."""

    def __init__(self, indicator: Indicator, *, on: datetime.date, sort: str = "", area: str = "") -> None:
        self.indicator, self.on, self.asked_area = indicator, on, area
        self.sort = sort if sort in SORTS else "name"

    @cached_property
    def columns(self) -> list[Column]:
        """The periods of the indicator, latest first."""
        return queries.periods_of(self.indicator)

    @cached_property
    def areas(self) -> list[Area]:
        return queries.every_area(on=self.on)

    @cached_property
    def figures(self) -> dict[int, Shown]:
        """The figures of the latest period, by area."""
        kinds = (Area.Kind.NATION, Area.Kind.HEALTH_BOARD)
        larger = [area.pk for area in self.areas if area.kind in kinds and len(self.columns) > 1]
        found = queries.figures(self.columns[:1], [area.pk for area in self.areas], trends_of=larger)
        return {area: figure for (area, _indicator), figure in found.items()}

    @property
    def wales(self) -> Area:
        return next(area for area in self.areas if area.kind == Area.Kind.NATION)

    @property
    def address(self) -> str:
        return reverse("indicators:indicator", kwargs={"slug": self.indicator.slug})

    @property
    def source(self) -> str:
        return self.columns[0].source if self.columns else self.indicator.source

    @property
    def caveats(self) -> str:
        return self.columns[0].caveats if self.columns else self.indicator.caveats

    @property
    def geography(self) -> GeographyBasis:
        return self.columns[0].geography if self.columns else GeographyBasis(self.indicator.geography_basis)

    @property
    def groups(self) -> list[Group]:
        titles = {
            Area.Kind.CLUSTER: _("Clusters"),
            Area.Kind.HEALTH_BOARD: _("Health boards"),
            Area.Kind.LOCAL_AUTHORITY: _("Local authorities"),
        }
        return [
            Group(kind, title, [self._line(area) for area in self.in_order(kind)]) for kind, title in titles.items()
        ]

    def in_order(self, kind: str) -> list[Area]:
        """Return the areas of a kind in the order that the reader chose."""
        areas = [area for area in self.areas if area.kind == kind]
        if self.sort != "name":
            areas.sort(key=self._value, reverse=self.sort == "highest")
        return areas

    def _value(self, area: Area) -> float:
        figure = self.figures.get(area.pk)
        return figure.value if figure is not None and figure.value is not None else float("-inf")

    def _line(self, area: Area) -> Line:
        board = self.figures.get(area.parent_id) if area.parent_id else None
        wales = self.figures.get(self.wales.pk)
        return line(self.columns[0], area, self.figures.get(area.pk), wales=wales, board=board)

    @cached_property
    def own(self) -> Area | None:
        """The area that a reader comes from; none where the address names none, or Wales."""
        return None if self.series_of == self.wales else self.series_of

    @property
    def own_line(self) -> Line | None:
        return self._line(self.own) if self.own else None

    @property
    def carried(self) -> str:
        """What every link within the page carries along, so that the own area stays marked."""
        return f"&{urlencode({'area': self.own.code})}" if self.own else ""

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest figure of a cluster."""
        values = [self._value(area) for area in self.areas if area.kind == Area.Kind.CLUSTER]
        known = [value for value in values if value > float("-inf")] or [0.0]
        decimals = self.indicator.decimals
        return number(min(known), decimals), number(max(known), decimals)

    @property
    def wales_value(self) -> str:
        figure = self.figures.get(self.wales.pk)
        return shown_value(figure, self.indicator) if figure else ""

    @property
    def one_in(self) -> str:
        """The figure of Wales as “about 1 in 7”, where that is near enough."""
        figure = self.figures.get(self.wales.pk)
        return one_in(figure.value, self.indicator) if figure else ""

    @cached_property
    def funnel(self) -> Funnel | None:
        if not self.columns or not applies(self.indicator):
            return None
        return funnel(self.columns[0], [area for area in self.areas if area.kind == Area.Kind.CLUSTER], self.wales)

    @cached_property
    def beside(self) -> list[Beside]:
        """What we worked out ourselves of clusters for the latest period, where a figure of a higher rank stands."""
        kept = queries.outranked(self.columns[0]) if self.columns else None
        if kept is None:
            return []
        column = Column(self.indicator, self.columns[0].period, kept.pk, kept.release)
        found = queries.values_by_period([column], [area.pk for area in self.areas])
        pairs = ((area, found.get((kept.pk, area.pk))) for area in self.in_order(Area.Kind.CLUSTER))
        return [Beside(area, self._line(area).value, value_or_flag(ours, self.indicator)) for area, ours in pairs]

    @cached_property
    def by_deprivation(self) -> ByDeprivation | None:
        """The latest period by deprivation fifth, where it was worked out from small areas."""
        found = ByDeprivation(self.columns[0], self.areas) if self.columns else None
        return found if found and found.of_wales else None

    @cached_property
    def boards(self) -> list[Area]:
        return [area for area in self.areas if area.kind == Area.Kind.HEALTH_BOARD]

    @cached_property
    def series_of(self) -> Area:
        """The area whose periods are drawn: the one asked for, else Wales."""
        return next((area for area in self.areas if area.code == self.asked_area), self.wales)

    @cached_property
    def by_period(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        """The figures of Wales, of its boards and of the area asked for in every period."""
        wanted = {self.wales.pk, self.series_of.pk, *(area.pk for area in self.boards)}
        return queries.values_by_period(self.columns, wanted)

    @cached_property
    def series(self) -> list[Point]:
        """The periods of the area asked for, where there are enough to be called a series."""
        if not self.has_series:
            return []
        found = points(self.columns, self.by_period, self.series_of, self.wales)
        return found if len(found) >= FEWEST else []

    @property
    def has_series(self) -> bool:
        return len(self.columns) >= FEWEST

    @property
    def area_choices(self) -> list[dict[str, Any]]:
        return [{"value": one.code, "text": one.name, "selected": one == self.series_of} for one in self.areas]

    @cached_property
    def past(self) -> list[Past]:
        """Every period, earliest first, where there is more than one."""
        if len(self.columns) < 2:
            return []
        return [self._past(column, self.by_period) for column in reversed(self.columns)]

    def _past(self, column: Column, found: dict[tuple[int, int], tuple[Any, ...]]) -> Past:
        figures = [found.get((column.figure_set, area.pk)) for area in (self.wales, *self.boards)]
        return Past(column.period.label, [value_or_flag(figure, self.indicator) for figure in figures])

    @property
    def trends(self) -> list[str]:
        """The recent trend of Wales and of each board, or why none was tested."""
        figures = [self.figures.get(area.pk) for area in (self.wales, *self.boards)]
        return [trend_word(figure.trend) if figure else "–" for figure in figures]


def value_or_flag(figure: tuple[Any, ...] | None, indicator: Indicator) -> str:
    """Return the value of a figure of some period, or what stands in its place."""
    if figure is None:
        return "–"
    value, _lower, _upper, flag = figure
    return flag_words()[flag] if value is None else number(value, indicator.decimals)
