"""Writes about people as holders of offices; how they sign in is a matter of `accounts`."""

import datetime

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.dated import from_day
from common.errors import Refused
from governance.models import Appointment
from governance.powers.permissions import Permission
from governance.powers.policies import ACCESS_ENDED, ACCESS_RESTORED, NotAllowed, Powers, powers_of
from governance.recording import need_reason


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
