"""The library of plans: every edition that is or was in force, board by board, and a search through their words."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from clusters.models import HealthBoard
from governance.models import Body
from plans.addresses import body_address, edition_address
from plans.editions.search import Place, holding, languages_of, places
from plans.models import Document, Edition, Plan
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

    board: HealthBoard
    entries: list[Entry]

    @property
    def together_address(self) -> str:
        return reverse("plans:board", kwargs={"slug": self.board.slug})


@dataclass(frozen=True)
class Named:
    """A body by its name, with its page."""

    name: str
    address: str


@dataclass(frozen=True)
class Year:
    """A financial year in which a published plan is or was in force."""

    first_year: int

    def __str__(self) -> str:
        return f"{self.first_year}/{(self.first_year + 1) % 100:02}"


class Library:
    """What a reader asked the library for, and what it has of it."""

    def __init__(self, *, words: str, board: str, year: int | None, examples: bool, on: datetime.date) -> None:
        self.words, self.year, self.examples, self.on = words, year, examples, on
        self.boards = list(HealthBoard.objects.filter(is_example=examples).in_order())
        # The way to the other language keeps what was asked for: a board goes by its name in either.
        self.board = next((one.slug for one in self.boards if board in (one.slug_en, one.slug_cy)), board)
        self.years = _years(examples=examples)
        self.found = list(_found(words, examples=examples, board=self.board, year=year))
        self.count = len(self.found)

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.board or self.year is not None)

    @property
    def shelves(self) -> list[Shelf]:
        entries: dict[int, list[Entry]] = defaultdict(list)
        for one in self.found:
            entries[one.plan.body.parent_id].append(_entry(one, self.words))
        return [Shelf(board, entries[board.pk]) for board in self.boards if board.pk in entries]

    @property
    def without(self) -> list[tuple[HealthBoard, list[Named]]]:
        """The clusters and planning groups of which no plan was published here, by board; not said of a search."""
        if self.words:
            return []
        having = {one.plan.body_id for one in self.found}
        shown = [one for one in self.boards if self.board in ("", one.slug)]
        bodies = _bodies_that_plan(shown, self.on, examples=self.examples)
        rows = [(one, [_named(body) for body in bodies[one.pk] if body.pk not in having]) for one in shown]
        return [(board, named) for board, named in rows if named]


def _named(body: Body) -> Named:
    return Named(body.name, body_address(body))


def _years(*, examples: bool) -> list[Year]:
    """Return the years for which a plan was published, the newest first."""
    published = Edition.objects.public().filter(plan__body__is_example=examples)
    plans = Plan.objects.filter(pk__in=published.values("plan")).order_by().values_list("first_year", "years")
    years = {first + further for first, count in plans.distinct() for further in range(count)}
    return [Year(one) for one in sorted(years, reverse=True)]


def _bodies_that_plan(boards: list[HealthBoard], on: datetime.date, *, examples: bool) -> dict[int, list[Body]]:
    """Return the clusters and planning groups that are open on a day, by board."""
    kinds = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP)
    under = Body.objects.filter(parent__in=[one.pk for one in boards], is_example=examples, body_kind__in=kinds)
    found: dict[int, list[Body]] = defaultdict(list)
    for one in under.current(on=on).order_by("body_kind", f"sort_key_{get_language() or 'en'}"):
        found[one.parent_id].append(one)
    return found


def _found(words: str, *, examples: bool, board: str = "", year: int | None = None) -> QuerySet[Edition]:
    language = get_language() or "en"
    files = Document.objects.select_related("file").defer("file__content").order_by("kind", "language")
    editions = queries.editions().public().filter(plan__body__is_example=examples)
    editions = editions.prefetch_related(Prefetch("documents", queryset=files))
    if board:
        editions = editions.filter(**{f"plan__body__parent__slug_{language}": board})
    if year is not None:
        editions = editions.filter(plan__first_year__lte=year, plan__first_year__gt=year - F("plan__years"))
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
