"""The directory of offices: who holds which in each cluster and planning group, board by board."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from clusters.models import Cluster, HealthBoard, PlanningGroup
from collaboratives.queries import seats_of_clusters
from governance.models import Body, Contact
from governance.offices.presenters import Shown, shown_seat
from governance.offices.queries import PublicSeat, meetings_of, public_seats_where


@dataclass(frozen=True)
class Office:
    """An office as the directory lists it; that of a collaborative's lead with its profession before it."""

    seat: PublicSeat
    profession: str = ""

    @property
    def shown(self) -> Shown:
        found = shown_seat(self.seat)
        return replace(found, title=f"{self.profession}: {found.title}") if self.profession else found


@dataclass(frozen=True)
class Place:
    """A cluster or planning group with its offices."""

    body: Body
    address: str
    offices: list[Office]

    @cached_property
    def told(self) -> list[Shown]:
        return [one for one in self._shown if one.words]

    @property
    def untold(self) -> str:
        return "; ".join(one.title for one in self._shown if not one.words)

    @cached_property
    def _shown(self) -> list[Shown]:
        return [one.shown for one in self.offices]


@dataclass(frozen=True)
class Meeting:
    """The next meeting of a cluster or planning group."""

    name: str
    address: str
    contact: Contact


@dataclass(frozen=True)
class Counts:
    """How many offices there are, and of how many the portal was told who holds them, or that nobody does."""

    clusters: int
    offices: int
    held: int
    vacant: int

    @property
    def not_entered(self) -> int:
        return self.offices - self.held - self.vacant

    @classmethod
    def of(cls, clusters: Iterable[Place], groups: Iterable[Place]) -> "Counts":
        clusters = list(clusters)
        seats = [one.seat for place in (*clusters, *groups) for one in place.offices]
        held = [one for one in seats if one.holders]
        vacant = [one for one in seats if not one.holders and one.vacant_since]
        return cls(len(clusters), len(seats), len(held), len(vacant))


@dataclass(frozen=True)
class Shelf:
    """The offices under one health board."""

    board: HealthBoard
    address: str
    clusters: list[Place]
    groups: list[Place]

    @property
    def counts(self) -> Counts:
        return Counts.of(self.clusters, self.groups)

    @property
    def told(self) -> list[Place]:
        return [place for place in (*self.clusters, *self.groups) if place.told]

    @property
    def untold(self) -> list[Place]:
        """The clusters and planning groups of which no holder of an office was told."""
        return [place for place in (*self.clusters, *self.groups) if not place.told]


class Directory:
    """The offices of all boards, or of one that was asked for: eight queries, however many there are."""

    def __init__(self, *, board: str, examples: bool, on: datetime.date) -> None:
        self.on, self.examples = on, examples
        boards = list(HealthBoard.objects.filter(is_example=examples).current(on=on).in_order())
        # The way to the other language keeps what was asked for: a board goes by its name in either.
        self.chosen = next((one for one in boards if board in (one.slug_en, one.slug_cy)), None)
        if board and self.chosen is None:
            raise Http404
        self.boards = [(one, self._address(one)) for one in boards]
        shown = [self.chosen] if self.chosen else boards
        clusters, groups = self._clusters(shown), self._groups(shown)
        self.shelves = [Shelf(one, self._address(one), clusters[one.pk], groups[one.pk]) for one in shown]

    @property
    def counts(self) -> Counts:
        """The sum over all boards that are shown."""
        clusters = [place for shelf in self.shelves for place in shelf.clusters]
        return Counts.of(clusters, [place for shelf in self.shelves for place in shelf.groups])

    @cached_property
    def meetings(self) -> list[Meeting]:
        """The next meetings of what is shown, the first one first."""
        places = {place.body.pk: place for shelf in self.shelves for place in (*shelf.clusters, *shelf.groups)}
        found = meetings_of(list(places), on=self.on)
        return [Meeting(places[one.body_id].body.name, places[one.body_id].address, one) for one in found]

    def _address(self, board: HealthBoard) -> str:
        return f"{reverse('portal:people')}?board={board.slug}" + ("&examples=1" if self.examples else "")

    def _under(self, bodies: Any, boards: list[HealthBoard]) -> Any:
        return bodies.filter(parent__in=[one.pk for one in boards], is_example=self.examples).current(on=self.on)

    def _clusters(self, boards: list[HealthBoard]) -> dict[int, list[Place]]:
        found = self._under(Cluster.objects, boards)
        seats = seats_of_clusters(found, on=self.on)
        places: dict[int, list[Place]] = defaultdict(list)
        for one in found.in_order():
            offices = [Office(named.seat, named.profession) for named in seats.get(one.pk, [])]
            places[one.parent_id].append(Place(one, one.get_absolute_url(), offices))
        return places

    def _groups(self, boards: list[HealthBoard]) -> dict[int, list[Place]]:
        found = self._under(PlanningGroup.objects, boards)
        seats: dict[int, list[Office]] = defaultdict(list)
        for seat, shown in public_seats_where(Q(body__in=found), on=self.on):
            seats[seat.body_id].append(Office(shown))
        places: dict[int, list[Place]] = defaultdict(list)
        for one in found.in_order():
            places[one.parent_id].append(Place(one, one.get_absolute_url(), seats[one.pk]))
        return places
