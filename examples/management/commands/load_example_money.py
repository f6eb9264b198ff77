"""Give the Example Health Board its money; for development machines only, after the example plans."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from examples import money, people, plans


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people.refuse_in_production()
        except PermissionError as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        if not plans.is_loaded():
            raise CommandError("The money is for the example plans: load them first. Nothing was changed.")
        count = money.load_example_money(folder=settings.DATA_DIR, at=clock.now(), on=clock.today())
        said = "is there already; nothing to do" if count is None else f"entered, lines: {count}"
        self.stdout.write(f"Example money {said}.")
