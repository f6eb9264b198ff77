"""What waits for somebody: kinds of work that each room adds, looked for in one way wherever it is told."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.functional import Promise, cached_property

from accounts.models import Person
from common.dated import from_day
from governance.models import Appointment, Body, Handover, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

Day = datetime.date
SOON = datetime.timedelta(days=14)
# From how many things of one kind on they are told as one, with the list on which they all stand.
MANY = 4


# What of others' terms somebody has to do something about, by name: the condition, given who it is.
CONCERNS: dict[str, Callable[["Worker"], Q]] = {}


class Worker:
    """Somebody whose work is looked for: what they may do on a day, and the terms that go on or are to come."""

    def __init__(self, person: Person, powers: Powers) -> None:
        self.person, self.powers, self.on = person, powers, powers.on

    @cached_property
    def appointments(self) -> list[Appointment]:
        """Their own terms that have not ended, and those of others about which they have something to do: one query.

        Of each is said whether it `is_own`, or `is_nominated`, `is_ending` or `is_uninvited` in their reach. `to_take`
        are the handovers that wait for the person, `is_prepared` says whether they prepared their own.
        """
        own = Q(person=self.person, declined_at__isnull=True, during__overlap=from_day(self.on))
        flags = {"is_own": own, **{name: condition(self) for name, condition in CONCERNS.items()}}
        condition = Q()
        for one in flags.values():
            condition |= one
        found = Appointment.objects.filter(condition).annotate(
            **{name: ExpressionWrapper(one, BooleanField()) for name, one in flags.items()}, **self._handovers()
        )
        related = ("seat__body", "seat__represents", "person")
        return list(found.select_related(*related).order_by("during", "pk"))

    def _handovers(self) -> dict[str, Any]:
        seat = Handover.objects.filter(seat=OuterRef("seat"))
        to_take = seat.filter(taker=self.person, accepted_at__isnull=True).order_by("prepared_at")
        told = JSONObject(key="pk", giver="giver__name", on="prepared_at__date")
        prepared = seat.filter(giver=self.person, prepared_at__date__gte=OuterRef("during__startswith"))
        return {"to_take": ArraySubquery(to_take.values(told=told)), "is_prepared": Exists(prepared)}

    @property
    def terms(self) -> list[Appointment]:
        """Their own terms and nominations that have not ended."""
        return [one for one in self.appointments if one.is_own]

    @property
    def held(self) -> list[Appointment]:
        """The confirmed terms of today."""
        return [term for term in self.terms if term.is_confirmed and term.starts_on <= self.on]

    def near(self, permission: Permission) -> set[int]:
        """Return the bodies in which the person holds, or acts in, an office that gives a permission."""
        return {grant.body for grant in self.powers.grants if grant.permission is permission}

    def over(self, body: Body) -> frozenset[Permission]:
        """Return all that the person may do to a body: one query."""
        reaching = self.powers.reaching(body)
        return frozenset(one.permission for one in self.powers.grants if (one.reach, one.body) in reaching)

    def home(self, permission: Permission) -> Body | None:
        """Return the body of the first office of their own that gives a permission."""
        near = self.near(permission)
        return next((term.seat.body for term in self.held if term.seat.body_id in near), None)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: at which body, what is to do, by when or since when, and the page where it is done.

    `turn` is the permission that makes it somebody's turn; None where it is about the person themselves.
    """

    text: str
    href: str
    body: Body | None
    turn: Permission | None = None
    due_on: Day | None = None
    since: Day | None = None
    note: str = ""
    # What it is about, in a word: that of its kind.
    about: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of work: what it is about in a word, and how what of it waits for somebody is found."""

    name: str
    about: Promise
    find: Callable[[Worker], Iterable[Waiting]]


KINDS: list[Kind] = []


def work_of(worker: Worker) -> list[Waiting]:
    """Return all that waits for somebody: what is due soonest first, then what has waited longest."""
    found = [replace(one, about=str(kind.about)) for kind in KINDS for one in kind.find(worker)]
    return sorted(found, key=lambda one: (one.due_on or Day.max, one.since or Day.max))


def gathered(found: Sequence[Waiting], together: Callable[[int], Waiting]) -> list[Waiting]:
    """Return things one by one where they are few, and else one thing that leads to the list of all."""
    return list(found) if len(found) < MANY else [together(len(found))]


def bodies_of(keys: Iterable[Any]) -> dict[int, Body]:
    return Body.objects.in_bulk(set(keys))


def seats_without_holder(*, on: Day) -> QuerySet[Seat]:
    """Return the open seats that nobody holds on a day or is to hold, and for which nobody is nominated."""
    taken = Appointment.objects.filter(declined_at__isnull=True, during__overlap=from_day(on)).values("seat")
    found: QuerySet[Seat] = Seat.objects.current(on=on).filter(follows=None).exclude(pk__in=taken)
    return found
