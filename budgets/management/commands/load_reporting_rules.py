"""Load the rules of what is reported about money; safe to repeat."""

import datetime
from pathlib import Path

from budgets.actions.published import load_reporting_rules
from common.loading import Receipt
from common.management.loading import LoadingCommand


class Command(LoadingCommand):
    help = __doc__
    already = "Rules of reporting: this file is loaded already; nothing to do."

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        return load_reporting_rules(folder=folder, at=at)
