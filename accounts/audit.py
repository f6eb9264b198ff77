"""Every action leaves one record, in the transaction of the action, tied to the rows that it changed."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

import pghistory
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise

from accounts.models import AuditRecord, Person
from common.logs import request_identity

# What each action is called in a sentence: who did it, and to what. An action without a sentence cannot be recorded.
SENTENCES: dict[str, Promise] = {}
# What the tables are called of which a history is kept.
TABLES: dict[str, Promise] = {}
# Told what a record is about; returns the keys of the bodies whose administrators may read it.
Scope = Callable[[models.Model], Iterable[int]]
SCOPES: list[Scope] = []


def register(sentences: Mapping[str, Promise], tables: Mapping[str, Promise] = MappingProxyType({})) -> None:
    """Add the sentences of an app's actions, `%(who)s` did it, to `%(what)s`, and the words for its tables."""
    SENTENCES.update(sentences)
    TABLES.update(tables)


# The records of what is done now, for whoever asks to hear of them.
_heard: ContextVar[list[AuditRecord] | None] = ContextVar("heard", default=None)


@contextmanager
def heard() -> Iterator[list[AuditRecord]]:
    """Return a list that fills with what is recorded until the end."""
    records: list[AuditRecord] = []
    token = _heard.set(records)
    try:
        yield records
    finally:
        _heard.reset(token)


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
    through `about` and add to its `details` until it ends. `LookupError` for an action that has no sentence.
    """
    if action not in SENTENCES:
        raise LookupError(f"The action {action!r} has no sentence: register one.")
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
    records = _heard.get()
    if records is not None:
        records.append(record)


def about(record: AuditRecord, subject: models.Model | None, **details: Any) -> None:
    """Say what a record is about, by key and in words as they are now, and whose administrators may read it."""
    record.details.update(details)
    if subject is None or subject.pk is None:
        return
    record.subject_kind, record.subject_key = subject._meta.label_lower, str(subject.pk)
    concerned = {body for scope in SCOPES for body in scope(subject)}
    record.bodies = sorted(concerned.union(record.bodies))
    with translation.override("en"):
        record.subject_en = str(subject)
    with translation.override("cy"):
        record.subject_cy = str(subject)
