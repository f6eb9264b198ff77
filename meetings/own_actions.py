"""Writes about oneself: whether one comes to a meeting, and the address of one's own calendar until one ends it."""

import datetime
import hashlib

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.dates import day_of
from common.errors import Refused
from governance.models import holders
from meetings.models import Answer, CalendarFeed, Meeting


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(feed: CalendarFeed) -> str:
    """Return the token of a feed; empty where it was made under another secret of the portal."""
    token = salted_hmac("meetings.feeds", str(feed.seed), algorithm="sha256").hexdigest()
    return token if hashed(token) == feed.token_hash else ""


def feed_of(token: str) -> CalendarFeed | None:
    """Return the feed of a token that still answers: it was not ended, and its person has access."""
    found = CalendarFeed.objects.filter(token_hash=hashed(token), revoked_at=None, person__is_active=True)
    return found.select_related("person").first()


def open_feed(*, person: Person, at: datetime.datetime) -> CalendarFeed:
    """Make the address of a person's own calendar; the one from before, if any, ends."""
    with audit.recorded("meetings.open_feed", by=person, at=at) as record:
        _end(person, at)
        feed = CalendarFeed(person=person, made_at=at)
        token = salted_hmac("meetings.feeds", str(feed.seed), algorithm="sha256").hexdigest()
        feed.token_hash = hashed(token)
        feed.save()
        audit.about(record, feed)
    return feed


def close_feed(*, person: Person, at: datetime.datetime) -> None:
    """End the address at once."""
    with audit.recorded("meetings.close_feed", by=person, at=at) as record:
        if not _end(person, at):
            raise Refused(_("There is no address to end."))
        audit.about(record, person)


def _end(person: Person, at: datetime.datetime) -> int:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=at)


def answer_invitation(
    *, meeting: Meeting, person: Person, is_coming: bool, deputy: str, at: datetime.datetime
) -> Answer:
    """Say whether one comes to a meeting to which one is invited, and who comes in one's place."""
    deputy = deputy.strip()
    if not holders(meeting.body, on=day_of(meeting.starts_at)).filter(pk=person.pk).exists():
        raise Refused(_("Only whoever holds a seat of the body on that day is invited."))
    if meeting.is_cancelled or meeting.starts_at <= at:
        raise Refused(_("This meeting has begun or is cancelled: nobody answers any more."))
    if is_coming and deputy:
        raise Refused(_("Whoever comes names nobody who comes in their place."))
    with audit.recorded("meetings.answer", by=person, at=at) as record:
        values = {"is_coming": is_coming, "deputy": deputy, "answered_at": at}
        answer, _is_new = Answer.objects.update_or_create(meeting=meeting, person=person, defaults=values)
        audit.about(record, meeting, is_coming=is_coming)
    return answer
