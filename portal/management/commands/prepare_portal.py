"""Bring everything up to date before the portal starts: languages, tables, places, figures, static files."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from common import clock, generations, roles
from common.assets import collect_static_files
from common.catalogue import compile_catalogues


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("Compiling the Welsh catalogue", compile_catalogues)
        if settings.ENVIRONMENT == "development":
            self._put_aside()
        self._step("Bringing the database up to date", lambda: call_command("migrate", verbosity=0))
        words = "Encrypting the secrets of second factors"
        self._step(words, lambda: call_command("renew_factor_keys", stdout=self.stdout))
        self._step("Loading the places", lambda: call_command("load_reference_data", stdout=self.stdout))
        self._step("Loading the professions", lambda: call_command("load_professions", stdout=self.stdout))
        self._step("Loading the templates of plans", lambda: call_command("load_plan_templates", stdout=self.stdout))
        self._step("Loading the rules of money", lambda: call_command("load_reporting_rules", stdout=self.stdout))
        self._step("Opening the seats", lambda: call_command("open_seats", stdout=self.stdout))
        self._step("Computing the figures", lambda: call_command("compute_figures", stdout=self.stdout))
        if settings.EXAMPLES:
            self._step("Loading the examples", lambda: call_command("load_examples", stdout=self.stdout))
        if settings.ENVIRONMENT == "development":
            words = "Appointing the example people"
            self._step(words, lambda: call_command("load_example_people", stdout=self.stdout))
            self._step("Entering the example plans", lambda: call_command("load_example_plans", stdout=self.stdout))
            self._step("Entering the example money", lambda: call_command("load_example_money", stdout=self.stdout))
            words = "Entering the example meetings"
            self._step(words, lambda: call_command("load_example_meetings", stdout=self.stdout))
        self._step("Collecting static files", collect_static_files)

    def _put_aside(self) -> None:
        with roles.as_owner():
            name = generations.put_aside(on=clock.today())
        if name:
            self.stdout.write(
                f"The database was made by an older portal and cannot be brought up to date. It stands aside as {name};"
                " a new one is made."
            )

    def _step(self, words: str, work: Callable[[], Any]) -> None:
        start = time.monotonic()
        self.stdout.write(f"{words} …")
        self.stdout.flush()
        work()
        self.stdout.write(f"  done in {time.monotonic() - start:.1f} s")
