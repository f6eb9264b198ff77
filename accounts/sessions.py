"""Where somebody is signed in: each session is noted once, listed from the session store, and ended with it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts.models import Person, PersonSession

BEGAN, SEEN, BROWSER, NOTED = "signed_in_at", "seen_at", "browser", "noted_as"
SECONDS_BETWEEN_NOTES = 60
LONGEST_BROWSER = 400
# What a browser says of itself, the more special before what it also claims to be.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class OpenSession:
    """One session as its owner sees it: the browser and its system, where they say so, and two moments."""

    key: int
    browser: str
    system: str
    began: datetime.datetime
    seen: datetime.datetime
    is_this: bool


def has_lasted_too_long(request: HttpRequest, *, at: datetime.datetime) -> bool:
    """Tell whether the session has reached a limit, all in seconds; if not, note that its owner is here."""
    now = at.timestamp()
    if not _is_within_limits(request.session, now=now):
        return True
    if now - request.session.get(SEEN, 0) > SECONDS_BETWEEN_NOTES:
        request.session[SEEN] = now
    if request.session.get(NOTED) != request.session.session_key:
        _note(request, now=now)
    return False


def person_of(request: HttpRequest, *, at: datetime.datetime) -> Person | None:
    """Return who is signed in, wherever the request ended; nobody where the session is over."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated or not _is_within_limits(request.session, now=at.timestamp()):
        return None
    return person


def _is_within_limits(session: SessionBase | dict[str, Any], *, now: float) -> bool:
    idle, whole = now - session.get(SEEN, now), now - session.get(BEGAN, now)
    return idle <= settings.SESSION_IDLE_SECONDS and whole <= settings.SESSION_WHOLE_SECONDS


def _note(request: HttpRequest, *, now: float) -> None:
    """Write down a session that is new, or that got a new key with a new password; forget those that are over."""
    session = request.session
    request.user.sessions.exclude(session_key__in=Session.objects.values("session_key")).delete()
    PersonSession.objects.update_or_create(session_key=session.session_key, defaults={"person": request.user})
    session[BEGAN] = session.get(BEGAN, now)
    session[BROWSER] = request.headers.get("User-Agent", "")[:LONGEST_BROWSER]
    session[NOTED] = session.session_key


def open_sessions(person: Person, *, this: SessionBase, at: datetime.datetime) -> list[OpenSession]:
    """Return where somebody is signed in now, this session first, then the last seen."""
    noted = dict(person.sessions.values_list("session_key", "pk"))
    stored = {row.session_key: row.get_decoded() for row in Session.objects.filter(session_key__in=noted)}
    stored[this.session_key] = dict(this.items())  # which is written only after the answer
    found = [
        _opened(noted[key], session, is_this=key == this.session_key)
        for key, session in stored.items()
        if NOTED in session
        and session.get(HASH_SESSION_KEY) == person.get_session_auth_hash()
        and _is_within_limits(session, now=at.timestamp())
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


def _opened(key: int, session: dict[str, Any], *, is_this: bool) -> OpenSession:
    browser = session[BROWSER]
    return OpenSession(
        key=key,
        browser=_first_named(BROWSERS, browser),
        system=_first_named(SYSTEMS, browser),
        began=datetime.datetime.fromtimestamp(session[BEGAN], tz=datetime.UTC),
        seen=datetime.datetime.fromtimestamp(session[SEEN], tz=datetime.UTC),
        is_this=is_this,
    )


def _first_named(names: dict[str, str], said: str) -> str:
    return next((name for word, name in names.items() if word in said), "")


def end(sign_ins: Iterable[PersonSession]) -> None:
    """End sessions wherever they are; whoever uses one is signed out at the next request."""
    ended = list(sign_ins)
    Session.objects.filter(session_key__in=[one.session_key for one in ended]).delete()
    PersonSession.objects.filter(pk__in=[one.pk for one in ended]).delete()
