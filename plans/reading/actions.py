"""Writes about what the public reads of plans: the documents that are made of editions."""

import datetime
import hashlib

from django.db import transaction

from accounts import audit
from common import public
from plans.models import Document, Edition, StoredFile


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
