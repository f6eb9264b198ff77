"""The example areas: invented, labelled on every page, kept out of Wales' figures, lists and searches.

They show how the portal works without inventing anything about a real place. The Example Health Board lies under Wales,
so that whoever may act for all of Wales may act there too; its figures are set against those of Example Wales.
"""

import datetime
from pathlib import Path
from typing import Any

from accounts import audit
from accounts.models import Person
from clusters.actions import search_text
from clusters.models import Area, GeographyBasis, Population, PopulationBasis
from common import public
from common.loading import Receipt, digest_of, settle
from common.models import LoadedFiles
from common.tabular import Row, Table
from common.welsh import english_sort_key, sort_key

FILE = "example_areas.csv"
NAMES = ("name_en", "name_cy", "slug_en", "slug_cy")
SHORT_NAMES = ("short_name_en", "short_name_cy")
COUNTS = {PopulationBasis.REGISTERED: "registered_patients", PopulationBasis.RESIDENT: "residents"}
COLUMNS = ("kind", "code", *NAMES, *SHORT_NAMES, "parent_code", *COUNTS.values())
PERIOD = "2025"
SOURCE = "Invented, to show how the portal works"


def load_examples(*, folder: Path, at: datetime.datetime, by: Person | None = None) -> Receipt | None:
    """Load the example areas, parents before children; None where exactly this file was loaded before."""
    digest = digest_of([folder / FILE])
    if LoadedFiles.objects.filter(name="examples", digest=digest).exists():
        return None
    rows = list(Table(folder / FILE, columns=COLUMNS))
    with audit.recorded("clusters.load_examples", by=by, at=at) as record:
        receipt = Receipt()
        for row in rows:
            _settle_area(row, receipt)
        LoadedFiles.objects.update_or_create(name="examples", defaults={"digest": digest, "loaded_at": at})
        audit.about(record, None, added=dict(receipt.added), changed=dict(receipt.changed))
        public.raise_version()
    return receipt


def _settle_area(row: Row, receipt: Receipt) -> None:
    key = {"kind": row.one_of("kind", Area.Kind.values), "code": row.text("code")}
    area = settle(Area, receipt, key=key, values=_values(row))
    for basis, column in COUNTS.items():
        count = row.integer_or_none(column)
        if count is not None:
            values = {"count": count, "geography_basis": GeographyBasis.EXACT, "source": SOURCE}
            settle(Population, receipt, key={"area": area, "basis": basis, "period": PERIOD}, values=values)


def _values(row: Row) -> dict[str, Any]:
    names = {column: row.text(column) for column in NAMES}
    return {
        **names,
        **{column: row.optional(column) for column in SHORT_NAMES},
        "parent": _parent(row),
        "is_example": True,
        "sort_key_en": english_sort_key(names["name_en"]),
        "sort_key_cy": sort_key(names["name_cy"]),
        "search_text": search_text(names["name_en"], names["name_cy"]),
    }


def _parent(row: Row) -> Area | None:
    """Return the parent that a row names: a nation has none."""
    code = row.optional("parent_code")
    if not code:
        return None
    kinds = (Area.Kind.NATION, Area.Kind.HEALTH_BOARD)
    areas = {area.code: area for area in Area.objects.filter(kind__in=kinds)}
    return areas[row.one_of("parent_code", areas)]
