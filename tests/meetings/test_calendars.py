"""Meetings as calendars: files that keep their UID, a calendar of a body, and one's own behind a token."""

import datetime

import pytest
from django.core.cache import cache
from icalendar import Calendar

from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from meetings import actions, own_actions
from meetings.actions import Where
from meetings.models import CalendarFeed
from tests.factories import AppointmentFactory, ClusterFactory, MeetingFactory, SeatFactory
from tests.moments import AT

pytestmark = pytest.mark.django_db
PARTS = {"uid", "sequence", "dtstamp", "dtstart", "dtend", "summary", "status", "url"}


def read(content):
    """Return the events of a calendar by UID; each line is at most 75 octets and ends as the standard says."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = Calendar.from_ical(content)
    assert {"version", "prodid"} <= {name.lower() for name in found}
    assert found.errors == []
    return {str(one["uid"]): one for one in found.walk("VEVENT")}, found


@pytest.fixture
def lead(moved_clock):
    moved_clock("2026-02-09T10:00:00+00:00")
    seat = SeatFactory(office=Office.CLUSTER_LEAD, body=ClusterFactory())
    during = from_day(datetime.date(2025, 4, 1), datetime.date(2026, 6, 1))
    return AppointmentFactory(seat=seat, during=during)


def test_a_file_is_whole_and_a_later_one_takes_its_place(client, lead):
    meeting = MeetingFactory(
        body=lead.seat.body,
        starts_at="2026-04-14T13:30Z",
        ends_at="2026-04-14T15:00Z",
        link="https://meet.example.org/a",
    )
    place = page_address("meetings:file", "en", uid=meeting.uid)
    response = client.get(place)
    events, calendar = read(response.content)

    (uid,) = events
    assert {name.lower() for name in events[uid]} >= PARTS
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"TZID=Europe/London:20260414T143000" in response.content
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert b"meet.example.org" not in response.content

    who = {"by": lead.person, "at": AT.replace(year=2026, month=2, day=9), "on": datetime.date(2026, 2, 9)}
    new = datetime.datetime(2026, 4, 15, 13, 30, tzinfo=datetime.UTC)
    reason = {"reason_en": "Taken", "reason_cy": "Wedi'i llogi"}
    actions.move_meeting(meeting=meeting, starts_at=new, minutes=60, where=Where("A", "B"), **reason, **who)
    # A commit tells the cache that files are new; the transaction of a test never comes to one.
    cache.clear()
    moved = read(client.get(place).content)[0][uid]
    assert (moved["sequence"], moved["dtstart"].dt.date()) == (1, datetime.date(2026, 4, 15))
    actions.cancel_meeting(meeting=meeting, **reason, **who)
    cache.clear()
    cancelled = read(client.get(place).content)[0][uid]
    assert (cancelled["sequence"], str(cancelled["status"])) == (2, "CANCELLED")
    whole = client.get(page_address("meetings:calendar", "cy", kind="cluster", slug=meeting.body.slug_cy)).content
    assert list(read(whole)[0]) == [uid]


def test_ones_own_calendar_holds_what_one_is_invited_to_and_stops_at_once(client, lead, enter):
    body = lead.seat.body
    march, june = (datetime.datetime(2026, month, 1, 10, tzinfo=datetime.UTC) for month in (3, 6))
    ours = MeetingFactory(body=body, starts_at=march, link="https://meet.example.org/a")
    after = MeetingFactory(body=body, starts_at=june)
    elsewhere = MeetingFactory(starts_at=march)
    enter(lead.person)
    page = page_address("meetings:own", "en")
    client.post(page, {"deed": "make"})
    feed = CalendarFeed.objects.get()
    token = own_actions.token_of(feed)
    shown = client.get(page).content.decode()

    assert token not in (feed.token_hash, str(feed.seed))
    place = page_address("meetings:own_calendar", "en", token=token)
    assert place in shown
    client.logout()
    response = client.get(place)
    assert "no-store" in response["Cache-Control"]
    assert [uid.partition("@")[0] for uid in read(response.content)[0]] == [str(ours.uid)]
    assert str(after.uid) not in response.content.decode()
    assert str(elsewhere.uid) not in response.content.decode()
    assert b"meet.example.org/a" in response.content

    enter(lead.person)
    client.post(page, {"deed": "end"})
    assert client.get(place).status_code == 404
    client.post(page, {"deed": "make"})
    second = own_actions.token_of(CalendarFeed.objects.get(revoked_at=None))
    client.post(page, {"deed": "make"})
    assert client.get(page_address("meetings:own_calendar", "en", token=second)).status_code == 404
    assert client.get(page_address("meetings:own_calendar", "en", token="guessed")).status_code == 404


def test_whoever_lost_their_access_has_no_calendar_any_more(client, lead):
    feed = own_actions.open_feed(person=lead.person, at=AT)
    place = page_address("meetings:own_calendar", "en", token=own_actions.token_of(feed))
    assert client.get(place).status_code == 200
    lead.person.is_active = False
    lead.person.save()

    assert client.get(place).status_code == 404
