"""What follows for seats where bodies close. It runs inside the action that closes them, which leaves the record."""

import datetime
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from common.dated import from_day
from common.errors import Refused
from governance.models import Appointment, Seat

Day = datetime.date


def seats_of_closing(bodies: Collection[int], *, on: Day) -> QuerySet[Seat]:
    """Return the seats that close with some bodies: their own, those that stand for them, those that follow theirs."""
    concerned = Q(body__in=bodies) | Q(represents__in=bodies) | Q(follows__body__in=bodies)
    found: QuerySet[Seat] = Seat.objects.filter(concerned).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    return found


def terms_of_closing(seats: Collection[int], *, on: Day) -> QuerySet[Appointment]:
    """Return the confirmed terms that would go on after seats closed; refuse where somebody's term begins only then."""
    going_on = Appointment.objects.confirmed().filter(seat__in=seats, during__overlap=from_day(on))
    later = going_on.filter(during__startswith__gte=on).select_related("person", "seat__body").first()
    if later is not None:
        facts = {"person": later.person.name, "body": later.seat.body.name}
        raise Refused(
            _("%(person)s is confirmed for a seat of %(body)s from a later day. End that term first.") % facts
        )
    return going_on.select_related("person", "seat__body", "seat__represents")


def close_seats(
    bodies: Collection[int], *, by: Person | None, at: datetime.datetime, on: Day, reason: str
) -> list[Seat]:
    """Close the seats of bodies on a day: terms end the day before, nominations beyond it are declined."""
    seats = list(seats_of_closing(bodies, on=on).select_for_update(of=("self",)).order_by("pk"))
    keys = [seat.pk for seat in seats]
    for term in terms_of_closing(keys, on=on):
        term.during = from_day(term.during.lower, on)
        term.end_reason = reason
        term.save()
    waiting = Appointment.objects.awaiting().filter(seat__in=keys, during__overlap=from_day(on))
    waiting.update(declined_by=by, declined_at=at, end_reason=reason)
    for seat in seats:
        seat.closed_on = on
        seat.version += 1
        seat.save()
    return seats
