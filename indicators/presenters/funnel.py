"""A funnel plot: each cluster's value over its size, and how far chance alone would spread them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from clusters.models import Area
from common.charts import WIDE, Chart, Label, Part, Shape, axis_across, axis_upward, dot
from common.numbers import number
from common.svg import Scale
from indicators import queries
from indicators.models import Indicator
from indicators.queries import Column, Sized
from indicators.statistics.funnels import funnel_limits_of_proportions

HEIGHT = 376
LEFT, RIGHT, TOP, BOTTOM = 56, 610, 12, 330
STEPS = 60
LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class Dot:
    """A cluster: where it stands, and how that is said."""

    name: str
    address: str
    sized: Sized
    denominator: str
    value: str
    said: str
    limits: tuple[float, ...]
    x: float
    y: float


@dataclass(frozen=True)
class Funnel:
    """Everything that a template draws and says."""

    chart: Chart
    curves: dict[str, str]
    dots: list[Dot]
    outside: int
    far_outside: int


def applies(indicator: Indicator) -> bool:
    """Whether a funnel can be drawn: for proportions that are tested against Wales."""
    return indicator.method == Indicator.Method.PROPORTION and indicator.comparison == Indicator.Comparison.INTERVAL


def funnel(column: Column, clusters: Sequence[Area], wales: Area) -> Funnel | None:
    """Draw the latest figures of an indicator; None where too little is known."""
    sized = queries.sized_figures(column, [wales.pk, *(cluster.pk for cluster in clusters)])
    shown = [cluster for cluster in clusters if cluster.pk in sized]
    if wales.pk not in sized or not shown:
        return None
    return _Drawing(column, shown, sized, sized[wales.pk].value).funnel()


class _Drawing:
    def __init__(self, column: Column, clusters: Sequence[Area], sized: dict[int, Sized], average: float) -> None:
        self.column, self.indicator = column, column.indicator
        self.clusters, self.sized, self.average = clusters, sized, average
        sizes = [sized[cluster.pk].denominator for cluster in clusters]
        values = [sized[cluster.pk].value for cluster in clusters]
        self.grid = np.linspace(max(min(sizes) * 0.8, 1), max(sizes) * 1.05, STEPS)
        self.lower, self.upper = self._limits(self.grid)
        self.x = Scale(0, float(self.grid[-1]), LEFT, RIGHT)
        self.y = Scale.over([*values, *self.lower[:, 0], *self.upper[:, 0]], BOTTOM, TOP)

    def _limits(self, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        share, multiplier = self.average / self.indicator.multiplier, self.indicator.multiplier
        limits = funnel_limits_of_proportions(sizes, share, confidence=LEVELS, multiplier=multiplier)
        return limits.lower, limits.upper

    def funnel(self) -> Funnel:
        dots = [self._dot(cluster) for cluster in self.clusters]
        beyond = [_beyond(one.sized, one.limits) for one in dots]
        outside, far = sum(level >= 1 for level in beyond), sum(level == 2 for level in beyond)
        curves = {
            "lower95": self._curve(self.lower[:, 0]),
            "upper95": self._curve(self.upper[:, 0]),
            "lower998": self._curve(self.lower[:, 1]),
            "upper998": self._curve(self.upper[:, 1]),
        }
        return Funnel(self._chart(dots, curves, outside, far), curves, dots, outside, far)

    def _chart(self, dots: list[Dot], curves: dict[str, str], outside: int, far: int) -> Chart:
        said = _(
            "%(indicator)s, %(period)s. Clusters outside the 95%% limits: %(outside)s of %(whole)s. Outside the 99.8%% "
            "limits: %(far)s."
        )
        facts = {"outside": outside, "far": far, "whole": len(dots)}
        title = said % {"indicator": self.indicator.name, "period": self.column.period.short_label, **facts}
        described = _(
            "Funnel plot. Dots: clusters. To the right: %(denominator)s. Upwards: %(unit)s. Solid line: Wales. Dashed "
            "curves: 95%% limits; dotted: 99.8%% limits, narrowing with size. The scale upwards need not start at zero."
        )
        described %= {"denominator": self.indicator.denominator, "unit": self.indicator.unit}
        parts = [*self._frame(curves), *(dot(one.x, one.y) for one in dots)]
        return Chart("funnel", title, described, WIDE, HEIGHT, parts)

    def _frame(self, curves: dict[str, str]) -> list[Part]:
        wales = self.y.at(self.average)
        words = _("Wales: %(value)s") % {"value": number(self.average, self.indicator.decimals)}
        named = Label(RIGHT, HEIGHT - 6, f"{self.indicator.denominator} →", "end")
        limits = [Shape(curve, "far" if name.endswith("998") else "limit") for name, curve in curves.items()]
        return [
            *axis_upward(self.y, left=LEFT, right=RIGHT),
            *axis_across(self.x, top=TOP, bottom=BOTTOM),
            *limits,
            Shape(f"M{LEFT} {wales:g}H{RIGHT}", "reference"),
            Label(RIGHT + 8, wales + 4, words),
            named,
        ]

    def _curve(self, heights: np.ndarray) -> str:
        places = (f"{self.x.at(size):g} {self.y.at(height):g}" for size, height in zip(self.grid, heights, strict=True))
        return "M" + "L".join(places)

    def _dot(self, cluster: Area) -> Dot:
        one = self.sized[cluster.pk]
        lower, upper = self._limits(np.array([one.denominator]))
        limits = (float(lower[0, 0]), float(upper[0, 0]), float(lower[0, 1]), float(upper[0, 1]))
        words = (_("within the limits"), _("outside the 95% limits"), _("outside the 99.8% limits"))
        return Dot(
            name=cluster.name,
            address=cluster.get_absolute_url(),
            sized=one,
            denominator=number(one.denominator),
            value=number(one.value, self.indicator.decimals),
            said=words[_beyond(one, limits)],
            limits=limits,
            x=self.x.at(one.denominator),
            y=self.y.at(one.value),
        )


def _beyond(one: Sized, limits: tuple[float, ...]) -> int:
    """Return 0 within the limits at a cluster's own size, 1 outside the 95% limits, 2 outside the 99.8% limits."""
    low95, high95, low998, high998 = limits
    return sum(not low <= one.value <= high for low, high in ((low95, high95), (low998, high998)))
