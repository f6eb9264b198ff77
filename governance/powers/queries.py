"""Reads about powers: who could do what to a body on a day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Person
from common.ordering import by_name
from governance.models import Appointment, Body, Delegation, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Grant, Powers, grants_of, with_access


@dataclass(frozen=True)
class Holding:
    """What somebody could do to a body from one seat, for themselves or on behalf of a holder."""

    person: Person
    seat: Seat
    permissions: list[Permission]
    on_behalf_of: Person | None


def bodies_with_seats(powers: Powers) -> QuerySet[Body]:
    """Return the bodies whose record somebody may read and where somebody can hold an office."""
    found: QuerySet[Body] = powers.bodies(Permission.SEE_RECORD).filter(pk__in=Seat.objects.values("body"))
    return found.in_order()


def holdings(body: Body, *, on: datetime.date) -> list[Holding]:
    """Return who could do what to a body on a day, from the very grants that let them, by name."""
    people = {person.pk: person for person in _with_something(on)}
    able = with_access(people.values(), on=on)
    grants = {key: found for key, found in grants_of(people, on=on, able=able).items() if key in able}
    reaching = Powers((grant for found in grants.values() for grant in found), on=on).reaching(body)
    near = {key: [one for one in found if (one.reach, one.body) in reaching] for key, found in grants.items()}
    keys = {grant.seat for found in near.values() for grant in found}
    seats = Seat.objects.filter(pk__in=keys).select_related("body", "represents").in_bulk()
    return [one for person in people.values() for one in _by_seat(person, near.get(person.pk, []), seats)]


def _with_something(on: datetime.date) -> QuerySet[Person]:
    """Return who held an office, or acted in one, anywhere on a day."""
    held = Appointment.objects.current(on=on).values("person")
    received = Delegation.objects.current(on=on).values("delegate")
    found: QuerySet[Person] = Person.objects.filter(Q(pk__in=held) | Q(pk__in=received))
    return found.order_by(*by_name("name"))


def _by_seat(person: Person, grants: list[Grant], seats: dict[int, Seat]) -> Iterator[Holding]:
    found: dict[tuple[int, Person | None], set[Permission]] = {}
    for grant in grants:
        found.setdefault((grant.seat, grant.on_behalf_of), set()).add(grant.permission)
    for (seat, principal), given in found.items():
        yield Holding(person, seats[seat], [one for one in Permission if one in given], principal)
