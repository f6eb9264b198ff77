"""What passes from a leaving holder of a seat to the next: kinds of open work that each room adds."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from common.dated import from_day
from common.dates import date_format
from common.ordering import by_name
from governance.models import Appointment, Delegation, Handover, Office, Seat
from governance.powers.permissions import OFFICE_POWERS, Permission
from governance.powers.policies import Grant, Powers, delegable

Day = datetime.date
Moment = datetime.datetime


@dataclass(frozen=True)
class Kind:
    """A kind of open work: what of it is open on a day, in words, and how it moves; moving returns how many did."""

    name: str
    title: Promise
    open: Callable[[Handover, Day], list[str]]
    move: Callable[[Handover, Moment, Day], int]


def powers_of_seat(seat: Seat, *, on: Day) -> Powers:
    """Return what a seat lets whoever holds it do."""
    grants = [
        Grant(power.permission, power.reach, seat.body_id, seat.pk) for power in OFFICE_POWERS[Office(seat.office)]
    ]
    return Powers(grants, on=on)


def going_on(seat: Seat, *, on: Day) -> QuerySet[Appointment]:
    """Return the terms in a seat, confirmed or awaited, that go on or begin later."""
    found: QuerySet[Appointment] = seat.appointments.filter(declined_at__isnull=True, during__overlap=from_day(on))
    return found


def successors(seat: Seat, *, giver: Person, on: Day) -> QuerySet[Person]:
    """Return to whom a holder may hand over: who is appointed or nominated for the seat, or holds it jointly."""
    terms = going_on(seat, on=on).exclude(person=giver)
    found: QuerySet[Person] = Person.objects.filter(is_active=True, pk__in=terms.values("person"))
    return found.order_by(*by_name("name"))


# --- nominations that wait ---


def _nominations(handover: Handover, on: Day) -> QuerySet[Appointment]:
    """Return what the giver nominated from the seat and nobody decided; nobody takes on their own nomination."""
    reach = powers_of_seat(handover.seat, on=on).bodies(Permission.NOMINATE)
    waiting = Appointment.objects.awaiting().filter(nominated_by=handover.giver, seat__body__in=reach)
    found: QuerySet[Appointment] = waiting.exclude(person=handover.taker_id).order_by("nominated_at", "pk")
    return found


def _nominations_open(handover: Handover, on: Day) -> list[str]:
    rows = _nominations(handover, on).select_related("person", "seat__body", "seat__represents")
    return [f"{one.person.name}: {one.seat.title}, {one.seat.body.name}" for one in rows]


def _move_nominations(handover: Handover, _at: Moment, on: Day) -> int:
    """Let the taker stand for the nominations; who made them first stays in the record, and may not confirm them."""
    seats = Seat.objects.filter(pk__in=_nominations(handover, on).order_by().values("seat"))
    list(seats.select_for_update(of=("self",)).order_by("pk"))
    return _nominations(handover, on).order_by().update(nominated_by=handover.taker)


# --- delegations that go on ---


def _delegations(handover: Handover, on: Day) -> QuerySet[Delegation]:
    """Return the delegations of the giver in the seat that go on, but for those to the taker."""
    given = Delegation.objects.filter(seat=handover.seat, principal=handover.giver, revoked_at__isnull=True)
    lasting = given.filter(during__endswith__gt=on, delegate__is_active=True)
    found: QuerySet[Delegation] = lasting.filter(~Q(delegate=handover.taker_id)).order_by("during", "pk")
    return found


def _delegations_open(handover: Handover, on: Day) -> list[str]:
    rows = _delegations(handover, on).select_related("delegate")
    return [
        _("%(name)s may act until %(day)s")
        % {"name": one.delegate.name, "day": date_format(one.during.upper - datetime.timedelta(days=1))}
        for one in rows
    ]


def _move_delegations(handover: Handover, at: Moment, on: Day) -> int:
    """End each and give it anew for the days to come, so that who acted for whom before stays true."""
    moved = 0
    for one in _delegations(handover, on).select_for_update(of=("self",)):
        one.revoked_at = at
        one.save()
        moved += _given_anew(one, handover, on)
    return moved


def _given_anew(one: Delegation, handover: Handover, on: Day) -> int:
    """Give a delegation anew from the taker, unless they have the same person act on some of these days already."""
    during = from_day(max(one.during.lower, on), one.during.upper)
    permissions = [power.permission for power in delegable(Office(handover.seat.office))]
    kept = sorted(set(one.permissions) & set(permissions))
    given = Delegation.objects.filter(
        seat=one.seat_id, principal=handover.taker, delegate=one.delegate_id, revoked_at__isnull=True
    )
    if not kept or given.filter(during__overlap=during).exists():
        return 0
    terms = {"permissions": kept, "during": during, "reason": one.reason}
    Delegation.objects.create(seat=handover.seat, principal=handover.taker, delegate_id=one.delegate_id, **terms)
    return 1


# What passes on, in the order in which it is shown; plans and money add theirs.
KINDS: list[Kind] = [
    Kind("nominations", gettext_lazy("Nominations that wait"), _nominations_open, _move_nominations),
    Kind("delegations", gettext_lazy("Those who may act for the holder"), _delegations_open, _move_delegations),
]
