"""The figures that a plan cites: as they stood when it was approved, and as they are published now."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.numbers import number
from indicators import queries
from indicators.models import Indicator
from indicators.presenters.details import interval, shown_value
from plans.editions.content import Content
from plans.models import Edition


@dataclass(frozen=True)
class Cited:
    """An indicator in a plan; a value is in words, and empty where there is none."""

    name: str
    unit: str
    address: str
    then: str
    then_interval: str
    then_period: str
    now: str = ""
    now_interval: str = ""
    now_period: str = ""


class Figures:
    """The indicators that an edition cites, by code. `live` adds what is published now: two queries."""

    def __init__(self, edition: Edition, content: Content, *, language: str, live: bool) -> None:
        self.kept = edition.figures
        self.language = language
        codes = cited_codes(content)
        self.indicators = {one.code: one for one in Indicator.objects.filter(code__in=codes)} if codes else {}
        self.now = self._now(edition, codes) if live and codes else {}

    def _now(self, edition: Edition, codes: Iterable[str]) -> dict[str, tuple[Any, Any]]:
        body = edition.plan.body
        columns = queries.columns(list(codes), example=body.is_example)
        found = queries.figures(columns, [body.pk])
        pairs = {column.indicator.code: (column, found.get((body.pk, column.indicator.pk))) for column in columns}
        return {code: (column, figure) for code, (column, figure) in pairs.items() if figure is not None}

    def cited(self, code: str) -> Cited | None:
        """Return what is said of an indicator; None where nothing of it is known any more."""
        indicator = self.indicators.get(code)
        if indicator is None:
            return None
        return Cited(
            name=self._kept_words(code, "name") or indicator.name,
            unit=self._kept_words(code, "unit") or indicator.unit,
            address=reverse("indicators:indicator", kwargs={"slug": indicator.slug}),
            **self._then(code, indicator),
            **self._current(code),
        )

    def _then(self, code: str, indicator: Indicator) -> dict[str, str]:
        kept = self.kept.get(code) or {}
        value, lower, upper = (kept.get(name) for name in ("value", "lower95", "upper95"))
        limits = ""
        if lower is not None and upper is not None:
            limits = _("%(low)s to %(high)s") % {
                "low": number(float(lower), indicator.decimals),
                "high": number(float(upper), indicator.decimals),
            }
        return {
            "then": "" if value is None else number(float(value), indicator.decimals),
            "then_interval": limits,
            "then_period": self._kept_words(code, "period"),
        }

    def _kept_words(self, code: str, name: str) -> str:
        return ((self.kept.get(code) or {}).get(name) or {}).get(self.language, "")

    def _current(self, code: str) -> dict[str, str]:
        if code not in self.now:
            return {}
        column, figure = self.now[code]
        return {
            "now": shown_value(figure, column.indicator),
            "now_interval": interval(figure, column.indicator) if figure.lower95 is not None else "",
            "now_period": column.period.label,
        }

    def target(self, code: str, value: str) -> str:
        """Return a target as the figures of its indicator are written."""
        indicator = self.indicators.get(code)
        return number(float(Decimal(value)), indicator.decimals if indicator else 1)


def cited_codes(content: Content) -> set[str]:
    """Return the codes of the indicators that the needs rest on and the priorities are to move."""
    codes = {code for row in content.get("need", []) for code in row["facts"]["figures"]}
    moved = [row["facts"]["indicator"] for row in content.get("priority", [])]
    return codes | {one["code"] for one in moved if one}
