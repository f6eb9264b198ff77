"""No power without its ground: what the offices and delegations of today must rest on."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from common import clock, integrity
from governance.models import Appointment, Delegation, Seat


def terms_without_ground() -> Iterable[str]:
    """Find terms of today in a seat or body that is closed, or of somebody whose access has ended."""
    today = clock.today()
    closed = Q(seat__closed_on__lte=today) | Q(seat__body__closed_on__lte=today) | Q(person__is_active=False)
    for one in Appointment.objects.current(on=today).filter(closed).select_related("seat__body", "person"):
        yield f"Appointment {one.pk} ({one}) goes on in a closed seat or for a closed account."


def own_nominations_confirmed() -> Iterable[str]:
    """Find terms that their nominator, or the person themselves, confirmed."""
    alone = Q(confirmed_by=F("nominated_by")) | Q(confirmed_by=F("person"))
    for one in Appointment.objects.confirmed().filter(alone).select_related("seat__body", "person"):
        yield f"Appointment {one.pk} ({one}) was not confirmed by somebody else."


def delegations_without_ground() -> Iterable[str]:
    """Find delegations of today whose giver does not hold the seat, or whose taker's access has ended."""
    today = clock.today()
    held = Appointment.objects.current(on=today).filter(seat=OuterRef("seat"), person=OuterRef("principal"))
    groundless = ~Exists(held) | Q(delegate__is_active=False) | Q(principal__is_active=False)
    for one in Delegation.objects.current(on=today).filter(groundless).select_related("principal", "delegate"):
        yield f"Delegation {one.pk} ({one.principal} to {one.delegate}) has no ground; it gives no power."


def seats_that_follow_nothing() -> Iterable[str]:
    """Find open ex-officio seats whose leading seat is closed."""
    today = clock.today()
    for one in Seat.objects.current(on=today).filter(follows__closed_on__lte=today).select_related("body"):
        yield f"Seat {one.pk} ({one}) follows a seat that is closed."


def register() -> None:
    integrity.register("Terms rest on open seats and open accounts", terms_without_ground)
    integrity.register("Nobody confirmed their own nomination", own_nominations_confirmed)
    integrity.register("Delegations rest on a seat that is held", delegations_without_ground)
    integrity.register("Seats that follow others follow open ones", seats_that_follow_nothing)
