"""Everything that an edition says, as plain data: what is frozen, compared, and given out as JSON.

Shape: `{"section": [row, …], "need": […], …}`, one list for each kind of row (`plans.editions.kinds`). A row is
`{"key", "order", "collaborative", "visibility", "texts": {field: {"en", "cy"}}, "facts": {field: value}}`. A fact that
points elsewhere says where in words of both languages, so that it can be read when that is long gone.
"""

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import translation

from governance.models import Body, Seat
from plans.editions.kinds import KINDS, RowKind
from plans.editions.languages import LANGUAGES, text_of
from plans.models import Edition, PlanRow, StoredFile, Theme, Visibility

Content = dict[str, list[dict[str, Any]]]
JOINED = {
    "section": ("collaborative",),
    "need": ("collaborative",),
    "priority": ("collaborative", "theme", "indicator"),
    "action": ("collaborative", "owner__body", "owner__represents"),
    "milestone": ("collaborative",),
    "risk": ("collaborative", "owner__body", "owner__represents"),
    "attachment": ("collaborative", "file"),
}
# The bytes of a file are read only where somebody asks for the file.
LEFT_OUT = {"attachment": ("file__content",)}


def rows_of(edition: Edition, visibilities: Iterable[str] = tuple(Visibility)) -> dict[str, list[PlanRow]]:
    """Return the rows of an edition that have one of some visibilities, kind by kind: one query for each kind."""
    found = {}
    for code, kind in KINDS.items():
        rows = kind.model.objects.filter(edition=edition, visibility__in=set(visibilities))
        rows = rows.select_related(*JOINED[code]).defer(*LEFT_OUT.get(code, ())).order_by("order", "pk")
        found[code] = list(rows)
    return found


def content_of(edition: Edition) -> Content:
    """Return everything that an edition says, whoever may read it."""
    return {code: [row_content(KINDS[code], row) for row in rows] for code, rows in rows_of(edition).items()}


def row_content(kind: RowKind, row: PlanRow) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "order": row.order,
        "collaborative": _plain(row.collaborative),
        "visibility": str(row.visibility),
        **({"code": row.code} if kind.code == "section" else {}),
        "texts": {name: {one: text_of(row, name, one) for one in LANGUAGES} for name in kind.text_names},
        "facts": {name: _plain(getattr(row, name)) for name in kind.fact_names},
    }


def _plain(value: Any) -> Any:
    """Return a fact as JSON has it."""
    if isinstance(value, models.Model):
        return _named(value)
    if isinstance(value, (datetime.date, uuid.UUID, Decimal)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _named(thing: models.Model) -> dict[str, Any]:
    if isinstance(thing, StoredFile):
        return {"name": thing.name, "media_type": thing.media_type, "size": thing.size, "sha256": thing.digest}
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = _words(thing)
    identity = {"code": thing.code} if isinstance(thing, Theme) or hasattr(thing, "code") else {"id": thing.pk}
    return {**identity, **words}


def _words(thing: models.Model) -> str:
    if isinstance(thing, Seat):
        return f"{thing.title}, {thing.body.name}"
    return thing.name if isinstance(thing, Body) else str(thing)


def public_part(content: Content) -> Content:
    """Return of what an edition says only the rows that everybody may read."""
    return {code: [row for row in rows if row["visibility"] == Visibility.PUBLIC] for code, rows in content.items()}


def digest_of(content: Any) -> str:
    """Return the SHA-256 of plain data, written in one way: keys sorted, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def frozen_data(edition: Edition) -> dict[str, Any]:
    """Return what the digest of a frozen edition is made of: what it says, its figures, and which plan it is."""
    plan = edition.plan
    identity = {
        "body": plan.body.slug_en,
        "body_kind": plan.body.body_kind,
        "kind": plan.kind,
        "first_year": plan.first_year,
        "years": plan.years,
        "edition": edition.number,
        # Digests from before there were marks were made without a word of them, and hold.
        **({"text_rules": edition.text_rules} if edition.has_marks else {}),
    }
    return {"content": edition.content, "figures": edition.figures, "plan": identity}
