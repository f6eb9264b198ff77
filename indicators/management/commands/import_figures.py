"""Check a file of figures and publish it as a release. docs/importing-figures.md describes the file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.errors import Refused
from indicators.releases import actions
from indicators.releases.actions import Imported


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file, UTF-8 (.csv or .csv.gz)")
        parser.add_argument("--reason-en", default="", help="why the file corrects figures, in English")
        parser.add_argument("--reason-cy", default="", help="why, in Welsh")
        parser.add_argument("--check", action="store_true", help="check the file and say what it holds; write nothing")

    def handle(self, *args: Any, file: Path, check: bool, reason_en: str, reason_cy: str, **options: Any) -> None:
        self.told = -1
        try:
            receipt = self._check(file) if check else self._import(file, (reason_en, reason_cy))
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        if receipt is None:
            self.stdout.write("Figures: exactly this file is published already; nothing to do.")
        else:
            self._print(receipt)

    def _check(self, file: Path) -> Imported:
        return actions.check_figures(path=file, on=clock.today(), hear=self._hear)

    def _import(self, file: Path, reason: tuple[str, str]) -> Imported | None:
        return actions.import_figures(path=file, at=clock.now(), on=clock.today(), reason=reason, hear=self._hear)

    def _hear(self, percent: int, rows: int) -> None:
        """Show every block of rows, then every tenth of the way."""
        if percent and percent // 10 <= self.told // 10:
            return
        self.told = percent if percent else -1
        self.stdout.write(f"  {percent:3}%, {rows:,} rows read")
        self.stdout.flush()

    def _print(self, receipt: Imported) -> None:
        kind = "invented figures of examples" if receipt.is_example else "figures"
        if receipt.release is None:
            self.stdout.write(f"The file is in order. It would publish {receipt.figures:,} {kind}:")
        else:
            self.stdout.write(f"Figures: published release {receipt.release.number}, {receipt.figures:,} {kind}:")
        periods = f"{receipt.periods:,} (new: {receipt.new_periods:,})"
        self.stdout.write(f"  rows {receipt.rows:,}, indicators {receipt.indicators:,}, periods {periods}")
        flags = ", ".join(f"[{flag}] {count:,}" for flag, count in receipt.flagged.items())
        self.stdout.write(f"  not shown: {flags}")
