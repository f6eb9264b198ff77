"""What opening, merging, splitting or closing clusters changes: worked out once, shown, then carried out."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters import dependants
from clusters.models import Area, Assignment, Membership
from clusters.steps import Step
from common.dated import from_day
from common.errors import Meanwhile, Refused
from common.ordering import by_name, place
from governance.offices.closings import seats_of_closing, terms_of_closing

Day = datetime.date
SUCCESSION = "succession"


@dataclass(frozen=True)
class Reorganisation:
    """Clusters close, others open or go on, all on one day.

    `successors` names for each closing cluster (by key) who takes over; `homes` for a provider (by key) the successor
    that it goes to, where there are several. Clusters that open are not saved yet.
    """

    start: Day
    closing: Sequence[Area] = ()
    opening: Sequence[Area] = ()
    successors: Mapping[int, Sequence[Area]] = field(default_factory=dict)
    homes: Mapping[int, Area] = field(default_factory=dict)

    def heir(self, cluster: int, provider: int | None = None) -> Area | None:
        """Return who takes over a provider of a closing cluster, or its small areas; None where nobody does."""
        taking_over = self.successors.get(cluster, ())
        if len(taking_over) == 1:
            return taking_over[0]
        return self.homes.get(provider) if provider is not None else None

    @property
    def standing(self) -> list[Area]:
        """Return the clusters that are here already: those that close, and those that take over."""
        heirs = [area for areas in self.successors.values() for area in areas if area.pk is not None]
        return list({area.pk: area for area in (*self.closing, *heirs)}.values())

    @property
    def keys(self) -> list[int]:
        return [cluster.pk for cluster in self.closing]


class Overtaken(Meanwhile):
    """Somebody else changed what a change is about since it was shown; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed something here while you were looking. Check the change again."))


def mark_of(change: Reorganisation) -> str:
    """Return a mark of everything that a change ends, so that what is confirmed is what was shown."""
    bodies = [*change.keys, *(body.pk for _kind, body in dependants.going_on(change.keys))]
    seats = list(seats_of_closing(bodies, on=change.start).order_by("pk").values_list("pk", flat=True))
    terms = terms_of_closing(seats, on=change.start).order_by("pk")
    rows = [f"{one.pk} {one.during}" for one in (*_going_on(change), *terms)]
    standing = [f"{area.pk} {area.closed_on}" for area in change.standing]
    return hashlib.blake2b(repr((rows, bodies, seats, standing)).encode(), digest_size=8).hexdigest()


def steps_of(change: Reorganisation) -> list[Step]:
    """Return the steps by which members leave the closing clusters and join those that take over."""
    going_on = _going_on(change)
    for membership in going_on:
        if membership.during.lower is not None and membership.during.lower >= change.start:
            facts = {"provider": membership.provider.name, "cluster": membership.cluster.name}
            raise Refused(_("%(provider)s joins %(cluster)s on that day or later. End that first.") % facts)
    endings = [Step.ending(membership, change.start) for membership in going_on]
    return endings + [step for membership in going_on for step in _beginning(change, membership)]


def _going_on(change: Reorganisation) -> list[Membership]:
    found = Membership.objects.filter(cluster__in=change.keys, during__overlap=from_day(change.start))
    return list(found.select_related("provider", "cluster").order_by(place("cluster"), *by_name("provider__name")))


def _beginning(change: Reorganisation, membership: Membership) -> list[Step]:
    heir = change.heir(membership.cluster_id, membership.provider_id)
    if heir is None:
        return []
    after = from_day(change.start, membership.during.upper)
    spans = membership.spans_clusters
    if spans and _is_there_already(change, membership, heir):
        return []
    return [Step(membership.provider, heir, None, after, spans)]


def _is_there_already(change: Reorganisation, membership: Membership, heir: Area) -> bool:
    """Whether a service that spans clusters belongs to the heir itself, or comes to it from another one that closes."""
    if heir.pk is not None:
        same = Membership.objects.filter(provider=membership.provider_id, cluster=heir, during__contains=change.start)
        if same.exists():
            return True
    others = Membership.objects.filter(
        provider=membership.provider_id,
        cluster__in=[key for key in change.keys if key < membership.cluster_id],
        during__contains=change.start,
    )
    return any(change.heir(one.cluster_id, one.provider_id) is heir for one in others)


def small_areas_of(change: Reorganisation) -> QuerySet[Assignment]:
    """Return the assignments of small areas to the closing clusters that end with them."""
    return Assignment.objects.filter(cluster__in=change.keys, during__overlap=from_day(change.start))


def refuse_impossible(change: Reorganisation) -> None:
    """Raise `Refused` where a closing cluster is not open, or a successor is not there to take over."""
    boards = {area.parent_id for area in (*change.closing, *change.opening)}
    boards |= {area.parent_id for areas in change.successors.values() for area in areas}
    if len(boards) > 1:
        raise Refused(_("All clusters of a change must belong to one health board."))
    for cluster in change.closing:
        if cluster.closed_on is not None or not cluster.is_open(on=change.start - datetime.timedelta(days=1)):
            raise Refused(_("%(cluster)s is not open on that day, or is going to close.") % {"cluster": cluster.name})
    for successor in {id(area): area for areas in change.successors.values() for area in areas}.values():
        if successor.pk is not None and (successor.closed_on is not None or not successor.is_open(on=change.start)):
            raise Refused(_("%(cluster)s is not open on that day, or is going to close.") % {"cluster": successor.name})
        if successor.pk in change.keys:
            raise Refused(_("A cluster cannot take over from itself."))
