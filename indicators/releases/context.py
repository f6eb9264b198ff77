"""Rates that others publish for boards, authorities and Wales: loaded as context, never mixed with figures of ours."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts import audit
from accounts.models import Person
from clusters.models import Area
from common import public
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row, Table
from indicators.models import Indicator, PublishedMeasure, PublishedRate

MEASURES, RATES, BIRTHS = "published_measures.csv", "published_area_rates.csv", "births_by_weight_2023.csv"
FILES = (MEASURES, RATES, BIRTHS)
BOTH_LANGUAGES = ("name", "unit", "period", "publisher")
MEASURE_COLUMNS = (
    "measure",
    "period",
    "indicator",
    "decimals",
    *(f"{column}_{language}" for column in (*BOTH_LANGUAGES, "note") for language in ("en", "cy")),
)
RATE_COLUMNS = ("area_type", "area_code", "measure", "value", "period", "source")
LIGHT = ("births_under_2000g", "births_2000_2499g")
BIRTH_COLUMNS = ("area_type", "area_code", "year", *LIGHT, "births_weight_not_stated", "births_total")
LOW_WEIGHT = "low_birth_weight_live_births"
BIRTHS_SOURCE = "StatsWales, live births to Welsh residents by health board and birth weight"
KINDS = {
    "wales": Area.Kind.NATION,
    "health_board": Area.Kind.HEALTH_BOARD,
    "local_authority": Area.Kind.LOCAL_AUTHORITY,
}
NOWHERE = "not_stated"

Key = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """One row of a published table, read and checked."""

    measure: Key
    area: int
    value: float
    source: str


def load_published_rates(*, folder: Path, at: datetime.datetime, by: Person | None = None) -> Receipt | None:
    """Load measures and rates; None where exactly these files were loaded before.

    All is checked before anything is written (`BrokenFile` names file, row and column), and all stands or nothing.
    """
    digest = digest_of(folder / name for name in FILES)
    if LoadedFiles.objects.filter(name="published rates", digest=digest).exists():
        return None
    measures = _measures(folder)
    rates = list(_rates(folder, set(measures)))
    with audit.recorded("indicators.load_published_rates", by=by, at=at) as record:
        receipt = _settle(measures, rates)
        LoadedFiles.objects.update_or_create(name="published rates", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        public.raise_version()
    return receipt


def _settle(measures: dict[Key, dict[str, Any]], rates: list[Published]) -> Receipt:
    receipt = Receipt()
    sources = {rate.measure: rate.source for rate in rates}
    found = {}
    for key, values in measures.items():
        identity = {"code": key[0], "period_code": key[1]}
        values = {**values, "source": sources.get(key, "")}
        found[key] = settle(PublishedMeasure, receipt, key=identity, values=values)
    kept = [
        settle(
            PublishedRate,
            receipt,
            key={"measure": found[rate.measure], "area_id": rate.area},
            values={"value": rate.value},
        ).pk
        for rate in rates
    ]
    PublishedRate.objects.exclude(pk__in=kept).delete()
    return receipt


def _measures(folder: Path) -> dict[Key, dict[str, Any]]:
    """Return the values of each measure by code and period."""
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    found = {}
    for order, row in enumerate(Table(folder / MEASURES, columns=MEASURE_COLUMNS), start=1):
        texts = {
            f"{column}_{language}": row.text(f"{column}_{language}")
            for column in BOTH_LANGUAGES
            for language in ("en", "cy")
        }
        named = row.optional("indicator")
        found[row.text("measure"), row.text("period")] = {
            **texts,
            "note_en": row.optional("note_en"),
            "note_cy": row.optional("note_cy"),
            "decimals": row.integer("decimals"),
            "indicator": indicators[row.one_of("indicator", indicators)] if named else None,
            "order": order,
        }
    return found


def _rates(folder: Path, measures: set[Key]) -> Iterator[Published]:
    areas = {(area.kind, area.code): area.pk for area in Area.objects.real()}
    codes = {measure for measure, _period in measures}
    for row in Table(folder / RATES, columns=RATE_COLUMNS):
        code = row.one_of("measure", codes)
        key = code, row.one_of("period", {period for measure, period in measures if measure == code})
        yield Published(key, _area(row, areas), _number(row, "value"), row.text("source"))
    for row in Table(folder / BIRTHS, columns=BIRTH_COLUMNS):
        if row.text("area_type") != NOWHERE:
            yield Published((LOW_WEIGHT, row.text("year")), _area(row, areas), _low_weight(row), BIRTHS_SOURCE)


def _area(row: Row, areas: dict[Key, int]) -> int:
    kind = KINDS[row.one_of("area_type", KINDS)]
    return areas[kind, row.one_of("area_code", {code for known, code in areas if known == kind})]


def _number(row: Row, column: str) -> float:
    row.text(column)
    return row.number_or_none(column) or 0.0


def _low_weight(row: Row) -> float:
    """Return live births under 2,500 g as a percentage of those whose weight is stated."""
    light = sum(row.integer(column) for column in LIGHT)
    weighed = row.integer("births_total") - (row.integer_or_none("births_weight_not_stated") or 0)
    return 100 * light / weighed
