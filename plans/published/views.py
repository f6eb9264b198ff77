"""The public pages of plans and the files that go with them."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from clusters.models import Cluster
from clusters.views import crumbs
from common import clock
from common.inputs import LATEST, Query
from common.pages import public_page
from plans.models import Attachment, Document, Edition, EditionState, PlanKind, StoredFile
from plans.published import presenters, queries
from plans.published.data import as_data
from plans.published.library import Library
from plans.published.names import file_name
from plans.published.word import MEDIA_TYPE as WORD
from plans.published.word import as_word


@public_page
def plan(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The plan that a body works by now; of a cluster that has published none, that it appears once it has."""
    found = queries.in_force_at(slug, kind)
    return _shown(request, found) if found else _none_yet(request, slug, kind)


@public_page
def edition(request: HttpRequest, slug: str, kind: str, year: int, number: int) -> HttpResponse:
    """One edition at the address that it keeps: the present one, an earlier one, or word that it was withdrawn."""
    found = queries.numbered(slug, kind, year, number)
    if found.state == EditionState.WITHDRAWN:
        return render(request, "plans/withdrawn.html", presenters.withdrawn_page(found), status=410)
    return _shown(request, found)


def _none_yet(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    if kind != PlanKind.CLUSTER_IMTP:
        raise Http404
    cluster = get_object_or_404(Cluster.objects.select_related("parent__area"), slug=slug)
    context = {"subject": cluster, "section": "clusters", "breadcrumbs": presenters.way_of(cluster)}
    return render(request, "plans/none-yet.html", context)


@public_page
def library(request: HttpRequest) -> HttpResponse:
    """Every plan that is or was in force, narrowed to a board, a year and words."""
    query = Query(request)
    asked = Library(
        words=query.text("q"),
        board=query.text("board", most=200),
        year=query.number("year", most=LATEST.year),
        examples=query.says("examples"),
        on=clock.today(),
    )
    context = {"library": asked, "section": "plans", "breadcrumbs": crumbs()}
    return render(request, "plans/library.html", context)


def _shown(request: HttpRequest, found: Edition) -> HttpResponse:
    template = "plans/edition.html" if found.origin == Edition.Origin.WRITTEN else "plans/historic.html"
    return render(request, template, presenters.edition_page(found))


@public_page
def document(request: HttpRequest, slug: str, kind: str, year: int, number: int, form: str) -> HttpResponse:
    """An edition as a file in the reader's language; data is in both."""
    found = queries.readable_edition(slug, kind, year, number)
    if form not in FORMS or found.origin != Edition.Origin.WRITTEN:
        raise Http404
    return FORMS[form](found)


def _data(found: Edition) -> HttpResponse:
    response = JsonResponse(as_data(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = content_disposition_header(False, file_name(found, "json"))
    return response


def _pdf(found: Edition) -> HttpResponse:
    made = Document.objects.filter(edition=found, kind=Document.Kind.PDF, language=get_language())
    return _file(get_object_or_404(made.select_related("file")).file, file_name(found, "pdf"), aside=False)


@public_page
def original(request: HttpRequest, slug: str, kind: str, year: int, number: int, language: str) -> HttpResponse:
    """The file of a plan from before, as it was."""
    found = queries.readable_edition(slug, kind, year, number)
    kept = Document.objects.filter(edition=found, kind=Document.Kind.ORIGINAL, language=language)
    stored = get_object_or_404(kept.select_related("file")).file
    return _file(stored, stored.name)


@public_page
def attachment(request: HttpRequest, slug: str, kind: str, year: int, number: int, key: str) -> HttpResponse:
    """A public file that goes with an edition."""
    found = queries.readable_edition(slug, kind, year, number)
    rows = Attachment.objects.filter(edition=found, key=key).public().select_related("file")
    stored = get_object_or_404(rows).file
    return _file(stored, stored.name)


def _file(stored: StoredFile, name: str, *, aside: bool = True) -> HttpResponse:
    """Answer with a file that no browser takes for a page of ours."""
    response = HttpResponse(bytes(stored.content), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(aside, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _word(found: Edition) -> HttpResponse:
    response = HttpResponse(as_word(found, get_language() or "en"), content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, file_name(found, "docx"))
    return response


FORMS: dict[str, Callable[[Edition], HttpResponse]] = {"json": _data, "pdf": _pdf, "docx": _word}
