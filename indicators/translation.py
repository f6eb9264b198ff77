"""Which columns of the catalogue exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from indicators.models import Indicator, Period, PublishedMeasure, Release, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)


@register(Period)
class PeriodTranslation(TranslationOptions):
    fields = ("label", "short_label")


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = (
        "name",
        "short_name",
        "slug",
        "definition",
        "rationale",
        "caveats",
        "numerator",
        "denominator",
        "unit",
        "short_unit",
        "source",
    )


@register(Release)
class ReleaseTranslation(TranslationOptions):
    fields = ("title", "reason", "withdrawn_because")


@register(PublishedMeasure)
class PublishedMeasureTranslation(TranslationOptions):
    fields = ("name", "unit", "period", "publisher", "note")


pghistory.track()(Indicator)
pghistory.track()(Release)
