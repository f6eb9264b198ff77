"""An indicator's own page of figures: every cluster, board and authority on one scale, and the periods before."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Area
from common.numbers import number
from indicators import queries
from indicators.models import Indicator
from indicators.presenters.details import Line, line, shown_value
from indicators.presenters.funnel import Funnel, applies, funnel
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


class IndicatorPage:
    """The figures of one indicator in its latest period, in an order that the reader chooses."""

    def __init__(self, indicator: Indicator, *, on: datetime.date, sort: str = "") -> None:
        self.indicator, self.on = indicator, on
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
        found = queries.figures(self.columns[:1], [area.pk for area in self.areas])
        return {area: figure for (area, _indicator), figure in found.items()}

    @property
    def wales(self) -> Area:
        return next(area for area in self.areas if area.kind == Area.Kind.NATION)

    @property
    def address(self) -> str:
        return reverse("indicators:indicator", kwargs={"slug": self.indicator.slug})

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

    @cached_property
    def funnel(self) -> Funnel | None:
        if not self.columns or not applies(self.indicator):
            return None
        return funnel(self.columns[0], [area for area in self.areas if area.kind == Area.Kind.CLUSTER], self.wales)

    @cached_property
    def boards(self) -> list[Area]:
        return [area for area in self.areas if area.kind == Area.Kind.HEALTH_BOARD]

    @cached_property
    def past(self) -> list[Past]:
        """Every period, earliest first, where there is more than one."""
        if len(self.columns) < 2:
            return []
        return [self._past(column) for column in reversed(self.columns)]

    def _past(self, column: Column) -> Past:
        shown = [self.wales, *self.boards]
        found = queries.figures([column], [area.pk for area in shown])
        figures = [found.get((area.pk, self.indicator.pk)) for area in shown]
        values = [shown_value(figure, self.indicator) if figure else "–" for figure in figures]
        return Past(column.period.label, values)
