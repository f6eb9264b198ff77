"""Remove the Example Health Board, its figures and its people; nothing real is touched."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from collaboratives import examples
from common import clock
from portal.forgetting import forget_examples


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget_examples(emails=examples.addresses(settings.DATA_DIR), at=clock.now())
        for label, count in sorted(gone.items()):
            if count:
                self.stdout.write(f"  {label}: removed {count:,}")
        self.stdout.write("The examples are gone. Accounts that the record names are closed.")
