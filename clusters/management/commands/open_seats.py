"""Open the standard seats that bodies lack, so that each is seen, held or not; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from clusters.seat_actions import open_standard_seats
from common import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        opened = open_standard_seats(at=clock.now(), on=clock.today())
        self.stdout.write(f"Seats: opened {opened:,}." if opened else "Seats: none was missing; nothing to do.")
