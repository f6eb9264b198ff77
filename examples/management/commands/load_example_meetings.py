"""Give the Example Health Board its meetings; for development machines only, after the example people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common import clock
from examples import meetings, people


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people.refuse_in_production()
        except PermissionError as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        if not people.is_loaded():
            raise CommandError("The meetings are of the example people: load them first. Nothing was changed.")
        count = meetings.load_example_meetings(at=clock.now(), on=clock.today())
        said = "are there already; nothing to do" if count is None else f"planned: {count}"
        self.stdout.write(f"Example meetings {said}.")
