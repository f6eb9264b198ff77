"""Editions as tagged PDF documents (PDF/UA-1), made in the background once an edition is frozen.

WeasyPrint needs libraries of the system (Pango, HarfBuzz). It is asked for only where a document is made, so that a
machine without them serves everything else; the page can then be printed instead.
"""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from common import clock, jobs
from common.addresses import whole_address
from common.models import Job
from common.tagged import finish
from plans.addresses import edition_place
from plans.models import Edition
from plans.published import queries
from plans.published.actions import keep_document
from plans.published.names import file_name
from plans.published.paper import Paper, approval

STATIC = "static:"
MAKE_DOCUMENTS = "plans.make_documents"


class Elsewhere(ValueError):
    """A document asked for something that is no static file of ours."""

    def __init__(self, address: str) -> None:
        super().__init__(f"A document may not fetch {address}")


def register() -> None:
    """Let the workers know who makes documents."""
    jobs.performs(MAKE_DOCUMENTS)(make_documents)


def make_documents(job: Job) -> None:
    """Make the PDF of an edition in each language that it lacks; what is there stays as it is."""
    edition = queries.frozen(job.arguments["edition"])
    for language in queries.languages_without_pdf(edition):
        keep_document(edition=edition, language=language, content=pdf(edition, language), **_naming(edition, language))


def _naming(edition: Edition, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {"name": file_name(edition, "pdf"), "at": clock.now()}


def pdf(edition: Edition, language: str) -> bytes:
    """Return an edition as a PDF in one language, with the figures as they stood."""
    from weasyprint import CSS, HTML

    page = as_markup(edition, language)
    fetcher = static_files()
    style = CSS(string=_static("clwstwr/document.css").read_text(encoding="utf-8"), url_fetcher=fetcher)
    document = HTML(string=page, url_fetcher=fetcher, base_url=STATIC)
    return document.write_pdf(stylesheets=[style], finisher=finish, pdf_variant="pdf/ua-1", pdf_tags=True)


def as_markup(edition: Edition, language: str) -> str:
    """Return what the document is made of."""
    with translation.override(language):
        return render_to_string("plans/document.html", _context(edition, language))


def _context(edition: Edition, language: str) -> dict[str, Any]:
    plan = edition.plan
    return {
        "language": language,
        "title": f"{plan.body.name}: {plan.title}",
        "edition": edition,
        "plan": plan,
        "body": plan.body,
        "paper": Paper(edition, language=language),
        "approvals": [approval(one, plan) for one in queries.approvals(edition)],
        "address": whole_address("plans:edition", language, **edition_place(edition)),
    }


def _static(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise Elsewhere(name)
    return Path(found)


def static_files() -> Any:
    """Return what gives WeasyPrint the static files of ours, and nothing from anywhere else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(STATIC):
                raise Elsewhere(url)
            path = _static(url.removeprefix(STATIC))
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "image/svg+xml"})

    return StaticFiles()
