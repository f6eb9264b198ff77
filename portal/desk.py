"""What waits for somebody when they sign in: kinds of work that each room adds, and their own offices."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from governance import queries
from governance.models import Appointment
from governance.permissions import Permission
from governance.policies import Powers
from governance.presenters import footing, until


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in words, with the page where it is done and for how long it has waited."""

    text: str
    href: str
    note: str


Kind = Callable[[Person, Powers], list[Waiting]]


def _nominations(person: Person, powers: Powers) -> list[Waiting]:
    if not powers.holds(Permission.CONFIRM):
        return []
    return [
        Waiting(
            _("Confirm or decline: %(name)s") % {"name": one.person.name},
            reverse("governance:nomination", kwargs={"key": one.pk}),
            f"{one.seat.title}, {one.seat.body.name} · {date_format(one.nominated_at)}",
        )
        for one in queries.waiting_for(person, powers)
    ]


def _ending(_person: Person, powers: Powers) -> list[Waiting]:
    if not powers.holds(Permission.NOMINATE):
        return []
    return [
        Waiting(
            _("A term ends: %(name)s") % {"name": one.person.name},
            reverse("governance:seat", kwargs={"key": one.seat_id}),
            f"{one.seat.title}, {one.seat.body.name} · {until(one)}",
        )
        for one in queries.ending_soon(powers)
    ]


# What can wait for somebody, in the order in which it is shown; plans and money add theirs.
KINDS: list[Kind] = [_nominations, _ending]


@dataclass(frozen=True)
class Office:
    """An office that somebody holds, as their own page shows it."""

    title: str
    body: str
    words: str


class Desk:
    """The first page of somebody who signed in."""

    def __init__(self, person: Person, powers: Powers) -> None:
        self.person, self.powers = person, powers

    @property
    def waiting(self) -> list[Waiting]:
        return [one for kind in KINDS for one in kind(self.person, self.powers)]

    @property
    def offices(self) -> list[Office]:
        held = Appointment.objects.confirmed().filter(person=self.person, during__contains=self.powers.on)
        coming = Appointment.objects.confirmed().filter(person=self.person, during__startswith__gt=self.powers.on)
        rows = (held | coming).select_related("seat__body", "seat__represents").order_by("during", "pk")
        return [Office(row.seat.title, row.seat.body.name, self._words(row)) for row in rows]

    def _words(self, row: Appointment) -> str:
        start = _("from %(day)s") % {"day": date_format(row.starts_on)}
        return ", ".join(filter(None, (footing(row), start, until(row))))

    @property
    def sees_offices(self) -> bool:
        return self.powers.holds(Permission.SEE_OFFICES)

    @property
    def manages_membership(self) -> bool:
        return self.powers.holds(Permission.MANAGE_MEMBERSHIP)

    @property
    def manages_areas(self) -> bool:
        return self.powers.holds(Permission.MANAGE_AREAS)

    @property
    def describes(self) -> bool:
        return self.powers.holds(Permission.DESCRIBE)
