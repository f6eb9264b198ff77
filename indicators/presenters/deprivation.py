"""An indicator by deprivation fifth: drawn, as a table, and what the indices say in a sentence."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from clusters.models import Area
from common.charts import NARROW, SIZE, Chart, Label, Part, axis_across, bar, interval, room
from common.numbers import number
from common.svg import Scale
from common.workbooks import Cell, Number
from indicators import queries
from indicators.models import DeprivationFifth, DeprivationGap, Indicator
from indicators.queries import Column

TOP, ROW, BAR = 8, 26, 16


@dataclass(frozen=True)
class Fifth:
    """One fifth of Wales with its figure, as the table says it."""

    name: str
    people: str
    value: str
    interval: str


@dataclass(frozen=True)
class Gap:
    """How far the fifths of one area differ, in numbers and in a sentence."""

    area: Area
    most: str
    least: str
    slope: str
    relative: str
    said: str


class ByDeprivation:
    """The fifths of Wales and the gaps of Wales and each board, for one figure set."""

    def __init__(self, column: Column, areas: list[Area]) -> None:
        self.indicator, self.areas = column.indicator, areas
        self.fifths, self.gaps_found = queries.fifths_of(column)

    @property
    def wales(self) -> Area:
        return next(area for area in self.areas if area.kind == Area.Kind.NATION)

    @cached_property
    def of_wales(self) -> list[DeprivationFifth]:
        return [row for row in self.fifths if row.area_id == self.wales.pk]

    @property
    def rows(self) -> list[Fifth]:
        decimals = self.indicator.decimals
        return [
            Fifth(
                fifth_name(row.fifth),
                number(row.denominator),
                number(row.value, decimals),
                _range(row.lower95, row.upper95, decimals),
            )
            for row in self.of_wales
        ]

    @property
    def cells(self) -> list[tuple[Cell, ...]]:
        """The same as a file holds it."""
        return [
            (fifth_name(row.fifth), Number.of(row.denominator), *self._numbers(row.value, row.lower95, row.upper95))
            for row in self.of_wales
        ]

    def _numbers(self, value: float, low: float, high: float) -> tuple[Number, ...]:
        decimals = self.indicator.decimals
        closer = decimals + (number(low, decimals) == number(high, decimals))
        return Number.of(value, decimals), Number.of(low, closer), Number.of(high, closer)

    def chart(self, column: Column) -> Chart:
        """Draw the fifths of Wales as bars from zero, each with its interval."""
        rows = self.of_wales
        left = max(room(fifth_name(row.fifth)) for row in rows) + 10
        most = max(row.upper95 for row in rows)
        scale = Scale(0, most, left, NARROW - 8)
        bottom = TOP + ROW * len(rows)
        parts = axis_across(scale, top=TOP, bottom=bottom, most=4)
        parts += [part for place, row in enumerate(rows) for part in _bar(row, scale, TOP + ROW * place)]
        title = _("%(indicator)s, %(period)s, Wales: most deprived fifth %(most)s, least deprived fifth %(least)s.")
        ends = {"most": self.rows[0].value, "least": self.rows[-1].value}
        described = _(
            "Bar chart: a bar for each deprivation fifth of Wales’ small areas, starting at zero, the most deprived at "
            "the top; the thin line is the 95%% interval. Across: %(unit)s, from 0 to %(most)s."
        )
        facts = {"indicator": self.indicator.name, "period": column.period.short_label, **ends}
        described %= {"unit": self.indicator.unit, "most": number(most, self.indicator.decimals)}
        return Chart("fifths", title % facts, described, NARROW, bottom + SIZE + 8, parts)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Wales first, then the boards that have every fifth, in the reader's order."""
        found = {gap.area_id: gap for gap in self.gaps_found}
        boards = [area for area in self.areas if area.kind == Area.Kind.HEALTH_BOARD]
        return [self._gap(area, found[area.pk]) for area in (self.wales, *boards) if area.pk in found]

    def _gap(self, area: Area, gap: DeprivationGap) -> Gap:
        values = {row.fifth: row.value for row in self.fifths if row.area_id == area.pk}
        decimals = self.indicator.decimals
        return Gap(
            area=area,
            most=number(values[1], decimals),
            least=number(values[5], decimals),
            slope=_with_range(gap.slope, gap.slope_lower95, gap.slope_upper95, decimals),
            relative=_with_range(gap.relative, gap.relative_lower95, gap.relative_upper95, 2),
            said=reading(gap, self.indicator),
        )

    @property
    def ranking(self) -> str:
        return self.gaps_found[0].get_ranking_display() if self.gaps_found else ""

    @property
    def worse_or_better(self) -> str:
        """Whom the gap of Wales burdens; nothing where neither higher nor lower is better, or nothing is sure."""
        gap = next((one for one in self.gaps_found if one.area_id == self.wales.pk), None)
        if gap is None or self.indicator.polarity == Indicator.Polarity.NEUTRAL or not is_sure(gap):
            return ""
        if (gap.slope > 0) == (self.indicator.polarity == Indicator.Polarity.HIGH_IS_WORSE):
            return _("For this indicator, that is worse for people in the most deprived areas.")
        return _("For this indicator, that is better for people in the most deprived areas.")


def _bar(row: DeprivationFifth, scale: Scale, top: float) -> list[Part]:
    middle = top + ROW / 2
    return [
        Label(0, middle + 4, fifth_name(row.fifth)),
        bar(round(scale.at(row.value) - scale.start, 1), top + (ROW - BAR) / 2, BAR, left=round(scale.start, 1)),
        interval(scale.at(row.lower95), scale.at(row.upper95), middle),
    ]


def is_sure(gap: DeprivationGap) -> bool:
    """Whether the 95% interval of the slope leaves out nought."""
    return gap.slope_lower95 > 0 or gap.slope_upper95 < 0


def reading(gap: DeprivationGap, indicator: Indicator) -> str:
    """Say in whole sentences what the two indices mean for an area."""
    if not is_sure(gap):
        return _("No difference between the most and the least deprived areas that is larger than chance.")
    facts = {"slope": number(abs(gap.slope), indicator.decimals), "relative": number(gap.relative, 2)}
    words = _(
        "Lower where deprivation is greater: from the least to the most deprived by %(slope)s percentage points; the "
        "most deprived end is %(relative)s times the least deprived."
    )
    if gap.slope > 0:
        words = _(
            "Higher where deprivation is greater: from the least to the most deprived by %(slope)s percentage points; "
            "the most deprived end is %(relative)s times the least deprived."
        )
    return words % facts


def fifth_name(fifth: int) -> str:
    return {1: _("1, most deprived"), 5: _("5, least deprived")}.get(fifth, str(fifth))


def _range(low: float, high: float, decimals: int) -> str:
    """Return limits, with one decimal more where they would show as a point."""
    if number(low, decimals) == number(high, decimals):
        decimals += 1
    return _("%(low)s to %(high)s") % {"low": number(low, decimals), "high": number(high, decimals)}


def _with_range(value: float, low: float, high: float, decimals: int) -> str:
    return f"{number(value, decimals)} ({_range(low, high, decimals)})"
