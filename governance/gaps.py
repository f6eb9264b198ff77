"""What is late, missing or next at bodies: kinds that each room adds, for those who look after many bodies."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

Day = datetime.date


@dataclass(frozen=True)
class Gap:
    """One thing that a body still lacks, or that is due there: in words, with the page where it is put right."""

    body: int
    words: str
    href: str
    count: int = 1
    due_on: Day | None = None


@dataclass(frozen=True)
class GapKind:
    """A kind of gap: what it is called over many bodies, who may know of it, the list of all of it, how it is found.

    What has only a day, and nothing missing, is not counted among what is missing.
    """

    name: str
    title: Promise
    permission: Permission
    address: Callable[[Body], str]
    find: Callable[[QuerySet[Body], Day], Iterable[Gap]]
    is_missing: bool = True


KINDS: list[GapKind] = []


def gaps_of(kind: GapKind, bodies: QuerySet[Body], powers: Powers) -> Iterable[Gap]:
    """Return the gaps of a kind at those of some bodies of which somebody may know."""
    if not powers.holds(kind.permission):
        return ()
    return kind.find(bodies.filter(pk__in=powers.bodies(kind.permission).values("pk")), powers.on)
