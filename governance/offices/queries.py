"""Reads about offices: who holds which seat on a day, what stands vacant, what waits to be confirmed."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import Person
from common.dates import midnight
from common.ordering import by_name, place
from common.welsh import fold
from governance.models import Appointment, Body, Contact, Delegation, Recertification, Seat
from governance.powers.permissions import OFFICE_POWERS, Permission, Power
from governance.powers.policies import Powers

# Of these it is said here how they are reached; a collaborative says so on the page that describes it.
CONTACTED = (Body.Kind.CLUSTER, Body.Kind.PLANNING_GROUP)


@dataclass(frozen=True)
class Held:
    """A seat on a day: its holders, or since when it has none; neither where nobody told the portal."""

    seat: Seat
    holders: list[Appointment]
    vacant_since: datetime.date | None


def seats_of(bodies: QuerySet[Body], *, on: datetime.date, office: str = "", words: str = "") -> QuerySet[Seat]:
    """Return the open seats of some bodies, narrowed by office and by words of the body's name."""
    found = Seat.objects.current(on=on).filter(body__in=bodies).select_related("body", "represents", "follows")
    if office:
        found = found.filter(office=office)
    for word in fold(words).split():
        found = found.filter(body__search_text__contains=word)
    return found.order_by("body__body_kind", place("body"), "office", "pk")


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting of a body as a calendar has it, and the page of its meetings."""

    body: int
    at: datetime.datetime
    place: str
    address: str


# Told some bodies and a day, each returns the next meeting of those that have one on that day or later.
NEXT_MEETINGS: list[Callable[[Collection[int], datetime.date], Iterable[NextMeeting]]] = []


def contact_of(body: Body, *, on: datetime.date) -> Contact | None:
    """Return how a body is reached and its next meeting from a day on; None where nobody said anything."""
    found: Contact | None = getattr(body, "contact_details", None)
    if found and found.meets_at and found.meets_at < midnight(on):
        found.meets_at = None
    for planned in _planned([body.pk], on):
        found = _meeting_as(planned, found or Contact(body=body))
    return found


def meetings_of(bodies: Collection[int], *, on: datetime.date) -> list[Contact]:
    """Return the next meetings of some bodies that are on a day or later, the first one first."""
    said = Contact.objects.filter(body__in=bodies, meets_at__gte=midnight(on))
    found = {one.body_id: one for one in said}
    for planned in _planned(bodies, on):
        found[planned.body] = _meeting_as(planned, found.get(planned.body) or Contact(body_id=planned.body))
    return sorted(found.values(), key=lambda one: (one.meets_at, one.body_id))


def _planned(bodies: Collection[int], on: datetime.date) -> Iterator[NextMeeting]:
    return (planned for ask in NEXT_MEETINGS for planned in ask(bodies, on))


def _meeting_as(planned: NextMeeting, contact: Contact) -> Contact:
    """Say of a body that it meets next when its calendar says so, whatever was said before there was one."""
    contact.meets_at, contact.meets_in, contact.meetings_address = planned.at, planned.place, planned.address
    return contact


def held(seats: Iterable[Seat], *, on: datetime.date) -> list[Held]:
    """Return seats with their holders on a day; a seat that follows another has the holders of that one."""
    found = list(seats)
    leading = {seat.follows_id or seat.pk for seat in found}
    holders = _holders(leading, on)
    ended = _ended(leading, on)
    return [
        Held(seat, holders[key], vacant_since(ended.get(key), (seat.follows or seat).vacant_since, on=on))
        for seat, key in ((seat, seat.follows_id or seat.pk) for seat in found)
    ]


def vacant_since(ended: datetime.date | None, told: datetime.date | None, *, on: datetime.date) -> datetime.date | None:
    """Return since when a seat without holders is vacant: the last term had ended, or somebody said so later."""
    return max((day for day in (ended, told) if day is not None and day <= on), default=None)


def _holders(seats: Collection[int], on: datetime.date) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = defaultdict(list)
    current = Appointment.objects.current(on=on).filter(seat__in=seats).select_related("person")
    for appointment in current.order_by(*by_name("person__name")):
        found[appointment.seat_id].append(appointment)
    return found


def _ended(seats: Collection[int], on: datetime.date) -> dict[int, datetime.date]:
    """Return the day on which the last term of each seat had ended."""
    past = Appointment.objects.confirmed().filter(seat__in=seats, during__endswith__lte=on)
    return dict(past.values_list("seat").annotate(ended=Max(F("during__endswith"))))


def terms(seat: Seat) -> QuerySet[Appointment]:
    """Return every confirmed term in a seat, the newest first."""
    return seat.appointments.confirmed().select_related("person", "confirmed_by").order_by("-during", "-pk")


def own_terms(person: Person, *, on: datetime.date) -> QuerySet[Appointment]:
    """Return the confirmed terms of a person that have not ended by a day."""
    not_ended = Q(during__endswith__isnull=True) | Q(during__endswith__gt=on)
    mine = Appointment.objects.confirmed().filter(not_ended, person=person)
    return mine.select_related("seat__body", "seat__represents").order_by("during", "pk")


def delegations_of(seat: Seat, *, on: datetime.date) -> QuerySet[Delegation]:
    return seat.delegations.current(on=on).select_related("principal", "delegate")


def own_delegations(person: Person, *, on: datetime.date) -> QuerySet[Delegation]:
    """Return what a person gave and received that is in force or still to come, the nearest first."""
    going_on = Q(during__endswith__gt=on, revoked_at__isnull=True)
    found = Delegation.objects.filter(going_on, Q(principal=person) | Q(delegate=person))
    return found.select_related("seat__body", "seat__represents", "principal", "delegate").order_by("during", "pk")


def seats_to_hand_on(person: Person, *, on: datetime.date) -> QuerySet[Seat]:
    """Return the seats in which a person may let somebody act: those that they hold by appointment."""
    able = [office for office, powers in OFFICE_POWERS.items() if Power(Permission.DELEGATE) in powers]
    held = Appointment.objects.current(on=on).filter(person=person).values("seat")
    found = Seat.objects.current(on=on).filter(pk__in=held, office__in=able)
    return found.select_related("body", "represents").order_by("pk")


def to_recertify(person: Person, powers: Powers) -> QuerySet[Appointment]:
    """Return the terms in reach that nobody has said to be right this year, those that end soonest first."""
    said = Recertification.objects.filter(appointment=OuterRef("pk"), year=powers.on.year)
    reach = powers.bodies(Permission.RECERTIFY)
    current = Appointment.objects.current(on=powers.on).filter(~Exists(said), seat__body__in=reach)
    found = current.exclude(person=person).annotate(last_said=Max("recertifications__certified_at"))
    return found.select_related("seat__body", "seat__represents", "person").order_by(
        F("during__endswith").asc(nulls_last=True), F("last_said").asc(nulls_first=True), "pk"
    )


def nominations(powers: Powers) -> QuerySet[Appointment]:
    """Return the nominations in reach of somebody who may confirm, the oldest first."""
    waiting = Appointment.objects.awaiting().filter(seat__body__in=powers.bodies(Permission.CONFIRM))
    return waiting.select_related("seat__body", "person", "nominated_by").order_by("nominated_at", "pk")


def waiting_for(person: Person, powers: Powers) -> QuerySet[Appointment]:
    """Return the nominations that a person may confirm: those in reach, but for their own and those of themselves."""
    return nominations(powers).exclude(nominated_by=person).exclude(person=person)


def ending_soon(powers: Powers, *, days: int = 60) -> QuerySet[Appointment]:
    """Return the terms in reach that end within so many days, the nearest first."""
    until = powers.on + datetime.timedelta(days=days)
    reach = Q(seat__body__in=powers.bodies(Permission.NOMINATE))
    current = Appointment.objects.current(on=powers.on).filter(reach, during__endswith__lte=until)
    return current.select_related("seat__body", "person").order_by("during__endswith", "pk")


@dataclass(frozen=True)
class PublicHolder:
    """A holder as the public sees them: their name only where they agreed to it."""

    name: str
    basis: str
    ends: datetime.date | None


@dataclass(frozen=True)
class PublicSeat:
    """A seat as the public sees it."""

    title: str
    holders: list[PublicHolder]
    is_shared: bool
    vacant_since: datetime.date | None


def public_seats(body: Body, *, on: datetime.date) -> list[PublicSeat]:
    """Return the seats of a body with their holders on a day, in one query; a name that is not public is not read."""
    return [shown for _seat, shown in public_seats_where(Q(body=body), on=on)]


def public_seats_where(condition: Q, *related: str, on: datetime.date) -> list[tuple[Seat, PublicSeat]]:
    """Return the seats that meet a condition, with what the public sees of each, in one query."""
    leading = Coalesce(OuterRef("follows"), OuterRef("pk"))
    named = Case(When(is_named=True, then=F("person__name")), default=Value(""))
    current = Appointment.objects.current(on=on).filter(seat=leading).order_by(*by_name("person__name"))
    holders = current.values(holder=JSONObject(name=named, basis="basis", ends=F("during__endswith")))
    past = Appointment.objects.confirmed().filter(seat=leading, during__endswith__lte=on).order_by()
    ended = Subquery(past.values("seat").annotate(last=Max("during__endswith")).values("last"))
    told = Coalesce("follows__vacant_since", "vacant_since")
    seats = Seat.objects.current(on=on).filter(condition).select_related("represents", *related)
    found = seats.annotate(held=ArraySubquery(holders), ended=ended, told=told).order_by("office", "pk")
    return [(seat, _public_seat(seat, on=on)) for seat in found]


def _public_seat(seat: Any, *, on: datetime.date) -> PublicSeat:
    since = vacant_since(seat.ended, seat.told, on=on)
    return PublicSeat(seat.title, [_public_holder(**one) for one in seat.held], seat.is_shared, since)


def _public_holder(name: str | None, basis: str, ends: str | None) -> PublicHolder:
    return PublicHolder(name or "", basis, datetime.date.fromisoformat(ends) if ends else None)
