"""Load the templates of plans and the themes of priorities; safe to repeat."""

import datetime
from pathlib import Path

from common.loading import Receipt
from common.management.loading import LoadingCommand
from plans.template_actions import load_templates


class Command(LoadingCommand):
    help = __doc__
    already = "Templates of plans: these files are loaded already; nothing to do."

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        return load_templates(folder=folder, at=at)
