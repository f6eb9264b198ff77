"""Writes about what the public reads of plans: documents made of editions, and plans from before."""

import datetime
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from plans.editions.languages import LANGUAGES
from plans.editions.search import words_of
from plans.models import WRITTEN_BY, Document, Edition, EditionState, Plan, PlanKind, StoredFile, TextRules


def store(*, name: str, media_type: str, content: bytes, at: datetime.datetime) -> StoredFile:
    """Keep a file for good, with its size and digest."""
    digest = hashlib.sha256(content).hexdigest()
    return StoredFile.objects.create(
        name=name, media_type=media_type, content=content, size=len(content), digest=digest, stored_at=at
    )


def keep_document(*, edition: Edition, language: str, name: str, content: bytes, at: datetime.datetime) -> Document:
    """Keep the PDF that was made of a frozen edition in one language; where one is there already, that one stays."""
    place = {"edition": edition, "kind": Document.Kind.PDF, "language": language}
    with transaction.atomic():
        Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        kept = Document.objects.filter(**place).first()
        if kept is not None:
            return kept
        with audit.recorded("plans.make_document", by=None, at=at) as record:
            file = store(name=name, media_type="application/pdf", content=content, at=at)
            made = Document.objects.create(**place, file=file)
            audit.about(record, made)
            public.raise_version()
    return made


def attach_historic(
    *,
    body: Body,
    kind: str,
    first_year: int,
    years: int,
    language: str,
    summary_en: str,
    summary_cy: str,
    name: str,
    content: bytes,
    media_type: str,
    by: Person,
    at: datetime.datetime,
    on: datetime.date,
) -> Edition:
    """Keep a plan from before as the file that it was, and let everybody read it; return its only edition.

    `language` is that of the file, or "both". The digest of the edition is that of the file.
    """
    powers = powers_of(by, on=on)
    powers.check(Permission.PUBLISH_PLANS, body)
    if body.body_kind != WRITTEN_BY[PlanKind(kind)]:
        raise Refused(_("A plan of this kind is not written by this body."))
    behalf = powers.on_behalf_of(Permission.PUBLISH_PLANS, body)
    with audit.recorded("plans.attach_historic", by=by, at=at, on_behalf_of=behalf) as record:
        plan, is_new = Plan.objects.get_or_create(
            body=body, kind=kind, first_year=first_year, defaults={"years": years}
        )
        if not is_new:
            raise Refused(_("A plan of this kind that begins in this year is here already."))
        file = store(name=name, media_type=media_type, content=content, at=at)
        edition = _from_before(plan, file, summary_en=summary_en, summary_cy=summary_cy, by=by, at=at)
        for one in LANGUAGES if language == "both" else (language,):
            Document.objects.create(edition=edition, kind=Document.Kind.ORIGINAL, language=one, file=file)
        public.raise_version()
        audit.about(record, edition)
    return edition


def _from_before(plan: Plan, file: StoredFile, *, by: Person, at: datetime.datetime, **summaries: str) -> Edition:
    edition = Edition(plan=plan, number=1, origin=Edition.Origin.FILE, state=EditionState.PUBLISHED, **summaries)
    edition.content, edition.digest, edition.text_rules = {}, file.digest, TextRules.PLAIN
    edition.started_by, edition.started_at, edition.frozen_at, edition.published_at = by, at, at, at
    edition.search_text = words_of(edition)
    edition.save()
    return edition
