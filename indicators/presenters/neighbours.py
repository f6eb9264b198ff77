"""The clusters of Wales that are most like a cluster, and the way to compare them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from clusters.models import Area
from common.numbers import number

# The compare page takes five clusters; this many beside the cluster itself.
COMPARED = 4


@dataclass(frozen=True)
class Alike:
    """The nearest clusters with their distances, as they were stored with a release, and where to compare them."""

    rows: list[tuple[Area, str]]
    address: str


def alike(cluster: Area, areas: Iterable[Area]) -> Alike:
    """Return those of some areas that carry a distance from a cluster, nearest first."""
    found = sorted((area for area in areas if area.distance is not None), key=lambda area: area.distance)
    codes = ",".join(area.code for area in (cluster, *found[:COMPARED]))
    return Alike(
        [(area, number(area.distance, 2)) for area in found], f"{reverse('indicators:compare')}?clusters={codes}"
    )
