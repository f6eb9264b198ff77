"""Bodies of higher apps that hang on clusters: what becomes of them where a cluster closes or is renamed."""

import datetime
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from clusters.models import Area
from governance.models import Body


@dataclass(frozen=True)
class Kind:
    """A kind of bodies that hang on clusters.

    `ends` says of one that it ends with its cluster. `going_on` are those of some clusters for which no last day is
    set, `close` sets it and returns their keys, both inside the action that closes the clusters. `named` returns names
    and addresses of one as its cluster is called, which may not be written yet.
    """

    name: str
    ends: Promise
    going_on: Callable[[Collection[int]], QuerySet[Body]]
    close: Callable[[Collection[int], datetime.date], list[int]]
    named: Callable[[Body, Area], dict[str, str]]


# What a higher app says of work that some clusters are in the middle of, each with a name and a sentence: whoever
# closes them sees it before.
Work = Callable[[Collection[int]], Iterator[tuple[str, str]]]

KINDS: list[Kind] = []
WORK: list[Work] = []


def going_on(clusters: Collection[int]) -> Iterator[tuple[Kind, Body]]:
    """Return each body that hangs on some clusters, with its kind."""
    for kind in KINDS:
        yield from ((kind, body) for body in kind.going_on(clusters))


def work_of(clusters: Collection[int]) -> Iterator[tuple[str, str]]:
    """Return all that some clusters are in the middle of."""
    for work in WORK:
        yield from work(clusters)


def close(clusters: Collection[int], on: datetime.date) -> list[int]:
    """Close on a day what hangs on clusters that close; return the keys of the bodies."""
    return [key for kind in KINDS for key in kind.close(clusters, on)]


def held(cluster: Area) -> Iterator[tuple[Kind, Body]]:
    """Return each body that hangs on a cluster, as it is now, held until the transaction ends."""
    for kind in KINDS:
        yield from ((kind, body) for body in kind.going_on([cluster.pk]).select_for_update())
