"""What each column of the file of all figures holds: one table for the metadata beside it, for people and machines.

Metadata follow "CSV on the Web" (W3C, Metadata Vocabulary for Tabular Data, 2015) and Frictionless' data package.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
STRING, NUMBER, INTEGER = "string", "number", "integer"


@dataclass(frozen=True)
class Described:
    """A column: its name in the file, the kind of its values, what it holds."""

    name: str
    kind: str
    title: Promise
    required: bool = False


DICTIONARY = (
    Described(
        "area_code", STRING, _("Code of the area: that of the ONS, or of a cluster its address in English"), True
    ),
    Described("area_kind", STRING, _("Kind of area: nation, health_board, local_authority or cluster"), True),
    Described("area_name_en", STRING, _("Name of the area in English"), True),
    Described("area_name_cy", STRING, _("Name of the area in Welsh"), True),
    Described("indicator", STRING, _("Code of the indicator"), True),
    Described("period", STRING, _("Period, in the words of its source"), True),
    Described("count", NUMBER, _("Count; one that was shared out over areas need not be whole")),
    Described("denominator", NUMBER, _("What the count is out of; empty for counts")),
    Described("value", NUMBER, _("Value in the indicator’s unit, not rounded")),
    Described("lower95", NUMBER, _("Lower limit at 95%")),
    Described("upper95", NUMBER, _("Upper limit at 95%")),
    Described("lower998", NUMBER, _("Lower limit at 99.8%")),
    Described("upper998", NUMBER, _("Upper limit at 99.8%")),
    Described("comparison", STRING, _("How the indicator is compared: interval, fifths or none"), True),
    Described("versus_board", STRING, _("How the figure stands against the health board"), True),
    Described("versus_wales", STRING, _("How the figure stands against Wales"), True),
    Described("difference_wales", NUMBER, _("Value minus the value of Wales")),
    Described("ratio_wales", NUMBER, _("Value divided by the value of Wales")),
    Described("population_basis", STRING, _("Who is counted: registered patients or residents"), True),
    Described("geography_basis", STRING, _("Area of a cluster: exact, or approximate"), True),
    Described(
        "flag", STRING, _("Why there is no figure: c small numbers, x not available, z not applicable, u too few")
    ),
    Described("release", INTEGER, _("Number of the release"), True),
)


def in_both_languages(sentence: object) -> dict[str, str]:
    """Return a lazily translated sentence by language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = str(sentence)
    return found


def csv_on_the_web(*, address: str, title: str, modified: str) -> dict[str, Any]:
    """Return the metadata of the file that stands at an address."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": title,
        **({"dc:publisher": str(settings.PUBLISHER)} if str(settings.PUBLISHER) else {}),
        "dc:license": {"@id": LICENCE},
        "dc:modified": modified,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [_column(one) for one in DICTIONARY], "primaryKey": ["area_code", *_key()]},
    }


def _column(one: Described) -> dict[str, Any]:
    kind = {"string": "string", "number": "double", "integer": "integer"}[one.kind]
    column: dict[str, Any] = {"name": one.name, "titles": one.name, "datatype": kind}
    column["dc:description"] = [
        {"@value": words, "@language": language} for language, words in in_both_languages(one.title).items()
    ]
    return {**column, "required": True} if one.required else {**column, "null": ""}


def data_package(*, address: str, title: str, modified: str) -> dict[str, Any]:
    """Return the same as the description of a data package that holds the one file."""
    fields = [
        {"name": one.name, "type": one.kind, "description": in_both_languages(one.title), **_constraints(one)}
        for one in DICTIONARY
    ]
    resource = {
        "name": "indicators",
        "path": address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": ["area_code", *_key()], "missingValues": [""]},
    }
    return {
        "name": "clwstwr-indicators",
        "title": title,
        "created": modified,
        "licenses": [{"name": "OGL-UK-3.0", "path": LICENCE}],
        "resources": [resource],
    }


def _constraints(one: Described) -> dict[str, Any]:
    return {"constraints": {"required": True}} if one.required else {}


def _key() -> Iterable[str]:
    return ("area_kind", "indicator", "period")
