"""Who may: answers from the appointments in force on a day, asked anew on each request.

`powers_of(person, on=…)` reads once; `.may(permission, body)` and `.bodies(permission)` answer the single and the many
question from the same rows.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import AuditRecord, Person
from common.errors import Refused
from governance.models import Appointment, Body, Delegation, Office, Seat
from governance.powers.permissions import (
    NEVER_DELEGATED,
    OFFICE_POWERS,
    OFFICES_WITH_SECOND_FACTOR,
    PERMISSIONS_WITH_SECOND_FACTOR,
    Permission,
    Power,
    Reach,
)

# Told which bodies (planning groups among them) and a day; returns the bodies that these cover.
Covering = Callable[[Collection[int], datetime.date], QuerySet[Any]]
COVERINGS: list[Covering] = []
ACCESS_ENDED = "governance.end_access"
ACCESS_RESTORED = "governance.restore_access"


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

    def reaching(self, body: Body) -> set[tuple[Reach, int]]:
        """Return from which bodies, and how far, permissions reach a body: one query, however many people have them."""
        places = {(grant.reach, grant.body): grant for grant in self.grants}
        further = [place for place in places if place[0] is not Reach.OWN]
        conditions = {
            f"reached_{number}": ExpressionWrapper(self._within([places[place]]), BooleanField())
            for number, place in enumerate(further)
        }
        # Without a name, all columns would be asked for.
        asked = Body.objects.filter(pk=body.pk).annotate(**conditions).values_list(*conditions).distinct()
        row = asked.get() if conditions else ()
        own = {place for place in places if place[0] is Reach.OWN and place[1] == body.pk}
        return own | {place for place, is_reached in zip(further, row, strict=True) if is_reached}

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
    return Powers(grants_of([person.pk], on=on)[person.pk], on=on)


def grants_of(
    people: Collection[int], *, on: datetime.date, able: Collection[int] | None = None
) -> dict[int, list[Grant]]:
    """Return what each of some people could do on a day, whether or not their access has ended since.

    `able` are the holders who had access on the day, where that is known already; else it is looked up.
    """
    found: dict[int, list[Grant]] = {person: [] for person in people}
    for person, grant in (*_own(people, on), *_delegated(people, on, able)):
        found[person].append(grant)
    return found


def _own(people: Collection[int], on: datetime.date) -> Iterator[tuple[int, Grant]]:
    here = Q(seat=OuterRef("pk")) | Q(seat=OuterRef("follows"))
    holding = Appointment.objects.current(on=on).filter(here, person__in=people).values("person")
    for seat in _seats_of(people, on=on).annotate(holders=ArraySubquery(holding)):
        for power in OFFICE_POWERS[Office(seat.office)]:
            grant = Grant(power.permission, power.reach, seat.body_id, seat.pk)
            yield from ((person, grant) for person in seat.holders)


def seats_held(person: Person, *, on: datetime.date) -> QuerySet[Seat]:
    """Return the seats that a person holds on a day: by appointment, and ex officio those that follow them."""
    return _seats_of([person.pk], on=on)


def _seats_of(people: Collection[int], *, on: datetime.date) -> QuerySet[Seat]:
    held = Appointment.objects.current(on=on).filter(person__in=people).values("seat")
    found: QuerySet[Seat] = Seat.objects.current(on=on).filter(Q(pk__in=held) | Q(follows__in=held))
    return found


def _delegated(people: Collection[int], on: datetime.date, able: Collection[int] | None) -> Iterator[tuple[int, Grant]]:
    """Return what others let people do, as long as these hold the seat themselves and have access."""
    held = Appointment.objects.current(on=on).filter(seat=OuterRef("seat"), person=OuterRef("principal"))
    received = Delegation.objects.current(on=on).filter(Exists(held), delegate__in=people)
    found = received.select_related("seat", "principal")
    if able is None:
        able = with_access({delegation.principal for delegation in found}, on=on)
    for one in found:
        if one.principal_id not in able:
            continue
        for power in delegable(Office(one.seat.office)):
            if power.permission in one.permissions:
                grant = Grant(power.permission, power.reach, one.seat.body_id, one.seat_id, one.principal)
                yield one.delegate_id, grant


def with_access(people: Collection[Person], *, on: datetime.date) -> set[int]:
    """Return who among some people had access on a day; the record says when it ended and was given back."""
    if not people:
        return set()
    changes: dict[str, list[tuple[str, datetime.date]]] = {str(person.pk): [] for person in people}
    records = AuditRecord.objects.filter(action__in=(ACCESS_ENDED, ACCESS_RESTORED), subject_key__in=changes)
    for key, action, day in records.order_by("at", "pk").values_list("subject_key", "action", "at__date"):
        changes[key].append((action, day))
    return {person.pk for person in people if _had_access(person, changes[str(person.pk)], on)}


def _had_access(person: Person, changes: list[tuple[str, datetime.date]], on: datetime.date) -> bool:
    before = [action for action, day in changes if day <= on]
    if before:
        return before[-1] == ACCESS_RESTORED
    return person.is_active or bool(changes)


def delegable(office: Office) -> list[Power]:
    """Return what the holder of an office may let somebody else do."""
    return [power for power in OFFICE_POWERS[office] if power.permission not in NEVER_DELEGATED]


def needs_second_factor_in_time(person: Person, *, on: datetime.date) -> bool:
    """Whether somebody may do, for themselves or for others, what asks for a second factor after some days of grace."""
    powers = powers_of(person, on=on)
    return any(powers.holds(permission) for permission in PERMISSIONS_WITH_SECOND_FACTOR)


def needs_second_factor(person: Person, *, on: datetime.date) -> bool:
    """Whether an office that the person holds, or acts in for somebody, asks for a second factor at once."""
    received = Delegation.objects.current(on=on).filter(delegate=person).values("seat")
    seats = seats_held(person, on=on) | Seat.objects.current(on=on).filter(pk__in=received)
    return bool(seats.filter(office__in=OFFICES_WITH_SECOND_FACTOR).exists())
