"""Postcodes as people write them, whole or in part, and the clusters that they lie in."""

import datetime
import re
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from clusters.models import Area, Assignment, Postcode, Provider

INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
WHOLE = re.compile(rf"([A-Z]{{1,2}}[0-9][0-9A-Z]?) ?({INWARD})")
# A district (SA31), or with a space or a fifth sign after it a sector (SA3 1, CF101, SA31 3A).
DISTRICT = re.compile(r"([A-Z]{1,2}[0-9]{1,2}[A-Z]?)()")
SECTOR = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ([0-9][A-Z]?)|([A-Z]{1,2}[0-9]{2})([0-9][A-Z]?)")
MOST_CLUSTERS = 12


@dataclass(frozen=True)
class Asked:
    """A postcode that was asked for: the district and what of the rest was written."""

    district: str
    rest: str

    @property
    def is_whole(self) -> bool:
        return len(self.rest) == 3

    def __str__(self) -> str:
        return f"{self.district} {self.rest}".strip()


@dataclass(frozen=True)
class Reached:
    """Where a postcode, or a part of one, lies: the clusters that most of it lies in first, and practices there."""

    asked: Asked
    is_known: bool
    clusters: list[Area] = field(default_factory=list)
    practices: list[Provider] = field(default_factory=list)


def read(words: str) -> Asked | None:
    """Return the postcode that somebody wrote, be it a part; None for words of another kind."""
    written = " ".join(words.upper().split())
    squeezed = written.replace(" ", "")
    whole = WHOLE.fullmatch(squeezed)
    if whole:
        return Asked(whole[1], whole[2])
    part = DISTRICT.fullmatch(written) or SECTOR.fullmatch(written)
    return Asked(*(group for group in part.groups() if group is not None)) if part else None


def reach(asked: Asked, *, on: datetime.date) -> Reached:
    """Return what lies at a postcode, or in a part of one: three queries."""
    begins = f"{asked.district}{asked.rest}"
    matching = Q(postcode__startswith=begins, postcode__length=len(asked.district) + 3)
    known = Postcode.objects.filter(Q(postcode=begins) if asked.is_whole else matching)
    assignments = Assignment.objects.current(on=on).filter(small_area__postcodes__in=known)
    counted = assignments.values("cluster").annotate(postcodes=Count("small_area__postcodes")).order_by("-postcodes")
    numbers = {row["cluster"]: row["postcodes"] for row in counted[:MOST_CLUSTERS]}
    clusters = Area.objects.filter(pk__in=numbers).select_related("parent")
    found = sorted(clusters, key=lambda area: (-numbers[area.pk], area.sort_key))
    written = f"{asked.district} {asked.rest}"
    practices = Provider.objects.current(on=on).filter(postcode__startswith=written).order_by(F("postcode"), "name", "pk")
    return Reached(asked, bool(found) or known.exists(), found, list(practices))
