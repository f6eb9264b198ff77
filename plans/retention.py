"""How long the rows of plans are kept that have no history."""

import datetime
from typing import Any

from common import retention
from plans.models import Authorship, Autosave, Document, MailChoice, Presence, StoredFile, Theme, TranslationFile

# Who had a place open is told to others for minutes; a day later it is of no use to anybody.
PRESENCE_KEPT_FOR = datetime.timedelta(days=1)


def register() -> None:
    # What was typed and not saved waits for whoever typed it.
    retention.for_good(Authorship, Autosave, Document, MailChoice, StoredFile, Theme)
    retention.until(TranslationFile, _expired)
    retention.until(Presence, _gone)


def _expired(at: datetime.datetime) -> Any:
    """Return the files that nobody confirmed in time; one that was confirmed is the receipt."""
    return TranslationFile.objects.expired(at=at)


def _gone(at: datetime.datetime) -> Any:
    return Presence.objects.filter(seen_at__lt=at - PRESENCE_KEPT_FOR)
