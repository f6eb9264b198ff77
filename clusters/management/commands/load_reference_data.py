"""Load the places that the portal ships: boards, authorities, clusters, practices, planning groups, postcodes."""

import datetime
from pathlib import Path

from clusters import queries
from clusters.actions import load_reference_data
from common.loading import Receipt
from common.management.loading import LoadingCommand


class Command(LoadingCommand):
    help = __doc__
    already = "Reference data: these files are loaded already; nothing to do."

    def load(self, *, folder: Path, at: datetime.datetime) -> Receipt | None:
        return load_reference_data(folder=folder, at=at)

    def tell(self, receipt: Receipt) -> None:
        super().tell(receipt)
        for population in queries.untypical_clusters():
            self.stdout.write(
                f"  Note: {population.area.name_en} has {population.count:,} registered patients, outside "
                "the 25,000 to 100,000 that is typical of a cluster."
            )
