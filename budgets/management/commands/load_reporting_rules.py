"""Load the rules of what is reported about money; safe to repeat."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from budgets.actions import published
from common import clock
from common.tabular import BrokenFile


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the file is")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            receipt = published.load_reporting_rules(folder=folder, at=clock.now())
        except BrokenFile as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        if receipt is None:
            self.stdout.write("Rules of reporting: this file is loaded already; nothing to do.")
            return
        for kind in receipt.kinds:
            counts = (receipt.added[kind], receipt.changed[kind], receipt.left[kind])
            self.stdout.write("  {}: added {:,}, changed {:,}, left {:,}".format(kind, *counts))
