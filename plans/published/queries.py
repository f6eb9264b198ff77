"""Reads of the editions that anybody may see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from governance.models import Body
from plans.editions.languages import LANGUAGES
from plans.models import PUBLIC, Document, Edition, EditionState, Verdict

# Withdrawn after it was public: its address stays, and says why it is empty.
ONCE_PUBLIC = Q(published_at__isnull=False, state__in=(*PUBLIC, EditionState.WITHDRAWN))
BODY = ("plan__body__area", "plan__body__parent__area")


def editions() -> QuerySet[Edition]:
    """Return the editions with everything that says which they are, but not what they say."""
    return Edition.objects.select_related(*BODY, "plan__round__template").defer("content", "search_text")


def in_force_at(slug: str, kind: str) -> Edition | None:
    """Return the edition in force of the newest published plan of a kind, at the address of its body, in one read."""
    found: Edition | None = _at(slug, kind).filter(state=EditionState.PUBLISHED).order_by("-plan__first_year").first()
    return found


def numbered(slug: str, kind: str, year: int, number: int) -> Edition:
    """Return the edition of an address, be it withdrawn; not one that never was public."""
    return _or_nothing(_at(slug, kind).filter(ONCE_PUBLIC, plan__first_year=year, number=number).first())


def readable_edition(slug: str, kind: str, year: int, number: int) -> Edition:
    """Return the edition of an address that anybody may read."""
    return _or_nothing(_at(slug, kind).public().filter(plan__first_year=year, number=number).first())


def _at(slug: str, kind: str) -> Any:
    whole = Edition.objects.select_related(*BODY, "plan__round__template", "exemption")
    place = {f"plan__body__slug_{get_language() or 'en'}": slug, "plan__kind": kind}
    return whole.defer("search_text").filter(**place)


def _or_nothing(found: Edition | None) -> Edition:
    if found is None:
        raise Http404
    return found


def published_of(body: Body) -> list[Edition]:
    """Return the public editions of a body's plans, the newest plan and edition first."""
    return list(editions().public().filter(plan__body=body).order_by("-plan__first_year", "plan__kind", "-number"))


def approvals(edition: Edition) -> list[Verdict]:
    """Return what passed an edition on its way to approval, stage by stage."""
    passed = Verdict.objects.filter(submission__edition=edition, submission__outcome="approved", outcome="passed")
    return list(passed.order_by("decided_at", "pk"))


def documents(edition: Edition) -> list[Document]:
    """Return the files of an edition, without their bytes."""
    found = Document.objects.filter(edition=edition).select_related("file").defer("file__content")
    return list(found.order_by("kind", "language"))


def frozen(key: int) -> Edition:
    """Return an edition that is frozen, with what a document of it needs."""
    found = Edition.objects.select_related(*BODY, "plan__round__template")
    return found.get(pk=key, frozen_at__isnull=False)


def languages_without_pdf(edition: Edition) -> list[str]:
    """Return the languages in which the document of an edition has still to be made; none for a file from before."""
    if edition.origin != Edition.Origin.WRITTEN:
        return []
    made = Document.objects.filter(edition=edition, kind=Document.Kind.PDF).values_list("language", flat=True)
    return [language for language in LANGUAGES if language not in set(made)]


def in_force(body: Body) -> list[Edition]:
    """Return the newest published plan of each kind of a body, with what it says: one read."""
    found = Edition.objects.filter(plan__body=body, state=EditionState.PUBLISHED).select_related("plan__body")
    newest = found.order_by("plan__kind", "-plan__first_year").distinct("plan__kind")
    return list(newest.defer("search_text"))


def in_force_under(board: Body) -> list[Edition]:
    """Return the newest published plan of each kind of the bodies under a board: one read."""
    found = Edition.objects.filter(plan__body__parent=board, state=EditionState.PUBLISHED).select_related("plan__body")
    newest = found.order_by("plan__body", "plan__kind", "-plan__first_year").distinct("plan__body", "plan__kind")
    editions = list(newest.defer("search_text", "content"))
    return sorted(editions, key=lambda edition: (edition.plan.body.body_kind, edition.plan.body.sort_key))
