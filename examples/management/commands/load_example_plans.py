"""Give the Example Health Board its plans; for development machines only, after the example people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from examples import people, plans


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people.refuse_in_production()
        except PermissionError as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        if not people.is_loaded():
            raise CommandError("The example people write these plans: load them first. Nothing was changed.")
        count = plans.load_example_plans(folder=settings.DATA_DIR, at=clock.now(), on=clock.today())
        said = "are there already; nothing to do" if count is None else f"entered: {count}"
        self.stdout.write(f"Example plans {said}.")
