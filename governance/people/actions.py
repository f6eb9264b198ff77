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
    _check_reach(person, powers_of(by, on=on))
    need_reason(reason)
    with audit.recorded(ACCESS_ENDED, by=by, at=at) as record:
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
    _check_reach(person, powers_of(by, on=on))
    need_reason(reason)
    with audit.recorded(ACCESS_RESTORED, by=by, at=at) as record:
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.is_active:
            raise Refused(_("This person has access already."))
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.about(record, person, reason=reason)
    return person


def _check_reach(person: Person, powers: Powers) -> None:
    """Raise `NotAllowed` unless every body where the person has or will have an office is in reach."""
    terms = Appointment.objects.filter(person=person, declined_at__isnull=True)
    going_on = terms.filter(during__overlap=from_day(powers.on))
    in_reach = terms.filter(seat__body__in=powers.bodies(Permission.INVITE))
    if not in_reach.exists() or going_on.exclude(pk__in=in_reach).exists():
        raise NotAllowed(Permission.INVITE)
