"""Choose which indicators are key: they stand on every page of an area, and key findings speak of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.catalogue import compile_catalogues
from common.errors import Refused
from indicators.releases.key_set import choose_key_indicators


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="+", help="codes of the indicators, in their order")
        parser.add_argument("--because-en", required=True, help="why, in English, as readers are told")
        parser.add_argument("--because-cy", required=True, help="why, in Welsh")

    def handle(self, *args: Any, codes: list[str], because_en: str, because_cy: str, **options: Any) -> None:
        # Findings are written in both languages, so the Welsh must be there.
        compile_catalogues()
        try:
            release = choose_key_indicators(codes=codes, because_en=because_en, because_cy=because_cy, at=clock.now())
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        self.stdout.write(f"Key indicators: {len(codes)}, from release {release.number} on.")
