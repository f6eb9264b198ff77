"""Offices given by forms, in which people are told apart by their e-mail address."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import Refused
from governance.entering import person_for
from governance.models import Appointment, Delegation
from governance.offices.actions import delegate, nominate


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
