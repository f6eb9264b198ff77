"""How long the rows of accounts are kept."""

import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from accounts.models import AuditRecord, Draft, Invitation, Message, Person, PersonSession, UsedKey
from accounts.once import KEPT_FOR
from common import retention


def register() -> None:
    retention.for_good(AuditRecord, Invitation, Message, Person)
    retention.until(UsedKey, _old_keys)
    retention.until(Draft, _old_drafts)
    retention.until(Session, _expired)
    retention.until(PersonSession, _ended)


def _old_keys(at: datetime.datetime) -> Any:
    """Return the keys of forms that nobody can send again."""
    return UsedKey.objects.filter(used_at__lt=at - KEPT_FOR)


def _old_drafts(at: datetime.datetime) -> Any:
    """Return what was typed and not sent for so long that nobody comes back to it."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR)


def _expired(at: datetime.datetime) -> Any:
    return Session.objects.filter(expire_date__lt=at)


def _ended(_at: datetime.datetime) -> Any:
    """Return the notes of sessions that are no more."""
    return PersonSession.objects.filter(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))
