"""Django's own command, as the owner and with the triggers down; a database of an older portal is left as it is."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection

from common import generations, rights, roles, triggers


class Command(migrate.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        with roles.as_owner():
            self._handle(*arguments, **options)

    def _handle(self, *arguments: Any, **options: Any) -> None:
        if unknown := generations.unknown_migrations(connection):
            raise CommandError(
                f"This database was made by an older portal, whose migrations are no longer here ({unknown[0]}, "
                f"{len(unknown)} in all). Nothing was changed. Name another database in DATABASE_URL, or go on with "
                "the version that made this one."
            )
        if options["check_unapplied"] or options["plan"]:
            super().handle(*arguments, **options)  # only looks, and must keep nobody waiting
            return
        with triggers.put_up_anew():
            super().handle(*arguments, **options)
            rights.settle()
