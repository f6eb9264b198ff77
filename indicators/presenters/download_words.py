"""What the files of tables say in words: marks, headings, and the notes under a table."""

import datetime

from django.utils.translation import gettext as _

from indicators.models import Flag
from indicators.presenters.summary import SHORT_CODES
from indicators.queries import Column, Shown

NOT_APPLICABLE = SHORT_CODES[Flag.NOT_APPLICABLE]
NOT_AVAILABLE = SHORT_CODES[Flag.NOT_AVAILABLE]


def missing(figure: Shown | None) -> str:
    """Return the mark of a figure that is not given, nothing where it is."""
    if figure is None:
        return NOT_AVAILABLE
    return SHORT_CODES[Flag(figure.flag or Flag.NOT_AVAILABLE)] if figure.flag or figure.value is None else ""


def day_or_mark(day: datetime.date | None) -> str:
    return day.isoformat() if day else NOT_AVAILABLE


def described(column: Column) -> tuple[str, ...]:
    indicator = column.indicator
    return (
        indicator.name,
        indicator.topic.name,
        indicator.unit,
        column.period.label,
        indicator.definition,
        indicator.caveats,
        indicator.get_population_basis_display(),
        indicator.get_geography_basis_display(),
        indicator.source,
    )


def marks() -> tuple[tuple[str, str], ...]:
    return tuple((code, str(flag.label)) for flag, code in SHORT_CODES.items())


def tidy_headings() -> tuple[str, ...]:
    return (
        _("Area code"),
        _("Kind of area"),
        _("Area in Welsh"),
        _("Area in English"),
        _("Health board"),
        _("Indicator code"),
        _("Indicator in Welsh"),
        _("Indicator in English"),
        _("Unit"),
        _("Period"),
        _("Period starts on"),
        _("Period ends on"),
        _("Release"),
    )


def lower_limit() -> str:
    return _("Lower limit of the 95%% interval") % {}


def upper_limit() -> str:
    return _("Upper limit of the 95%% interval") % {}


def licence() -> str:
    return _(
        "Contains public sector information licensed under the Open Government Licence v3.0. Contains OS data and "
        "Royal Mail data, Crown copyright and database right."
    )


def purpose() -> str:
    return _(
        "Figures describe the people who live in each cluster’s area or are registered with its practices, not the "
        "quality of its services."
    )


def approximation() -> str:
    return _(
        "Clusters are not exact areas. Figures about residents rest on our own approximation, which gives each small "
        "area (LSOA) to the cluster whose practices are nearest and largest. It is not the official best fit. Figures "
        "about registered patients are exact, and so are all figures for health boards, local authorities and Wales."
    )


def significance() -> str:
    marked = _("We mark a difference only when it is statistically significant at the 95%% level.") % {}
    return f"{marked} {_('Higher and lower do not mean better or worse.')}"


def fifths() -> str:
    return _(
        "A cluster in the fifth of Wales’ clusters with the highest or lowest figures, for indicators without an "
        "interval or about areas: no significance is tested."
    )


def trends() -> str:
    return (
        _(
            "A trend is tested over the last five periods where they are evenly spaced, and marked only when it is "
            "statistically significant at the 99.8%% level."
        )
        % {}
    )
