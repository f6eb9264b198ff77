"""Load the Example Health Board: invented areas and figures, labelled as such and kept apart from Wales'."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.tabular import BrokenFile
from examples import clusters

FIGURES = ("example_figures.csv", "example_figures_by_age.csv", "example_figures_ready_made.csv")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the files are")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            receipt = clusters.load_examples(folder=folder, at=clock.now())
        except BrokenFile as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        if receipt is None:
            self.stdout.write("Examples: these areas are loaded already; nothing to do.")
        else:
            for kind in receipt.kinds:
                counts = (receipt.added[kind], receipt.changed[kind], receipt.left[kind])
                self.stdout.write("  {}: added {:,}, changed {:,}, left {:,}".format(kind, *counts))
        for name in FIGURES:
            call_command("import_figures", str(folder / name), stdout=self.stdout)
