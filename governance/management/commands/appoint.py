"""Appoint a national administrator, where nobody is there yet to nominate one, and invite them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import actions as accounts_actions
from accounts.models import Person
from common import clock
from common.errors import Refused
from governance.models import Body
from governance.offices import actions


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--name", default="", help="the person's name, where the portal does not know them yet")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            person, is_invited = self._appoint(email, name)
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        self.stdout.write(f"{person.name} is a national administrator from today.")
        if is_invited:
            self.stdout.write(f"The link that lets them in, once and within seven days, goes to {person.email}.")

    @transaction.atomic
    def _appoint(self, email: str, name: str) -> tuple[Person, bool]:
        """Appoint and, where the person cannot sign in yet, invite; both or neither."""
        at = clock.now()
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            if not name.strip():
                raise Refused("Nobody here has this e-mail address. Give the person's name with --name.")
            person = Person.objects.create_user(email=email, name=name.strip())
        nation = Body.objects.get(body_kind=Body.Kind.NATION, is_example=False)
        actions.appoint_first(nation=nation, person=person, at=at, on=clock.today())
        if person.has_usable_password():
            return person, False
        accounts_actions.invite(person=person, by=None, at=at)
        return person, True
