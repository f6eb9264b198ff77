"""Who an e-mail address belongs to, and entering somebody new under it; how they sign in is a matter of `accounts`."""

import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of


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
    powers = powers_of(by, on=on)
    refuse_to_enter(powers, body)
    behalf = powers.on_behalf_of(Permission.INVITE, body)
    try:
        with audit.recorded("governance.enter_person", by=by, at=at, on_behalf_of=behalf) as record:
            person = Person.objects.create_user(email=email, name=known.name)
            audit.about(record, person)
    except IntegrityError:
        # Somebody else entered them at this very moment: they are known now.
        return Person.objects.get(email__iexact=email)
    return person
