"""Writes about people as holders of offices; how they sign in is a matter of `accounts`."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.dated import from_day
from common.errors import Refused
from governance.models import Appointment, Body, Delegation
from governance.offices.actions import delegate, name_in_public, nominate
from governance.powers.permissions import Permission
from governance.powers.policies import ACCESS_ENDED, ACCESS_RESTORED, NotAllowed, Powers, powers_of
from governance.recording import need_reason


def known_by(*, email: str, name: str) -> Person:
    """Return the person with an e-mail address, or somebody new who is written nowhere yet."""
    known: Person | None = Person.objects.filter(email__iexact=email).first()
    if known is None and not name.strip():
        raise Refused(_("Nobody here has this e-mail address. Give the name of the new person."))
    return known or Person(email=email, name=name.strip())


def refuse_to_enter(powers: Powers, body: Body) -> None:
    """Raise `Refused` where somebody may not enter a new person in a body."""
    if not powers.may(Permission.INVITE, body):
        raise Refused(_("Nobody here has this e-mail address. Ask an administrator to enter the new person first."))


def person_for(*, email: str, name: str, body: Body, by: Person, at: datetime.datetime, on: datetime.date) -> Person:
    """Return the person with an e-mail address; enter somebody new where there is none and a name is given.

    Somebody new, who may be entered by those who may invite people in the body, can hold an office but cannot sign in
    until they are invited.
    """
    known = known_by(email=email, name=name)
    if known.pk is not None:
        return known
    refuse_to_enter(powers_of(by, on=on), body)
    try:
        with audit.recorded("governance.enter_person", by=by, at=at) as record:
            person = Person.objects.create_user(email=email, name=known.name)
            audit.about(record, person)
    except IntegrityError:
        # Somebody else entered them at this very moment: they are known now.
        return Person.objects.get(email__iexact=email)
    return person


def delegate_by_address(*, email: str, by: Person, at: datetime.datetime, **terms: Any) -> Delegation:
    """Let whoever has an address, and is known here, act in one's own seat."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise Refused(_("Nobody here has this e-mail address. Ask an administrator to enter the new person first."))
    return delegate(to=person, by=by, at=at, **terms)


@transaction.atomic
def nominate_by_address(*, email: str, name: str, by: Person, at: datetime.datetime, **nomination: Any) -> Appointment:
    """Nominate whoever has an address, entering them first where they are new; both stand or neither."""
    body, on = nomination["seat"].body, nomination["on"]
    person = person_for(email=email, name=name, body=body, by=by, at=at, on=on)
    return nominate(person=person, by=by, at=at, **nomination)


def end_access(*, person: Person, by: Person, at: datetime.datetime, on: datetime.date, reason: str) -> Person:
    """End somebody's access at once, with every session of theirs; whose reach holds all their offices may.

    Their terms stay as they are: who holds a seat is another question. The password goes too, so that no session
    comes back to life should access ever be given again.
    """
    if by.pk == person.pk:
        raise Refused(_("You cannot end your own access. Another administrator must do it."))
    powers = powers_of(by, on=on)
    _check_reach(person, powers)
    behalf = acting_for(powers, person)
    need_reason(reason)
    with audit.recorded(ACCESS_ENDED, by=by, at=at, on_behalf_of=behalf) as record:
        person = Person.objects.select_for_update().get(pk=person.pk)
        if not person.is_active:
            raise Refused(_("The access of this person has ended already."))
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        audit.about(record, person, reason=reason)
    return person


def restore_access(*, person: Person, by: Person, at: datetime.datetime, on: datetime.date, reason: str) -> Person:
    """Give somebody's access back; whoever may end it may. They have no password, so they are invited anew."""
    if by.pk == person.pk:
        raise Refused(_("You cannot give your own access back. Another administrator must do it."))
    powers = powers_of(by, on=on)
    _check_reach(person, powers)
    behalf = acting_for(powers, person)
    need_reason(reason)
    with audit.recorded(ACCESS_RESTORED, by=by, at=at, on_behalf_of=behalf) as record:
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.is_active:
            raise Refused(_("This person has access already."))
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.about(record, person, reason=reason)
    return person


def acting_for(powers: Powers, person: Person) -> Person | None:
    """Return for whom somebody acts who invites a person or ends their access: None where they may by themselves."""
    terms = Appointment.objects.filter(person=person, declined_at__isnull=True)
    bodies = powers.bodies(Permission.INVITE).filter(pk__in=terms.values("seat__body"))
    principals = [powers.on_behalf_of(Permission.INVITE, body) for body in bodies.order_by("pk")]
    return None if None in principals else next(iter(principals), None)


def _check_reach(person: Person, powers: Powers) -> None:
    """Raise `NotAllowed` unless every body where the person has or will have an office is in reach."""
    terms = Appointment.objects.filter(person=person, declined_at__isnull=True)
    going_on = terms.filter(during__overlap=from_day(powers.on))
    in_reach = terms.filter(seat__body__in=powers.bodies(Permission.INVITE))
    if not in_reach.exists() or going_on.exclude(pk__in=in_reach).exists():
        raise NotAllowed(Permission.INVITE)


@transaction.atomic
def choose_public_names(*, terms: Iterable[Appointment], agreed: set[str], by: Person, at: datetime.datetime) -> None:
    """Agree, or no longer, that one's own name stands beside some of one's offices; `agreed` holds their keys."""
    for term in terms:
        if term.is_named != (str(term.pk) in agreed):
            name_in_public(appointment=term, agreed=not term.is_named, by=by, at=at)
