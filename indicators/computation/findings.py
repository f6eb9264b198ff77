"""Key findings: the main differences of an area, as whole sentences in each language.

What is said comes from stored comparisons. The differences are ranked by how big and how sure they are: the size of
the logarithm of the ratio to Wales, counted whole where the 99.8% interval leaves the value of Wales too, at four
fifths where only the 95% interval does or where the area is in an outer fifth of Wales' clusters.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from common.numbers import number
from indicators.models import Indicator, Outcome, Period

MOST = 5
LESS_SURE = 0.8
SMALLEST_RATIO = 0.01


@dataclass(frozen=True)
class Known:
    """A figure with what its sentence needs."""

    indicator: Indicator
    period: Period
    value: float
    wales: float
    outcome: str
    ratio: float | None
    is_very_sure: bool

    @property
    def weight(self) -> float:
        size = abs(math.log(max(self.ratio or SMALLEST_RATIO, SMALLEST_RATIO)))
        return size if self.is_very_sure else LESS_SURE * size


@dataclass(frozen=True)
class Spread:
    """How many clusters of a board differ from Wales on an indicator."""

    indicator: Indicator
    period: Period
    higher: int
    lower: int
    total: int


TOLD = (Outcome.HIGHER, Outcome.LOWER, Outcome.HIGHEST_FIFTH, Outcome.LOWEST_FIFTH)


def main_differences(known: Iterable[Known]) -> list[Known]:
    """Return the differences that are told, the biggest and surest first."""
    told = [one for one in known if one.outcome in TOLD]
    return sorted(told, key=lambda one: (-one.weight, one.indicator.code))[:MOST]


def widest_spreads(spreads: Sequence[Spread]) -> list[Spread]:
    """Return the indicators on which most clusters of a board differ to one side."""
    told = [one for one in spreads if max(one.higher, one.lower) * 2 > one.total]
    return sorted(told, key=lambda one: (-max(one.higher, one.lower), one.indicator.code))[:MOST]


def in_each_language(differences: Sequence[Known], spreads: Sequence[Spread] = ()) -> list[dict[str, str]]:
    """Return the sentences, each as one text a language."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told = [sentence(one) for one in differences] + [spread_sentence(one) for one in spreads]
            texts[language] = told or [_("No key indicator stands out from Wales.")]
    return [dict(zip(texts, sentences, strict=True)) for sentences in zip(*texts.values(), strict=True)]


def sentence(one: Known) -> str:
    """Return the sentence of one difference, in the language that is active."""
    facts = {
        "indicator": one.indicator.name,
        "value": with_unit(one.value, one.indicator),
        "wales": number(one.wales, one.indicator.decimals),
        "period": one.period.short_label,
    }
    return _difference_words()[Outcome(one.outcome)] % facts


def spread_sentence(one: Spread) -> str:
    facts = {"indicator": one.indicator.name, "period": one.period.short_label, "total": one.total}
    if one.higher >= one.lower:
        words = _("%(indicator)s (%(period)s). Clusters higher than the Wales average: %(count)s, of %(total)s in all.")
        return words % {**facts, "count": one.higher}
    words = _("%(indicator)s (%(period)s). Clusters lower than the Wales average: %(count)s, of %(total)s in all.")
    return words % {**facts, "count": one.lower}


def with_unit(value: float, indicator: Indicator) -> str:
    """Return a value with its short unit: 24.0%, 6.1%, not adjusted for age, 7,555 per practice."""
    shown = number(value, indicator.decimals)
    unit = indicator.short_unit
    return f"{shown}{unit}" if unit.startswith("%") else f"{shown} {unit}".strip()


def _difference_words() -> dict[Outcome, str]:
    return {
        Outcome.HIGHER: _(
            "%(indicator)s: %(value)s, higher than the Wales average"
            " (%(wales)s; %(period)s; statistically significant)."
        ),
        Outcome.LOWER: _(
            "%(indicator)s: %(value)s, lower than the Wales average (%(wales)s; %(period)s; statistically significant)."
        ),
        Outcome.HIGHEST_FIFTH: _(
            "%(indicator)s: %(value)s, in the highest fifth of Wales’ clusters (Wales: %(wales)s; %(period)s)."
        ),
        Outcome.LOWEST_FIFTH: _(
            "%(indicator)s: %(value)s, in the lowest fifth of Wales’ clusters (Wales: %(wales)s; %(period)s)."
        ),
    }
