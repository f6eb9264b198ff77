"""Reads about collaboratives that feed a page."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from clusters.models import Area, Provider
from collaboratives.models import Collaborative
from governance.models import Office
from governance.offices.queries import PublicSeat, public_seats_where


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


def members(collaborative: Collaborative, *, on: datetime.date) -> list[Provider]:
    """Return the providers of the profession that belong to the cluster on a day; none where it has no such kind."""
    kind = collaborative.profession.provider_kind
    if not kind:
        return []
    return list(Provider.objects.in_cluster(collaborative.cluster, on=on).filter(kind=kind))
