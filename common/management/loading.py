"""What every command does that loads files which come with the portal: all of them or nothing, and a receipt."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.loading import Receipt
from common.tabular import BrokenFile


class LoadingCommand(BaseCommand):
    already = ""

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        """Load the files; None where they are loaded already."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the files are")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            receipt = self.load(folder=folder, at=clock.now())
        except BrokenFile as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        if receipt is None:
            self.stdout.write(self.already)
        else:
            self.tell(receipt)

    def tell(self, receipt: Receipt) -> None:
        for kind in receipt.kinds:
            counts = (receipt.added[kind], receipt.changed[kind], receipt.left[kind])
            self.stdout.write("  {}: added {:,}, changed {:,}, left {:,}".format(kind, *counts))
