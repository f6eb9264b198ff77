"""Who may: answers from the appointments in force on a day, asked anew on each request.

`powers_of(person, on=…)` reads once; `.may(permission, body)` and `.bodies(permission)` answer the single and the many
question from the same rows.
"""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import Refused
from governance.models import Appointment, Body, Delegation, Office, Seat
from governance.permissions import NEVER_DELEGATED, OFFICE_POWERS, OFFICES_WITH_SECOND_FACTOR, Permission, Power, Reach

# Told which bodies (planning groups among them) and a day; returns the bodies that these cover.
Covering = Callable[[Collection[int], datetime.date], QuerySet[Any]]
COVERINGS: list[Covering] = []


class NotAllowed(Refused):
    """A person asked for what no office of theirs lets them do; nothing was changed."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(_("None of your offices lets you do this today."))


@dataclass(frozen=True)
class Grant:
    """One permission that a person has today: from which seat, how far, and for whom they then act."""

    permission: Permission
    reach: Reach
    body: int
    seat: int
    on_behalf_of: Person | None = None


class Powers:
    """All that a person may do on a day."""

    def __init__(self, grants: Iterable[Grant], *, on: datetime.date) -> None:
        self.grants, self.on = tuple(grants), on

    def holds(self, permission: Permission) -> bool:
        """Whether the person may do this to any body at all."""
        return any(grant.permission is permission for grant in self.grants)

    def bodies(self, permission: Permission) -> QuerySet[Body]:
        """Return the bodies to which the person may do this."""
        return Body.objects.filter(self._within(self._having(permission)))

    def may(self, permission: Permission, body: Body) -> bool:
        return self.holds(permission) and self.bodies(permission).filter(pk=body.pk).exists()

    def check(self, permission: Permission, body: Body) -> None:
        """Raise `NotAllowed` where the person may not do this to a body."""
        if not self.may(permission, body):
            raise NotAllowed(permission)

    def on_behalf_of(self, permission: Permission, body: Body) -> Person | None:
        """Return for whom the person acts when they do this: None where an office of their own lets them."""
        able = [
            one for one in self._having(permission) if Body.objects.filter(self._within([one]), pk=body.pk).exists()
        ]
        if not able or any(grant.on_behalf_of is None for grant in able):
            return None
        return able[0].on_behalf_of

    def _having(self, permission: Permission) -> list[Grant]:
        return [grant for grant in self.grants if grant.permission is permission]

    def _within(self, grants: list[Grant]) -> Q:
        reached = {reach: {grant.body for grant in grants if grant.reach is reach} for reach in Reach}
        condition = Q(pk__in={grant.body for grant in grants})
        if reached[Reach.BELOW]:
            condition |= below(reached[Reach.BELOW])
        for covering in COVERINGS if reached[Reach.COVERED] else ():
            covered = covering(reached[Reach.COVERED], self.on)
            condition |= Q(pk__in=covered) | Q(parent__in=covered)
        return condition


def below(bodies: Collection[int]) -> Q:
    """Return the condition of being under some bodies: the tree is four deep, from nation to collaborative."""
    return Q(parent__in=bodies) | Q(parent__parent__in=bodies) | Q(parent__parent__parent__in=bodies)


def powers_of(person: Person, *, on: datetime.date) -> Powers:
    """Return what a person may do on a day; nothing for somebody whose access has ended."""
    if not person.is_active:
        return Powers((), on=on)
    return Powers([*_own(person, on), *_delegated(person, on)], on=on)


def _own(person: Person, on: datetime.date) -> list[Grant]:
    return [
        Grant(power.permission, power.reach, seat.body_id, seat.pk)
        for seat in seats_held(person, on=on)
        for power in OFFICE_POWERS[Office(seat.office)]
    ]


def seats_held(person: Person, *, on: datetime.date) -> QuerySet[Seat]:
    """Return the seats that a person holds on a day: by appointment, and ex officio those that follow them."""
    held = Appointment.objects.current(on=on).filter(person=person).values("seat")
    found: QuerySet[Seat] = Seat.objects.current(on=on).filter(Q(pk__in=held) | Q(follows__in=held))
    return found


def _delegated(person: Person, on: datetime.date) -> list[Grant]:
    """Return what others let a person do, as long as these hold the seat themselves."""
    received = Delegation.objects.current(on=on).filter(delegate=person, principal__is_active=True)
    held = Appointment.objects.current(on=on).values_list("seat_id", "person_id")
    holders = set(held.filter(seat__delegations__in=received))
    return [
        Grant(power.permission, power.reach, delegation.seat.body_id, delegation.seat_id, delegation.principal)
        for delegation in received.select_related("seat", "principal")
        if (delegation.seat_id, delegation.principal_id) in holders
        for power in delegable(Office(delegation.seat.office))
        if power.permission in delegation.permissions
    ]


def delegable(office: Office) -> list[Power]:
    """Return what the holder of an office may let somebody else do."""
    return [power for power in OFFICE_POWERS[office] if power.permission not in NEVER_DELEGATED]


def needs_second_factor(person: Person, *, on: datetime.date) -> bool:
    """Whether an office that the person holds, or acts in for somebody, asks for a second factor at sign-in."""
    received = Delegation.objects.current(on=on).filter(delegate=person).values("seat")
    seats = seats_held(person, on=on) | Seat.objects.current(on=on).filter(pk__in=received)
    return bool(seats.filter(office__in=OFFICES_WITH_SECOND_FACTOR).exists())
