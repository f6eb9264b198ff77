"""Postcodes as people write them, whole or in part, and the clusters that they lie in."""

import datetime
import re
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import Length

from clusters.models import Area, Assignment, Membership, Postcode, Provider
from common.ordering import by_name

INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
WHOLE = re.compile(rf"([A-Z]{{1,2}}[0-9][0-9A-Z]?) ?({INWARD})")
# A whole area (SA), a district (SA31), or with a space or a fifth sign after it a sector (SA3 1, CF101, SA31 3A).
DISTRICT = re.compile(r"([A-Z]{1,2}[0-9]{1,2}[A-Z]?)()")
SECTOR = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ([0-9][A-Z]?)|([A-Z]{1,2}[0-9]{2})([0-9][A-Z]?)")
AREAS = frozenset({"CF", "CH", "HR", "LD", "LL", "NP", "SA", "SY"})
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
    if written in AREAS:
        return Asked(written, "")
    part = DISTRICT.fullmatch(written) or SECTOR.fullmatch(written)
    return Asked(*(group for group in part.groups() if group is not None)) if part else None


def _postcodes(asked: Asked) -> QuerySet[Postcode]:
    """Return the postcodes that begin as asked, of that very district: those of SA3 are not those of SA31."""
    begins = f"{asked.district}{asked.rest}"
    if asked.is_whole:
        return Postcode.objects.filter(postcode=begins)
    if asked.district in AREAS:
        return Postcode.objects.filter(postcode__regex=f"^{asked.district}[0-9]")
    of_district = Postcode.objects.alias(letters=Length("postcode")).filter(letters=len(asked.district) + 3)
    return of_district.filter(postcode__startswith=begins)


def with_clusters(on: datetime.date) -> "Prefetch[str]":
    """Read with providers the clusters that they belong to on a day."""
    return Prefetch("memberships", queryset=Membership.objects.current(on=on).select_related("cluster"))


def reach(asked: Asked, *, on: datetime.date) -> Reached:
    """Return what lies at a postcode, or in a part of one: three queries."""
    known = _postcodes(asked)
    assignments = Assignment.objects.current(on=on).filter(small_area__postcodes__in=known)
    counted = assignments.values("cluster").annotate(postcodes=Count("small_area__postcodes")).order_by("-postcodes")
    numbers = {row["cluster"]: row["postcodes"] for row in counted[:MOST_CLUSTERS]}
    clusters = Area.objects.filter(pk__in=numbers).select_related("parent")
    found = sorted(clusters, key=lambda area: (-numbers[area.pk], area.sort_key))
    written = f"{asked.district} {asked.rest}"
    there = Provider.objects.current(on=on).filter(postcode__startswith=written).order_by("postcode", *by_name("name"))
    practices = [] if asked.district in AREAS else list(there.prefetch_related(with_clusters(on)))
    return Reached(asked, bool(found) or known.exists(), found, practices)
