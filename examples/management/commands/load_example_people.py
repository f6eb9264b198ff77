"""Give the Example Health Board its people, collaboratives and providers; for development machines only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from examples import people


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people.refuse_in_production()
        except PermissionError as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        count = people.load_example_people(folder=settings.DATA_DIR, at=clock.now(), on=clock.today())
        said = "are there already; nothing to do" if count is None else f"appointed: {count}"
        self.stdout.write(f"Example people {said}.")
