"""What a form did is said on the page to which it led: one sentence, and the next likely step.

The sentence is that of the record, so that no deed is without one; what a page says of itself (`say`) comes before it.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language

from accounts.audit import SENTENCES
from accounts.models import AuditRecord

DEED = "deed"
# Where a deed has several parts, as many as somebody reads.
MOST = 3


@dataclass(frozen=True)
class Step:
    """What is likely done next: in words, and where."""

    words: str
    address: str


# Where a request carries the words of its page.
DEED_WORDS = "deed_words"
# What is likely done after an action, found by what the record is about; None where nothing follows.
NEXT: dict[str, Callable[[AuditRecord], Step | None]] = {}


def say(request: HttpRequest, words: str) -> None:
    """Say what was done in words of the page's own, in place of those of the record."""
    setattr(request, DEED_WORDS, words)


def note(request: HttpRequest, records: Iterable[AuditRecord], response: HttpResponse) -> None:
    """Note for the page that a form leads to what the form did; nothing where it did nothing."""
    if not 300 <= response.status_code < 400 or not request.user.is_authenticated:
        return
    own = [one for one in records if one.by_id == request.user.pk]
    sentences = list(dict.fromkeys(sentence(one) for one in own))[:MOST]
    words = getattr(request, DEED_WORDS, "") or " ".join(sentences)
    if words:
        request.session[DEED] = {"words": words, "steps": [asdict(one) for one in _steps(own)]}


def _steps(records: list[AuditRecord]) -> list[Step]:
    found = [NEXT[one.action](one) for one in records if one.action in NEXT]
    return [one for one in found if one is not None][:1]


def sentence(record: AuditRecord) -> str:
    """Return what the record says of a deed, in the reader's language."""
    what = record.subject_cy if get_language() == "cy" else record.subject_en
    who = record.by.name if record.by else ""
    return capfirst(str(SENTENCES[record.action]) % {"who": who, "what": what})


def taken(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the last form did, once: whoever loads the page again has read it."""
    deed: dict[str, Any] | None = request.session.pop(DEED, None)
    return deed
