"""Withdraw a release of figures: what stood before it stands again, and the page of releases says why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.catalogue import compile_catalogues
from common.errors import Refused
from indicators.models import Release
from indicators.releases.withdrawing import withdraw_release


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="the number of the release")
        parser.add_argument("--because-en", required=True, help="why, in English, as readers are told")
        parser.add_argument("--because-cy", required=True, help="why, in Welsh")

    def handle(self, *args: Any, number: int, because_en: str, because_cy: str, **options: Any) -> None:
        release = Release.objects.filter(number=number).first()
        if release is None:
            raise CommandError(f"There is no release {number}.")
        # Findings are written in both languages, so the Welsh must be there.
        compile_catalogues()
        try:
            saying = withdraw_release(release=release, because_en=because_en, because_cy=because_cy, at=clock.now())
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        self.stdout.write(f"Figures: release {number} is withdrawn; release {saying.number} says so.")
