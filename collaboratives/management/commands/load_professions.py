"""Load the professions that can form a collaborative; safe to repeat."""

import datetime
from pathlib import Path

from collaboratives.actions import load_professions
from common.loading import Receipt
from common.management.loading import LoadingCommand


class Command(LoadingCommand):
    help = __doc__
    already = "Professions: this file is loaded already; nothing to do."

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        return load_professions(folder=folder, at=at)
