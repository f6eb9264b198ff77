"""Figures that a plan cites: read live while it is a draft."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.models import Body
from indicators import queries
from indicators.models import Indicator
from indicators.presenters.details import NO_FIGURE, interval, shown_value
from indicators.queries import Column, Shown


@dataclass(frozen=True)
class Cited:
    """One figure of a body in words: what is measured, its value, interval, period and release."""

    indicator: Indicator
    name: str
    value: str
    interval: str
    period: str
    release: str

    @property
    def words(self) -> str:
        """The figure behind the name of its indicator, as lists to choose from show it."""
        return _("%(indicator)s: %(value)s (%(period)s)") % {
            "indicator": self.name,
            "value": self.value,
            "period": self.period,
        }


def present_figures(body: Body, codes: Collection[str] | None = None) -> dict[str, Cited]:
    """Return the newest public figures of a body by the code of their indicator; the key ones where none is named."""
    if codes is not None and not codes:
        return {}
    columns = queries.columns(codes, example=body.is_example)
    found = queries.figures(columns, [body.pk])
    return {one.indicator.code: _cited(one, found.get((body.pk, one.indicator.pk), NO_FIGURE)) for one in columns}


def _cited(column: Column, figure: Shown) -> Cited:
    indicator = column.indicator
    return Cited(
        indicator,
        indicator.name,
        shown_value(figure, indicator),
        interval(figure, indicator),
        str(column.period),
        _("Release %(number)s") % {"number": column.release.number},
    )
