"""Indicators by their names, what people call what they measure, and their topic."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.languages import LANGUAGES
from common.search.documents import NEARLY_A_NAME, PLACE, Document, Kind, Shown, Synonymous, register
from indicators.models import Indicator, PublishedMeasure


def indicators(_on: datetime.date) -> Iterator[Document]:
    measures = PublishedMeasure.objects.filter(indicator=OuterRef("pk")).order_by("pk")
    named = {f"measured_{one}": ArraySubquery(measures.values(f"name_{one}")) for one in LANGUAGES}
    for one in Indicator.objects.select_related("topic").annotate(**named):
        names = _with_heads(one.name_en, one.name_cy)
        short = [(name, NEARLY_A_NAME) for name in (one.short_name_en, one.short_name_cy) if name]
        topic = [(name, PLACE) for name in (one.topic.name_en, one.topic.name_cy)]
        others = [(name, NEARLY_A_NAME) for name in (*one.measured_en, *one.measured_cy)]
        # Of two that are found as well, the one of the key set first, then one that has figures.
        rank = 1.0 if one.key_order else 0.5 if one.availability == Indicator.Availability.REAL else 0.0
        yield Document(names, partial(_show, one), (*short, *others, *topic), rank=rank)


def _with_heads(*names: str) -> tuple[str, ...]:
    """Return names, and those with an age or a year after a comma without it too: nobody asks for these."""
    return tuple(dict.fromkeys((*names, *(name.partition(",")[0] for name in names))))


def _show(one: Indicator) -> Shown:
    waiting = one.availability == Indicator.Availability.DEFINITION_ONLY
    line = f"{one.topic.name} · {one.get_availability_display()}" if waiting else f"{one.topic.name} · {one.unit}"
    return Shown(one.name, reverse("indicators:indicator", kwargs={"slug": one.slug}), line)


def register_kinds() -> None:
    """Say what of figures can be found."""
    words = (
        "indicator figures rate rates data number percentage level Wales",
        "dangosydd ffigurau cyfradd nifer Cymru",
    )
    register(Kind("indicators", _("Indicators"), 15, indicators, words, synonyms=Synonymous.PART))
