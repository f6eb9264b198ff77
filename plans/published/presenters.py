"""What the public pages of plans show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clusters.tabs import Tab, at
from clusters.views import crumbs
from governance.models import Body
from plans.addresses import (
    attachment_address,
    body_address,
    document_address,
    edition_address,
    original_address,
    plan_address,
)
from plans.editions.languages import LANGUAGES
from plans.editions.public_content import readable
from plans.models import Document, Edition, EditionState, PlanKind
from plans.published import queries
from plans.published.halves import Words, read
from plans.published.paper import Paper, approval

NAMES = dict(settings.LANGUAGES)
TAB = Tab("plan", gettext_lazy("Plan"), 30, at("plans:plan", kind=PlanKind.CLUSTER_IMTP.value))


@dataclass(frozen=True)
class Form:
    """A file in which an edition can be had, and in which language; the size in bytes where it is known."""

    words: str
    language: str
    address: str
    size: int = 0

    @property
    def language_name(self) -> str:
        return {"en": _("English"), "cy": _("Welsh")}.get(self.language, "")


@dataclass(frozen=True)
class Line:
    """An edition in a list."""

    edition: Edition
    address: str

    @property
    def title(self) -> str:
        return self.edition.plan.title

    @property
    def is_present(self) -> bool:
        return self.edition.state == EditionState.PUBLISHED


def line(edition: Edition) -> Line:
    return Line(edition, edition_address(edition))


def frame(edition: Edition) -> dict[str, Any]:
    """Return what every page about an edition shows around it."""
    body = edition.plan.body
    return {
        "subject": body,
        "edition": edition,
        "plan": edition.plan,
        "body_address": body_address(body),
        "permanent_address": edition_address(edition),
        "section": "clusters",
        "breadcrumbs": way_of(body),
    }


def way_of(body: Body) -> list[dict[str, str]]:
    """Return the way from the start of the site to a body that has plans."""
    return crumbs((body.parent.name, body.parent.area.get_absolute_url()), (body.name, body_address(body)))


def edition_page(edition: Edition) -> dict[str, Any]:
    """Return an edition as a page: what it says, beside the figures of today, and what is known of it."""
    public = queries.published_of(edition.plan.body)
    paper = Paper(edition, language=get_language() or "en", live=True)
    documents = queries.documents(edition)
    return {
        **frame(edition),
        "paper": paper,
        "summary": summary_of(edition),
        "later": later_than(edition, public),
        "banner_heading": {"text": _("Not the present plan"), "level": 2},
        "others": [line(one) for one in public if one.pk != edition.pk],
        "approvals": [approval(one, edition.plan) for one in queries.approvals(edition)],
        "forms": forms_of(edition, documents),
        "waits_for_pdf": waits_for_pdf(edition, documents),
        "files": [(file, attachment_address(edition, file.key)) for file in paper.files],
        "exemption": getattr(edition, "exemption", None),
    }


def withdrawn_page(edition: Edition) -> dict[str, Any]:
    """Return that an edition was withdrawn, and why; nothing of what it said."""
    later = later_than(edition, queries.published_of(edition.plan.body))
    return {**frame(edition), "later": later, "reason": _own_words(edition, "withdrawal_reason")}


def summary_of(edition: Edition) -> Words:
    """Return what is new in an edition, or what a file from before is about."""
    return _own_words(edition, "summary")


def _own_words(edition: Edition, name: str) -> Words:
    return read({one: getattr(edition, f"{name}_{one}") or "" for one in LANGUAGES}, get_language() or "en")


def later_than(edition: Edition, public: Iterable[Edition]) -> Line | None:
    """Return what stands in the place of an edition: the present one of its plan, or the plan that came after it."""
    plan = edition.plan
    present = [one for one in public if one.state == EditionState.PUBLISHED and one.plan.kind == plan.kind]
    same = [one for one in present if one.plan_id == plan.pk and one.pk != edition.pk]
    newer = [one for one in present if one.plan.first_year > plan.first_year]
    found = next(iter(same or newer), None)
    return Line(found, plan_address(found.plan)) if found else None


def forms_of(edition: Edition, documents: Iterable[Document]) -> list[Form]:
    """Return the files in which an edition can be had: those that were made, and those made when asked for."""
    found = [_kept_form(edition, one) for one in documents]
    if edition.origin == Edition.Origin.WRITTEN:
        found += [Form("Word", one, document_address(edition, "docx", one)) for one in LANGUAGES]
        found.append(Form("JSON", "", document_address(edition, "json")))
    return found


def _kept_form(edition: Edition, document: Document) -> Form:
    language, size = document.language, document.file.size
    if document.kind == Document.Kind.PDF:
        return Form("PDF", language, document_address(edition, "pdf", language), size)
    return Form(str(Document.Kind.ORIGINAL.label), language, original_address(edition, language), size)


def waits_for_pdf(edition: Edition, documents: Iterable[Document]) -> bool:
    made = {one.language for one in documents if one.kind == Document.Kind.PDF}
    return edition.origin == Edition.Origin.WRITTEN and len(made) < len(LANGUAGES)


@dataclass(frozen=True)
class Present:
    """A plan in force, for the page of the body that it is of."""

    edition: Edition
    address: str
    priorities: list[Words]

    @property
    def body(self) -> Body:
        return self.edition.plan.body


def plans_of(body: Body) -> list[Present]:
    """Return the plans that a body works by now, of each kind the newest, with the titles of their priorities."""
    return [_present(one) for one in queries.in_force(body)]


def plans_under(board: Body) -> list[Present]:
    """Return the newest published plan of each body under a board, without what it says."""
    return [Present(one, plan_address(one.plan), []) for one in queries.in_force_under(board)]


def _present(edition: Edition) -> Present:
    language = get_language() or "en"
    titles = [read(row["texts"]["title"], language) for row in readable(edition)["priority"]]
    return Present(edition, plan_address(edition.plan), titles)
