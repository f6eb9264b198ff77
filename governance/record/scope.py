"""Which bodies a record concerns, so that the administrators of these may read it."""

from collections.abc import Iterable
from functools import singledispatch

from django.db import models

from accounts.models import Invitation, Person
from governance.models import (
    Action,
    ActionUpdate,
    Appointment,
    Body,
    Decision,
    Delegation,
    Handover,
    Interest,
    Recertification,
    Recusal,
    Seat,
)


@singledispatch
def bodies_of(subject: models.Model) -> Iterable[int]:
    """Return the keys of the bodies that a thing belongs to; none for what is nobody's in particular."""
    return ()


@bodies_of.register
def _body(subject: Body) -> Iterable[int]:
    return (subject.pk,)


@bodies_of.register(Seat)
@bodies_of.register(Decision)
@bodies_of.register(Action)
def _of_a_body(subject: Seat | Decision | Action) -> Iterable[int]:
    return (subject.body_id,)


@bodies_of.register(Appointment)
@bodies_of.register(Delegation)
@bodies_of.register(Handover)
def _of_a_seat(subject: Appointment | Delegation | Handover) -> Iterable[int]:
    return (subject.seat.body_id,)


@bodies_of.register
def _recertification(subject: Recertification) -> Iterable[int]:
    return bodies_of(subject.appointment)


@bodies_of.register
def _recusal(subject: Recusal) -> Iterable[int]:
    return bodies_of(subject.decision)


@bodies_of.register
def _update(subject: ActionUpdate) -> Iterable[int]:
    return (subject.action.body_id,)


@bodies_of.register
def _person(subject: Person) -> Iterable[int]:
    offices = Appointment.objects.filter(person=subject, declined_at__isnull=True)
    found: Iterable[int] = offices.values_list("seat__body", flat=True).distinct()
    return found


@bodies_of.register(Invitation)
@bodies_of.register(Interest)
def _of_a_person(subject: Invitation | Interest) -> Iterable[int]:
    return bodies_of(subject.person)
