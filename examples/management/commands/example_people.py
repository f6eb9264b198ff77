"""Say how to sign in as each of the example people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from examples import people
from governance.powers.permissions import OFFICES_WITH_SECOND_FACTOR


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not people.is_loaded():
            self.stdout.write("There are no example people here.")
            return
        self.stdout.write(f"Example people sign in with the password {people.password()} and their address:")
        for row in people.rows(settings.DATA_DIR):
            code = "  and a code" if row.text("office") in OFFICES_WITH_SECOND_FACTOR else ""
            self.stdout.write(f"  {row.text('email'):36} {row.text('name')}{code}")
        self.stdout.write("A code is printed by: .venv/bin/python script/support/services.py run --for development \\")
        self.stdout.write("  .venv/bin/python manage.py example_code ADDRESS")
