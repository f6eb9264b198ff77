"""An edition as plain data for other programs; docs/data-dictionary.md says what each name means."""

from typing import Any

from django.conf import settings
from django.utils import translation

from common.dates import day_of, iso_moment
from governance.models import Body
from indicators.presenters.dictionary import LICENCE
from plans.addresses import document_address, edition_address
from plans.editions.content import digest_of
from plans.editions.languages import LANGUAGES
from plans.editions.public_content import readable
from plans.models import Edition
from plans.published import queries
from plans.published.figures import cited_codes

FORMAT = "clwstwr-plan/1"


def as_data(edition: Edition) -> dict[str, Any]:
    """Return everything that anybody may read of an edition, in both languages."""
    content = readable(edition)
    cited = cited_codes(content)
    exemption = getattr(edition, "exemption", None)
    return {
        "format": FORMAT,
        "languages": list(LANGUAGES),
        "licence": {"name": "OGL-UK-3.0", "address": LICENCE},
        "publisher": _in_both(lambda: str(settings.PUBLISHER)),
        "is_example": edition.plan.body.is_example,
        "body": _body(edition),
        "plan": _plan(edition),
        "edition": _edition(edition),
        "approvals": [
            {"stage": one.stage, "office": one.office, "on": day_of(one.decided_at).isoformat()}
            for one in queries.approvals(edition)
        ],
        "exemption": {"due_on": exemption.due_on.isoformat()} if exemption else None,
        "sections": _sections(edition),
        "figures": {code: figure for code, figure in edition.figures.items() if code in cited},
        "content": content,
        "content_sha256": digest_of(content),
    }


def _body(edition: Edition) -> dict[str, Any]:
    body = edition.plan.body
    names = {"name": _both(body, "name"), "board": _both(body.parent, "name")}
    return {"id": body.pk, "kind": body.body_kind, "code": _code(body), **names}


def _code(body: Body) -> str:
    """Return the code of a cluster in the figures; a planning group has none."""
    return body.area.code if body.body_kind == Body.Kind.CLUSTER else ""


def _plan(edition: Edition) -> dict[str, Any]:
    plan = edition.plan
    return {
        "id": plan.pk,
        "kind": plan.kind,
        "title": _in_both(lambda: plan.title),
        "first_year": plan.first_year,
        "years": plan.years,
        "starts_on": plan.starts_on.isoformat(),
        "ends_before": plan.ends_on.isoformat(),
    }


def _edition(edition: Edition) -> dict[str, Any]:
    moments = ("frozen_at", "published_at", "superseded_at")
    return {
        "id": edition.pk,
        "number": edition.number,
        "state": edition.state,
        "origin": edition.origin,
        "text_rules": edition.text_rules,
        "summary": _both(edition, "summary"),
        **{name: _moment(getattr(edition, name)) for name in moments},
        "approved_content_sha256": edition.digest,
        "addresses": _in_both(lambda: edition_address(edition)),
        "data": _in_both(lambda: document_address(edition, "json")),
    }


def _sections(edition: Edition) -> list[dict[str, Any]]:
    plan = edition.plan
    template = plan.round.template.sections.all() if plan.round else ()
    return [{"code": one.code, "order": one.order, "title": _both(one, "title"), "rows": one.rows} for one in template]


def _both(thing: Any, name: str) -> dict[str, str]:
    return {one: getattr(thing, f"{name}_{one}") or "" for one in LANGUAGES}


def _in_both(words: Any) -> dict[str, str]:
    """Return what a function says in each language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = words()
    return found


def _moment(moment: Any) -> str | None:
    return iso_moment(moment) if moment else None
