"""Writes about people as holders of offices; how they sign in is a matter of `accounts`."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.actions import nominate
from governance.models import Appointment


def person_for(*, email: str, name: str, by: Person, at: datetime.datetime) -> Person:
    """Return the person with an e-mail address; enter somebody new where there is none and a name is given.

    Somebody new can hold an office but cannot sign in until they are invited.
    """
    known: Person | None = Person.objects.filter(email__iexact=email).first()
    if known is not None:
        return known
    if not name.strip():
        raise Refused(_("Nobody here has this e-mail address. Give the name of the new person."))
    with audit.recorded("governance.enter_person", by=by, at=at) as record:
        person = Person.objects.create_user(email=email, name=name.strip())
        audit.about(record, person)
    return person


@transaction.atomic
def nominate_by_address(*, email: str, name: str, by: Person, at: datetime.datetime, **nomination: Any) -> Appointment:
    """Nominate whoever has an address, entering them first where they are new; both stand or neither."""
    person = person_for(email=email, name=name, by=by, at=at)
    return nominate(person=person, by=by, at=at, **nomination)
