"""The index of what the public may find, as fresh as the public pages: made anew with each public version and day."""

import datetime
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache

from common import public
from common.search.documents import PUBLIC, Kind
from common.search.index import Index, Synonyms
from common.search.shared import reading_once
from common.tabular import Table

FILE = "search_synonyms.csv"
KEPT_FOR = 60 * 60 * 24
BETWEEN_TERMS = ";"
# This process' own: the stamp of what it was made from, and the index. Replaced whole, so that threads may share it.
_made: tuple[str, Index] | None = None


def public_index(*, on: datetime.date) -> Index:
    """Return the index of a day; the same one until something public changes.

    The stamp is shared by all processes. It is lost with the cache, and then everybody makes the index anew.
    """
    global _made
    key = f"search-{on.isoformat()}"
    version, kept = public.version_beside(key)
    if kept is None or kept[0] != version:
        kept = (version, uuid.uuid4().hex)
        cache.set(key, kept, KEPT_FOR)
    made = _made
    if made is None or made[0] != kept[1]:
        made = (kept[1], index_of(PUBLIC.values(), on))
        _made = made
    return made[1]


def index_of(kinds: Iterable[Kind], asked: Any) -> Index:
    """Return the index of all documents of some kinds, each asked with what its kind is asked with."""
    with reading_once():
        documents = [(kind, document) for kind in kinds for document in kind.documents(asked)]
    return Index(documents, synonyms(settings.DATA_DIR))


def synonyms(folder: Path) -> Synonyms:
    """Return what people call things, from the shipped table; a fault names row and column."""
    rows = Table(folder / FILE, columns=("terms_en", "terms_cy"))
    return Synonyms([*_terms(row.text("terms_en")), *_terms(row.optional("terms_cy"))] for row in rows)


def _terms(cell: str) -> list[str]:
    return [term.strip() for term in cell.split(BETWEEN_TERMS)]
