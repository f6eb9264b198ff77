"""The charts of an indicator's page, each with its figures, ready to be shown and to be taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from clusters.models import Area, GeographyBasis, Outline
from common.charts import Chart
from common.workbooks import Cell, Number
from indicators.presenters.chart_files import ChartFile, Provenance
from indicators.presenters.class_maps import Class, class_map, classes
from indicators.presenters.details import Line, line
from indicators.presenters.dot_plots import DotPlot, Row, distribution
from indicators.presenters.download_words import NOT_APPLICABLE, approximation, lower_limit, upper_limit
from indicators.presenters.indicator import IndicatorPage
from indicators.presenters.trend_chart import trend_chart

ROUTES = {
    Area.Kind.CLUSTER: "indicators:clusters_chart",
    Area.Kind.HEALTH_BOARD: "indicators:health_boards_chart",
    Area.Kind.LOCAL_AUTHORITY: "indicators:local_authorities_chart",
}


@dataclass(frozen=True)
class DrawnGroup:
    """Areas of one kind, as a table and drawn."""

    title: str
    lines: list[Line]
    picture: ChartFile | None


class IndicatorCharts:
    """The charts of the latest period; each is None where there is nothing to draw."""

    def __init__(self, page: IndicatorPage) -> None:
        self.page, self.indicator = page, page.indicator
        self.column = page.columns[0] if page.columns else None
        self.wales = page.figures.get(page.wales.pk) if page.columns else None

    def rows(self, kind: str) -> list[Row]:
        """Return the areas of a kind that have a figure, in the order of the page."""
        found = ((area, self.page.figures.get(area.pk)) for area in self.page.in_order(kind))
        return [Row(area, figure) for area, figure in found if figure is not None and figure.value is not None]

    @property
    def can_draw(self) -> bool:
        return self.wales is not None and self.wales.value is not None and bool(self.rows(Area.Kind.CLUSTER))

    @property
    def groups(self) -> list[DrawnGroup]:
        """The tables of the page, each with its dot plot."""
        return [DrawnGroup(group.title, group.lines, self.dots(group.kind)) for group in self.page.groups]

    def dots(self, kind: str) -> ChartFile | None:
        """Return the dot plot of the areas of a kind."""
        rows = self.rows(kind) if self.can_draw else []
        if not rows:
            return None
        headings = (_("Area"), _("Value"), lower_limit(), upper_limit(), _("Against Wales"))
        table = [self._dots_row(row) for row in rows]
        query = f"?sort={self.page.sort}" if self.page.sort != "name" else ""
        return self._file(DotPlot(kind, self.column, rows, self.wales).chart(), headings, table, ROUTES[kind], query)

    @property
    def clusters(self) -> ChartFile | None:
        return self.dots(Area.Kind.CLUSTER)

    @property
    def health_boards(self) -> ChartFile | None:
        return self.dots(Area.Kind.HEALTH_BOARD)

    @property
    def local_authorities(self) -> ChartFile | None:
        return self.dots(Area.Kind.LOCAL_AUTHORITY)

    @property
    def distribution(self) -> ChartFile | None:
        if not self.can_draw:
            return None
        rows = self.rows(Area.Kind.CLUSTER)
        table = [(row.area.name, self._value(row)) for row in rows]
        chart = distribution(self.column, rows, self.wales)
        return self._file(chart, (_("Cluster"), _("Value")), table, "indicators:distribution_chart")

    @property
    def funnel(self) -> ChartFile | None:
        funnel = self.page.funnel
        if funnel is None:
            return None
        decimals = self.indicator.decimals
        limits = (
            _("Lower limit at 95%"),
            _("Upper limit at 95%"),
            _("Lower limit at 99.8%"),
            _("Upper limit at 99.8%"),
        )
        headings = (_("Cluster"), self.indicator.denominator, _("Value"), *limits, _("Where it lies"))
        table = [
            (
                dot.name,
                Number.of(dot.sized.denominator),
                *(Number.of(number, decimals) for number in (dot.sized.value, *dot.limits)),
                dot.said,
            )
            for dot in funnel.dots
        ]
        return self._file(funnel.chart, headings, table, "indicators:funnel_chart")

    @cached_property
    def classes(self) -> list[Class]:
        return classes(self.column, self.rows(Area.Kind.CLUSTER)) if self.can_draw else []

    @cached_property
    def map(self) -> ChartFile | None:
        clusters = [row.area.pk for one in self.classes for row in one.rows]
        outlines = list(Outline.objects.filter(area__in=clusters))
        if not outlines:
            return None
        table = [
            (row.area.name, self._value(row), Number.of(one.number), one.said)
            for one in self.classes
            for row in one.rows
        ]
        headings = (_("Cluster"), _("Value"), _("Class"), _("What the class holds"))
        chart = class_map(self.column, self.classes, self.wales, outlines)
        return self._file(chart, headings, table, "indicators:map_chart")

    @cached_property
    def fifths(self) -> ChartFile | None:
        """Wales by deprivation fifth, where it was worked out from small areas."""
        by = self.page.by_deprivation
        if by is None:
            return None
        headings = (_("Fifth of Wales’ small areas"), _("Out of"), _("Value"), lower_limit(), upper_limit())
        return self._file(by.chart(self.column), headings, by.cells, "indicators:fifths_chart")

    @property
    def trend(self) -> ChartFile | None:
        """The periods of the area that the reader asked for, beside Wales."""
        series, area = self.page.series, self.page.series_of
        if not series:
            return None
        headings = (_("Period"), _("Value"), lower_limit(), upper_limit(), _("Wales"))
        figures = [(point.value, point.lower, point.upper, point.wales) for point in series]
        table = [
            (point.label, *(NOT_APPLICABLE if one is None else Number.of(one, self.indicator.decimals) for one in row))
            for point, row in zip(series, figures, strict=True)
        ]
        query = f"?{urlencode({'area': area.code})}" if area != self.page.wales else ""
        return self._file(trend_chart(self.column, area, series), headings, table, "indicators:trend_chart", query)

    def _file(
        self, chart: Chart, headings: Sequence[str], table: Sequence[tuple[Cell, ...]], route: str, query: str = ""
    ) -> ChartFile:
        approximate = self.page.geography == GeographyBasis.APPROXIMATE
        provenance = Provenance(
            self.page.source,
            self.column.release,
            self.page.address,
            approximation() if approximate else "",
        )
        return ChartFile(chart, headings, table, provenance, route, self.indicator.slug, query)

    def _dots_row(self, row: Row) -> tuple[Cell, ...]:
        said = line(self.column, row.area, row.figure, wales=self.wales, board=None).said
        return row.area.name, self._value(row), *self._limits(row), said or NOT_APPLICABLE

    def _limits(self, row: Row) -> tuple[Cell, Cell]:
        """Return the 95% limits with one decimal more than the value where they would show as a point."""
        lower, upper, decimals = row.figure.lower95, row.figure.upper95, self.indicator.decimals
        if lower is None or upper is None:
            return NOT_APPLICABLE, NOT_APPLICABLE
        if Number.of(lower, decimals) == Number.of(upper, decimals):
            decimals += 1
        return Number.of(lower, decimals), Number.of(upper, decimals)

    def _value(self, row: Row) -> Number:
        return Number.of(row.figure.value, self.indicator.decimals)
