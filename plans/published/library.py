"""The library of plans: every edition that is or was in force, board by board, and a search through their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from clusters.models import HealthBoard
from plans.addresses import body_address, edition_address
from plans.editions.search import Place, holding, languages_of, places
from plans.models import Document, Edition
from plans.published import queries

MOST_FOUND = 30


@dataclass(frozen=True)
class Entry:
    """An edition in the library; `places` are where a search found its words."""

    edition: Edition
    address: str
    body_address: str
    languages: list[str]
    forms: list[str]
    places: list[Place]


@dataclass(frozen=True)
class Shelf:
    """The plans under one health board."""

    board: str
    entries: list[Entry]


class Library:
    """What a reader asked the library for, and what it has of it."""

    def __init__(self, *, words: str, board: str, examples: bool) -> None:
        self.words, self.board, self.examples = words, board, examples
        self.boards = list(HealthBoard.objects.filter(is_example=examples).in_order())
        found = list(_found(words, examples=examples, board=board))
        self.count = len(found)
        self.shelves = [
            Shelf(name, [_entry(one, words) for one in some])
            for name, some in groupby(found, key=lambda edition: edition.plan.body.parent.name)
        ]


def _found(words: str, *, examples: bool, board: str = "") -> QuerySet[Edition]:
    language = get_language() or "en"
    files = Document.objects.select_related("file").defer("file__content").order_by("kind", "language")
    editions = queries.editions().public().filter(plan__body__is_example=examples)
    editions = editions.prefetch_related(Prefetch("documents", queryset=files))
    if board:
        editions = editions.filter(**{f"plan__body__parent__slug_{language}": board})
    order = [f"plan__body__parent__sort_key_{language}", "plan__body__body_kind", f"plan__body__sort_key_{language}"]
    editions = editions.order_by(*order, "-plan__first_year", "plan__kind", "-number")
    return _searched(editions, words) if words else editions


def _searched(editions: QuerySet[Edition], words: str) -> QuerySet[Edition]:
    """Narrow to what holds the words, with what is needed to show where."""
    whole = holding(editions, words).prefetch_related("plan__round__template__sections")
    return whole.defer(None).defer("search_text")[:MOST_FOUND]


def search(words: str) -> list[Entry]:
    """Return the real plans that have some words."""
    return [_entry(one, words) for one in _found(words, examples=False)]


def _entry(edition: Edition, words: str) -> Entry:
    written = edition.origin == Edition.Origin.WRITTEN
    documents = list(edition.documents.all())
    return Entry(
        edition=edition,
        address=edition_address(edition),
        body_address=body_address(edition.plan.body),
        languages=languages_of(["en", "cy"] if written else (one.language for one in documents)),
        forms=sorted({"HTML", *_forms(documents, written=written)}),
        places=places(edition, words, language=get_language() or "en") if words else [],
    )


def _forms(documents: Iterable[Document], *, written: bool) -> set[str]:
    found = {"JSON"} if written else set()
    return found | {"PDF" if "pdf" in one.file.media_type else "DOCX" for one in documents}
