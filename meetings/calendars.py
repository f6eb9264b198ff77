"""Meetings as calendars read them (RFC 5545): a file of one, the calendar of a body, a person's own."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import get_language
from icalendar import Calendar, Event, vText

from common.addresses import whole_address
from meetings.models import Meeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Clwstwr//Meetings//EN"
UID_ENDS = "clwstwr"


def calendar_of(meetings: Iterable[Meeting], *, name: str, with_link: bool = False) -> bytes:
    """Return meetings as one calendar at the hours of Wales; the link to them only for those who are invited."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("name", name)
    found.add("x-wr-calname", name)
    for meeting in meetings:
        found.add_component(event_of(meeting, with_link=with_link))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def event_of(meeting: Meeting, *, with_link: bool) -> Event:
    """Return one meeting; it keeps its UID for good, and SEQUENCE says which of two files is the newer."""
    event = Event()
    event.add("uid", f"{meeting.uid}@{UID_ENDS}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", meeting.body.name)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.place:
        event.add("location", vText(meeting.place))
    if meeting.change_reason:
        event.add("description", meeting.change_reason)
    event.add("url", _page(meeting))
    if with_link and meeting.link:
        event.add("conference", meeting.link, parameters={"VALUE": "URI"})
    return event


def _page(meeting: Meeting) -> str:
    language = get_language() or "en"
    return whole_address("meetings:of_body", language, kind=meeting.body.body_kind, slug=meeting.body.slug)
