"""Ask whether the data are whole: constraints and triggers in force, no gap in the record, no power without ground."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.integrity import CHECKS


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for named in CHECKS:
            found = list(named.check())
            self.stdout.write(f"{named.words}: {'in order' if not found else len(found)}")
            for sentence in found:
                self.stdout.write(f"  {sentence}")
            faults += len(found)
        if faults:
            raise CommandError(f"Faults found: {faults}.")
        self.stdout.write("All is whole.")
