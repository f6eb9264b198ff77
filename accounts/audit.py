"""Every action leaves one record, in the transaction of the action, tied to the rows that it changed."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import models, transaction

from accounts.models import AuditRecord, Person
from common.logs import request_identity


@contextmanager
def recorded(
    action: str,
    *,
    by: Person | None,
    at: datetime.datetime,
    on_behalf_of: Person | None = None,
    subject: models.Model | None = None,
) -> Iterator[AuditRecord]:
    """Run an action and write its record; both stand or neither does.

    `by` is None for what the portal does by itself (a command, a schedule). The action may set the record's `subject`
    through `about` and add to its `details` until it ends.
    """
    with transaction.atomic(), pghistory.context(action=action) as context:
        record = AuditRecord(
            action=action,
            by=by,
            on_behalf_of=on_behalf_of,
            at=at,
            request=request_identity.get(),
            context=context.id,
        )
        about(record, subject)
        yield record
        record.save(force_insert=True)


def about(record: AuditRecord, subject: models.Model | None, **details: Any) -> None:
    """Say what a record is about."""
    if subject is not None:
        record.subject_kind, record.subject_key = subject._meta.label_lower, str(subject.pk or "")
    record.details.update(details)
