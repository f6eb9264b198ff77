"""Compute every indicator from the shipped files and publish the figures as a release, if anything changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock, jobs
from common.catalogue import compile_catalogues
from common.errors import Refused
from indicators import tasks
from indicators.releases import computing, context


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the files are")
        parser.add_argument("--in-background", action="store_true", help="let a Celery worker do it")

    def handle(self, *args: Any, folder: Path, in_background: bool, **options: Any) -> None:
        if in_background:
            job = jobs.enqueue(tasks.COMPUTE_FIGURES, at=clock.now())
            self.stdout.write(f"Figures: job {job.pk} waits for a worker.")
            return
        # Findings are written in both languages, so the Welsh must be there.
        compile_catalogues()
        try:
            computing.load_catalogue(folder=folder, at=clock.now())
            context.load_published_rates(folder=folder, at=clock.now())
            release = computing.publish_computed_release(folder=folder, at=clock.now(), on=clock.today())
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        if release is None:
            self.stdout.write("Figures: computed from exactly these inputs already; nothing to do.")
        else:
            self.stdout.write(f"Figures: published release {release.number}.")
