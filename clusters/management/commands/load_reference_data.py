"""Load the places that the portal ships: boards, authorities, clusters, practices, planning groups, postcodes."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusters import actions, queries
from common import clock
from common.tabular import BrokenFile


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the files are")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            receipt = actions.load_reference_data(folder=folder, at=clock.now())
        except BrokenFile as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        if receipt is None:
            self.stdout.write("Reference data: these files are loaded already; nothing to do.")
            return
        self._print(receipt)

    def _print(self, receipt: actions.Receipt) -> None:
        for kind in receipt.kinds:
            counts = (receipt.added[kind], receipt.changed[kind], receipt.left[kind])
            self.stdout.write("  {}: added {:,}, changed {:,}, left {:,}".format(kind, *counts))
        for population in queries.untypical_clusters():
            self.stdout.write(
                f"  Note: {population.area.name_en} has {population.count:,} registered patients, outside "
                "the 25,000 to 100,000 that is typical of a cluster."
            )
