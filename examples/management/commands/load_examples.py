"""Load the Example Health Board: invented areas and figures, labelled as such and kept apart from Wales'."""

import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command

from common.loading import Receipt
from common.management.loading import LoadingCommand
from examples.clusters import load_examples

FIGURES = ("example_figures.csv", "example_figures_by_age.csv", "example_figures_ready_made.csv")


class Command(LoadingCommand):
    help = __doc__
    already = "Examples: these areas are loaded already; nothing to do."

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        return load_examples(folder=folder, at=at)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        super().handle(*args, folder=folder, **options)
        for name in FIGURES:
            call_command("import_figures", str(folder / name), stdout=self.stdout)
