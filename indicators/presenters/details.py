"""One indicator over many areas, or one area over many indicators: a line each, all in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.models import Area
from common.numbers import number, signed_percentage
from indicators.models import Indicator, Outcome
from indicators.presenters import words
from indicators.queries import Column, Shown

NO_FIGURE = Shown(0, 0, None, None, None, "x", Outcome.NOT_COMPARED, Outcome.NOT_COMPARED, None, None)
UNCOUNTED = (Indicator.Method.COUNT, Indicator.Method.MEAN, Indicator.Method.LIFE_EXPECTANCY)


@dataclass(frozen=True)
class Line:
    """A figure with everything that is said of it."""

    area: Area
    column: Column
    value: str
    counted: str
    interval: str
    has_interval: bool
    wales: str
    board: str
    said: str
    style: str
    symbol: str
    difference: str
    trend: str
    is_dimmed: bool


def line(
    column: Column,
    area: Area,
    figure: Shown | None,
    *,
    wales: Shown | None,
    board: Shown | None,
    comparator: str = "wales",
    is_dimmed: bool = False,
) -> Line:
    """Put one figure into words, against Wales or the board, dimmed where a reader asked for bigger differences."""
    figure = figure or NO_FIGURE
    said, ratio = figure.outcome(comparator), figure.ratio(comparator)
    wording = words.cell_wordings()[said]
    return Line(
        area=area,
        column=column,
        value=shown_value(figure, column.indicator),
        counted=counted(figure, column.indicator),
        interval=interval(figure, column.indicator),
        has_interval=figure.lower95 is not None,
        wales=shown_value(wales or NO_FIGURE, column.indicator),
        board=shown_value(board or NO_FIGURE, column.indicator),
        said=words.sentence(said, comparator) if figure.value is not None else "",
        style=words.style(wording, column.indicator, ratio, is_dimmed=is_dimmed),
        symbol=wording.symbol,
        difference=signed_percentage(ratio) if ratio is not None else "",
        trend=words.trend_word(figure.trend),
        is_dimmed=is_dimmed,
    )


def shown_value(figure: Shown, indicator: Indicator) -> str:
    if figure.value is None:
        return words.flag_words()[figure.flag]
    return number(figure.value, indicator.decimals)


def counted(figure: Shown, indicator: Indicator) -> str:
    """Return the count and what it is out of; nothing for counts themselves and for means, whose sums say nothing."""
    if indicator.method in UNCOUNTED or figure.count is None or figure.denominator is None:
        return ""
    return _("%(count)s of %(whole)s") % {"count": number(figure.count), "whole": number(figure.denominator)}


def interval(figure: Shown, indicator: Indicator) -> str:
    """Return the 95% interval with one decimal more than the value needs where it would show as a point."""
    if figure.value is None:
        return "–"
    if figure.lower95 is None or figure.upper95 is None:
        return _("No interval")
    decimals = indicator.decimals
    low, high = number(figure.lower95, decimals), number(figure.upper95, decimals)
    if low == high:
        low, high = number(figure.lower95, decimals + 1), number(figure.upper95, decimals + 1)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
