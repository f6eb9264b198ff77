"""From small areas to clusters, authorities, boards and Wales.

An LSOA of 2021 belongs to one cluster (a dated assignment) and one authority. An LSOA of 2011 goes whole to the LSOA of
2021 that it overlaps with the most Census 2021 usual residents (ties: the lowest code). An MSOA of 2011 is shared out
to its LSOAs of 2011 by mid-2020 population.
"""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from clusters.models import Area, Assignment, Membership, SmallArea
from common.tabular import Table

Numbers = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Areas:
    """The areas that get figures, each with its place in every array, its board's place, and Wales' place."""

    areas: list[Area]
    place: dict[int, int]

    @classmethod
    def load(cls, *, on: datetime.date) -> "Areas":
        found = list(Area.objects.real().current(on=on).select_related("parent").order_by("kind", "code"))
        return cls(found, {area.pk: place for place, area in enumerate(found)})

    def __len__(self) -> int:
        return len(self.areas)

    @property
    def wales(self) -> int:
        return next(place for place, area in enumerate(self.areas) if area.kind == Area.Kind.NATION)

    @property
    def boards(self) -> Indexes:
        """The place of each area's board; -1 for boards themselves and Wales."""
        inside = (Area.Kind.CLUSTER, Area.Kind.LOCAL_AUTHORITY)
        return np.array([self.place[area.parent_id] if area.kind in inside else -1 for area in self.areas])

    def are(self, kind: str) -> npt.NDArray[np.bool_]:
        return np.array([area.kind == kind for area in self.areas])


@dataclass(frozen=True)
class Summing:
    """Where each small area counts: one column for its cluster, authority, board and Wales."""

    codes: list[str]
    places: Indexes
    length: int

    def total(self, amounts: Numbers) -> Numbers:
        """Sum one amount per small area over the areas that it counts towards; shape (areas,)."""
        totals = np.zeros(self.length)
        for column in self.places.T:
            totals += np.bincount(column, weights=amounts, minlength=self.length)
        return totals


def of_lsoa21(areas: Areas, *, on: datetime.date) -> Summing:
    assigned = dict(Assignment.objects.current(on=on).values_list("small_area_id", "cluster_id"))
    small_areas = list(SmallArea.objects.order_by("code").values_list("code", "local_authority_id"))
    rows = [_above(areas, assigned[code], authority) for code, authority in small_areas]
    return Summing([code for code, _authority in small_areas], np.array(rows), len(areas))


def of_lsoa11(areas: Areas, newer: Summing, folder: Path) -> Summing:
    """Send each LSOA of 2011 where its largest LSOA of 2021 counts."""
    residents = {
        row.text("lsoa21_code"): row.integer("usual_residents_2021")
        for row in Table(folder / "census2021_lsoa21.csv", columns=("lsoa21_code", "usual_residents_2021"))
    }
    largest: dict[str, tuple[int, str]] = {}
    for row in Table(folder / "lsoa11_lsoa21_lookup.csv", columns=("lsoa11_code", "lsoa21_code")):
        old, new = row.text("lsoa11_code"), row.one_of("lsoa21_code", residents)
        candidate = (-residents[new], new)
        largest[old] = min(largest.get(old, candidate), candidate)
    row_of = {code: number for number, code in enumerate(newer.codes)}
    codes = sorted(largest)
    return Summing(codes, newer.places[[row_of[largest[code][1]] for code in codes]], len(areas))


def of_practices(areas: Areas, *, on: datetime.date) -> tuple[Summing, Numbers]:
    """Return where each practice counts, and how many patients it has."""
    memberships = Membership.objects.current(on=on).filter(provider__registered_patients__isnull=False)
    columns = (
        "provider__ods_code",
        "cluster_id",
        "provider__local_authority_id",
        "provider__registered_patients",
    )
    rows = list(memberships.order_by("provider__ods_code").values_list(*columns))
    places = [_above(areas, cluster, authority) for _code, cluster, authority, _patients in rows]
    summing = Summing([row[0] for row in rows], np.array(places), len(areas))
    return summing, np.array([row[3] for row in rows], dtype=float)


def _above(areas: Areas, cluster: int, authority: int) -> list[int]:
    board = areas.areas[areas.place[cluster]].parent_id
    return [areas.place[cluster], areas.place[authority], areas.place[board], areas.wales]
