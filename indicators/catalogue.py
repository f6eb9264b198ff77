"""The catalogue that the portal ships, read and checked before anything is written."""

from pathlib import Path
from typing import Any

from django.utils.text import slugify

from clusters.models import GeographyBasis, PopulationBasis
from common.tabular import Row, Table
from indicators.models import Indicator

BOTH_LANGUAGES = ("name", "definition", "rationale", "caveats", "unit", "source")
# How the catalogue's words on geography begin where a cluster's area is no approximation, or where there is none.
EXACT = ("practice list", "exact")
COLUMNS = (
    "code",
    "former_code",
    "topic",
    "method",
    "multiplier",
    "polarity",
    "numerator",
    "denominator",
    "population_basis",
    "geography_basis",
    "availability",
    "comparison",
    "key_order",
    "decimals",
    "disclosure_threshold",
    *(f"{column}_{language}" for column in BOTH_LANGUAGES for language in ("en", "cy")),
)


def topics(folder: Path) -> list[Row]:
    return list(Table(folder / "indicator_topics.csv", columns=("code", "name_en", "name_cy", "order")))


def periods(folder: Path) -> list[Row]:
    columns = (
        "code",
        "label_en",
        "label_cy",
        "short_en",
        "short_cy",
        "starts_on",
        "ends_on",
        "day_stated",
        "sort_order",
    )
    return list(Table(folder / "indicator_periods.csv", columns=columns))


def indicators(folder: Path) -> list[Row]:
    return list(Table(folder / "indicator_catalogue.csv", columns=COLUMNS))


def topic_values(row: Row) -> dict[str, Any]:
    return {"name_en": row.text("name_en"), "name_cy": row.text("name_cy"), "order": row.integer("order")}


def period_values(row: Row) -> dict[str, Any]:
    return {
        "label_en": row.text("label_en"),
        "label_cy": row.text("label_cy"),
        "short_label_en": row.text("short_en"),
        "short_label_cy": row.text("short_cy"),
        "starts_on": row.day_or_none("starts_on"),
        "ends_on": row.day_or_none("ends_on"),
        "is_day_stated": row.one_of("day_stated", ("yes", "no")) == "yes",
        "order": row.integer("sort_order"),
    }


def indicator_values(row: Row) -> dict[str, Any]:
    """Return the columns of an indicator; each fault names row and column."""
    values: dict[str, Any] = {
        f"{column}_{language}": row.text(f"{column}_{language}", longest=3000)
        for column in BOTH_LANGUAGES
        for language in ("en", "cy")
    }
    exact = row.text("geography_basis").startswith(EXACT)
    return {
        **values,
        "former_code": row.optional("former_code"),
        "slug_en": slugify(values["name_en"])[:120],
        "slug_cy": slugify(values["name_cy"])[:120],
        "short_name_en": row.optional("short_en"),
        "short_name_cy": row.optional("short_cy"),
        "short_unit_en": row.text("unit_short_en"),
        "short_unit_cy": row.text("unit_short_cy"),
        "numerator_en": row.text("numerator"),
        "numerator_cy": row.text("numerator_cy"),
        "denominator_en": row.text("denominator"),
        "denominator_cy": row.text("denominator_cy"),
        "method": row.one_of("method", Indicator.Method.values),
        "multiplier": row.integer("multiplier"),
        "decimals": row.integer("decimals"),
        "polarity": row.one_of("polarity", Indicator.Polarity.values),
        "comparison": row.one_of("comparison", Indicator.Comparison.values),
        "population_basis": row.one_of("population_basis", PopulationBasis.values),
        "geography_basis": GeographyBasis.EXACT if exact else GeographyBasis.APPROXIMATE,
        "availability": row.one_of("availability", Indicator.Availability.values),
        "disclosure_threshold": row.integer_or_none("disclosure_threshold"),
        "key_order": row.integer_or_none("key_order"),
    }
