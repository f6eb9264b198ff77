"""Reads about collaboratives that feed a page."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from clusters.models import Area, Provider
from collaboratives.models import Collaborative
from governance.models import Office, Seat
from governance.offices.queries import PublicSeat, public_seats_where


@dataclass(frozen=True)
class NamedSeat:
    """A seat of a cluster, or of the lead of one of its collaboratives: then with the profession."""

    profession: str
    seat: PublicSeat


@dataclass(frozen=True)
class Led:
    """A collaborative of a cluster on a day, with the seat of its lead."""

    collaborative: Collaborative
    seat: PublicSeat


def seats_in(cluster: Area, *, on: datetime.date) -> tuple[list[PublicSeat], list[Led]]:
    """Return the seats of a cluster and those of the leads of its collaboratives on a day, in one query.

    A collaborative is found by the seat of its lead, which opens and closes with it.
    """
    leads = Q(body__collaborative__cluster=cluster, office=Office.COLLABORATIVE_LEAD)
    found = public_seats_where(Q(body=cluster) | leads, "body__collaborative__profession", on=on)
    own = [shown for seat, shown in found if seat.body_id == cluster.pk]
    led = [Led(seat.body.collaborative, shown) for seat, shown in found if seat.body_id != cluster.pk]
    return own, sorted(led, key=lambda one: one.collaborative.profession.order)


def seats_of_clusters(clusters: QuerySet[Any], *, on: datetime.date) -> dict[int, list[NamedSeat]]:
    """Return the same seats of several clusters by cluster, in one query: its own, then those of its collaboratives."""
    leads = Q(body__collaborative__cluster__in=clusters, office=Office.COLLABORATIVE_LEAD)
    found = public_seats_where(Q(body__in=clusters) | leads, "body__collaborative__profession", on=on)
    by_cluster: dict[int, list[NamedSeat]] = defaultdict(list)
    for seat, shown in sorted(found, key=_own_seats_first):
        led = seat.office == Office.COLLABORATIVE_LEAD
        place = seat.body.collaborative.cluster_id if led else seat.body_id
        by_cluster[place].append(NamedSeat(seat.body.collaborative.profession.name if led else "", shown))
    return by_cluster


def _own_seats_first(found: tuple[Seat, PublicSeat]) -> int:
    seat, _shown = found
    return seat.body.collaborative.profession.order + 1 if seat.office == Office.COLLABORATIVE_LEAD else 0


def members(collaborative: Collaborative, *, on: datetime.date) -> list[Provider]:
    """Return the providers of the profession that belong to the cluster on a day; none where it has no such kind."""
    kind = collaborative.profession.provider_kind
    if not kind:
        return []
    return list(Provider.objects.in_cluster(collaborative.cluster, on=on).filter(kind=kind))
