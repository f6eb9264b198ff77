"""Remove the Example Health Board, its figures and its people; nothing real is touched."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from common import clock, roles
from examples import people
from examples.forgetting import forget_examples


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with roles.as_owner():
            gone = forget_examples(emails=people.addresses(settings.DATA_DIR), at=clock.now())
        for label, count in sorted(gone.items()):
            if count:
                self.stdout.write(f"  {label}: removed {count:,}")
        self.stdout.write("The examples are gone. Accounts that the record names are closed.")
