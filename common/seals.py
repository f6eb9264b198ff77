"""What was shown before it is confirmed: the page that shows it seals the answers, and only sealed ones are done."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from common.forms import OWN_FIELDS

# The field in which a page sends what it showed, sealed.
SHOWN = "shown"
UNSENT = OWN_FIELDS | {SHOWN, "step"}
Pairs = Iterable[tuple[str, str]]


def answers_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was answered, apart from what only says how it was sent."""
    return [(name, value) for name, values in request.POST.lists() for value in values if name not in UNSENT]


def seal(request: HttpRequest, answers: Pairs) -> str:
    """Return the mark by which the portal knows answers again that it showed to this person on this page."""
    # A browser may send line ends otherwise than it got them, and nothing where nothing was answered.
    known = sorted((name, value.replace("\r\n", "\n")) for name, value in answers if value)
    return salted_hmac("common.seals", repr((request.user.pk, request.path, known)), algorithm="sha256").hexdigest()


def sealed(request: HttpRequest, answers: Pairs) -> list[tuple[str, str]]:
    """Return answers with their seal, as the page that shows them sends them on."""
    given = list(answers)
    return [*given, (SHOWN, seal(request, given))]


def were_shown(request: HttpRequest) -> bool:
    """Return whether exactly what was sent now had been shown before."""
    return constant_time_compare(request.POST.get(SHOWN, ""), seal(request, answers_of(request)))


def mark_of(*shown: Any) -> str:
    """Return a mark of what a page showed, by which an action knows whether it still stands."""
    return hashlib.blake2b(json.dumps(shown, sort_keys=True).encode(), digest_size=16).hexdigest()
