"""A plan of the example board from before there was a portal: a file, with a summary in both languages."""

import datetime
import hashlib
from typing import Any

from django.utils.html import format_html

from common.welsh import fold
from governance.models import Body
from plans.models import Document, Edition, EditionState, Plan, PlanKind, StoredFile

PAPER = "application/pdf"


def enter_historic(told: dict[str, Any], *, at: datetime.datetime) -> Edition:
    """Enter an earlier plan as the file that it was, with nothing else in it."""
    body = Body.objects.get(slug_en=told["body"], is_example=True)
    years = {"first_year": told["first_year"], "years": told["years"]}
    plan = Plan.objects.create(body=body, kind=PlanKind.CLUSTER_IMTP, **years)
    english, welsh = told["summary"]
    file = _stored(told["file"], english, at)
    edition = Edition.objects.create(
        plan=plan,
        number=1,
        origin=Edition.Origin.FILE,
        state=EditionState.PUBLISHED,
        summary_en=english,
        summary_cy=welsh,
        started_at=at,
        frozen_at=at,
        published_at=at,
        content={},
        digest=file.digest,
        search_text="".join(f" {word}" for word in fold(f"{english} {welsh}").split()),
    )
    Document.objects.create(edition=edition, kind=Document.Kind.ORIGINAL, language="en", file=file)
    return edition


def _stored(name: str, words: str, at: datetime.datetime) -> StoredFile:
    from weasyprint import HTML  # takes a second to load

    page = format_html('<html lang="en"><title>{}</title><h1>{}</h1><p>{}</p></html>', name, name, words)
    content = HTML(string=page).write_pdf()
    digest = hashlib.sha256(content).hexdigest()
    facts = {"name": name, "media_type": PAPER, "size": len(content), "digest": digest}
    return StoredFile.objects.create(content=content, stored_at=at, **facts)
