"""Who lives in an area, by age and by deprivation: written with a release, from the files of its figures."""

from collections.abc import Iterator

import numpy as np

from indicators.computation.figures import Computation
from indicators.computation.geography import Numbers
from indicators.computation.recipes import CENSUS_RESIDENTS, POPULATION_2020, WIMD_2025, Only
from indicators.models import Breakdown, Release

AGE_BANDS = (
    *(f"{start}-{start + 4}" for start in range(0, 90, 5)),
    "90+",
)
FIFTHS = ("1", "2", "3", "4", "5")


def write_breakdowns(release: Release, computation: Computation) -> None:
    """Write the residents of every area by age band (mid-2020) and by deprivation fifth (Census 2021)."""
    rows = [
        Breakdown(release=release, area=area, kind=kind, order=order, group=group, count=counts[place])
        for kind, order, group, counts in _groups(computation)
        for place, area in enumerate(computation.areas.areas)
    ]
    Breakdown.objects.bulk_create(rows)


def _groups(computation: Computation) -> Iterator[tuple[str, int, str, Numbers]]:
    for order, band in enumerate(AGE_BANDS):
        people = computation.inputs.sums(computation.older, POPULATION_2020, (f"age_{band}",))
        yield Breakdown.Kind.AGE, order, band, computation.older.total(people)
    residents = computation.inputs.sums(computation.newer, CENSUS_RESIDENTS, ("usual_residents_2021",))
    for order, fifth in enumerate(FIFTHS):
        chosen = computation.inputs.chosen(computation.newer, Only(WIMD_2025, "overall_quintile", frozenset({fifth})))
        yield Breakdown.Kind.DEPRIVATION, order, fifth, np.asarray(computation.newer.total(residents * chosen))
