"""Reads about meetings: those to come, who is invited, what a person's own calendar holds."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import Person
from common.dates import day_of, midnight
from governance.models import Appointment, Body, Seat
from governance.offices.queries import Held, NextMeeting, held
from meetings.models import Answer, CalendarFeed, Meeting

# How far back a calendar goes that somebody else's program reads again and again.
LOOKS_BACK = datetime.timedelta(days=366)


def of_body(body: Body) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body=body).annotate(item_count=Count("items"))


def coming(body: Body, *, on: datetime.date) -> QuerySet[Meeting]:
    """Return the meetings on a day or later, those that were cancelled among them, the first one first."""
    return of_body(body).filter(starts_at__gte=midnight(on)).order_by("starts_at", "pk")


def past(body: Body, *, on: datetime.date) -> QuerySet[Meeting]:
    return of_body(body).filter(starts_at__lt=midnight(on)).order_by("-starts_at", "-pk")


def next_meetings(bodies: Collection[int], on: datetime.date) -> list[NextMeeting]:
    """Return the next meeting of each of some bodies that the calendar has, on a day or later: one query."""
    planned = Meeting.objects.filter(body__in=bodies, cancelled_at=None, starts_at__gte=midnight(on))
    found = planned.order_by("body", "starts_at").distinct("body").select_related("body")
    return [NextMeeting(one.body_id, one.starts_at, one.place, address_of(one.body)) for one in found]


def address_of(body: Body) -> str:
    """Return the public page of the meetings of a body."""
    return reverse("meetings:of_body", kwargs={"kind": body.body_kind, "slug": body.slug})


def invited(meeting: Meeting) -> list[Held]:
    """Return the seats of the body with whoever holds them on the day of the meeting."""
    on = day_of(meeting.starts_at)
    seats = Seat.objects.current(on=on).filter(body=meeting.body_id).select_related("body", "represents", "follows")
    return held(seats.order_by("office", "pk"), on=on)


def answers(meeting: Meeting) -> dict[int, Answer]:
    """Return what was answered, by person."""
    return {one.person_id: one for one in Answer.objects.filter(meeting=meeting)}


def without_agenda(bodies: Collection[int], *, on: datetime.date, until: datetime.date) -> QuerySet[Any]:
    """Return the meetings of some bodies, from a day until before another, on whose agenda there is nothing yet."""
    soon = Q(starts_at__gte=midnight(on), starts_at__lt=midnight(until))
    found = Meeting.objects.filter(soon, body__in=bodies, cancelled_at=None, items=None)
    return found.select_related("body").order_by("starts_at", "pk")


def open_feed(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def own(person: Person, *, on: datetime.date) -> list[Meeting]:
    """Return the meetings to which a person is invited: those of bodies where they hold a seat on the day."""
    terms = list(Appointment.objects.confirmed().filter(person=person, declined_at=None).select_related("seat"))
    bodies = _bodies_by_seat({term.seat_id for term in terms})
    spans = [(bodies.get(term.seat_id, set()), term.during) for term in terms]
    everywhere = set().union(*(found for found, _during in spans)) if spans else set()
    found = Meeting.objects.filter(body__in=everywhere, starts_at__gte=midnight(on) - LOOKS_BACK)
    return [one for one in found.select_related("body") if _is_within(one, spans)]


def _is_within(meeting: Meeting, spans: Iterable[tuple[set[int], Any]]) -> bool:
    day = day_of(meeting.starts_at)
    return any(meeting.body_id in bodies and day in during for bodies, during in spans)


def _bodies_by_seat(seats: Collection[int]) -> dict[int, set[int]]:
    """Return the bodies in which somebody sits who holds a seat: its own, and those of seats that follow it."""
    found: dict[int, set[int]] = {}
    for key, follows, body in Seat.objects.filter(Q(pk__in=seats) | Q(follows__in=seats)).values_list(
        "pk", "follows", "body"
    ):
        found.setdefault(follows or key, set()).add(body)
    return found
