"""What a new appointment changes in a seat: worked out once, shown before it is confirmed, carried out when it is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import Refused
from governance.models import SOLE, Appointment, Basis, Seat

Until = datetime.date | None


@dataclass(frozen=True)
class Ending:
    """An appointment ends on a day (the first without it) that was to end later or not at all."""

    appointment: Appointment
    on: datetime.date


@dataclass(frozen=True)
class Beginning:
    """Somebody holds the seat from a day until a day."""

    person: Person
    basis: str
    start: datetime.date
    until: Until


@dataclass(frozen=True)
class Change:
    """Every row that an appointment changes; `conflicts` are those that stand in its way."""

    endings: list[Ending] = field(default_factory=list)
    beginnings: list[Beginning] = field(default_factory=list)
    conflicts: list[Appointment] = field(default_factory=list)


def change_of(appointment: Appointment) -> Change:
    """Work out what confirming an appointment changes among the confirmed holders of its seat.

    Whoever is in the way ends the day before; somebody whose term begins later is a conflict, because to delete their
    term is another decision. Holders who go on jointly end their term and begin it anew as a joint one.
    """
    others = list(_overlapping(appointment))
    start, until = appointment.during.lower, appointment.during.upper
    in_the_way = [other for other in others if _is_in_the_way(other, appointment)]
    conflicts = [other for other in in_the_way if other.during.lower >= start]
    endings = [Ending(other, start) for other in in_the_way if other.during.lower < start]
    beginnings = [Beginning(appointment.person, appointment.basis, start, until)]
    if appointment.basis == Basis.JOINT:
        kept = [ending.appointment for ending in endings if ending.appointment.pk in appointment.keep_jointly]
        beginnings += [Beginning(other.person, Basis.JOINT, start, other.during.upper) for other in kept]
    return Change(endings, beginnings, conflicts)


def _overlapping(appointment: Appointment) -> Iterable[Appointment]:
    others = Appointment.objects.confirmed().filter(seat=appointment.seat, during__overlap=appointment.during)
    return others.exclude(pk=appointment.pk).select_related("person").order_by("during")


def _is_in_the_way(other: Appointment, appointment: Appointment) -> bool:
    if other.person_id == appointment.person_id:
        return True
    if Basis.ACTING in (other.basis, appointment.basis):
        return other.basis == appointment.basis
    return other.basis in SOLE or appointment.basis in SOLE


def refuse_conflicts(change: Change) -> None:
    """Raise `Refused` where somebody's confirmed term stands in the way."""
    for other in change.conflicts:
        facts = {"person": other.person.name, "day": other.starts_on.isoformat()}
        raise Refused(
            _("%(person)s is already confirmed for this seat from %(day)s. End or change that term first.") % facts
        )


def refuse_shape(seat: Seat, basis: str, start: datetime.date, until: Until) -> None:
    """Raise `Refused` for a term that no seat of this kind can have."""
    if seat.follows_id is not None:
        raise Refused(_("This seat follows another: whoever holds that one holds this one."))
    if seat.is_shared and basis != Basis.JOINT:
        raise Refused(_("Several people hold this seat together, so each of them holds it jointly."))
    if basis == Basis.INTERIM and until is None:
        raise Refused(_("An interim appointment needs a last day."))
    if until is not None and until <= start:
        raise Refused(_("The last day is before the first day."))
    if seat.closed_on is not None and start >= seat.closed_on:
        raise Refused(_("This seat is closed from that day on."))
