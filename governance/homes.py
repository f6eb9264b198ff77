"""The home of a body: its address, and the rooms that each app adds to it, with how each stands in numbers."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from governance.models import Body
from governance.powers.permissions import Permission
from governance.waiting import Worker

# How a kind of body is written in an address, in the reader's language.
KIND_WORDS = {
    Body.Kind.NATION: pgettext_lazy("in an address", "nation"),
    Body.Kind.HEALTH_BOARD: pgettext_lazy("in an address", "health-board"),
    Body.Kind.CLUSTER: pgettext_lazy("in an address", "cluster"),
    Body.Kind.PLANNING_GROUP: pgettext_lazy("in an address", "planning-group"),
    Body.Kind.COLLABORATIVE: pgettext_lazy("in an address", "collaborative"),
}
Link = tuple[str, str]


class KindOfBody:
    """A kind of body by its word in either language, in an address."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> str:
        for kind, words in KIND_WORDS.items():
            for language in ("en", "cy"):
                with override(language):
                    if value == str(words):
                        return kind.value
        raise ValueError(value)

    def to_url(self, value: str) -> str:
        return str(KIND_WORDS[Body.Kind(value)])


def home_address(body: Body) -> str:
    """Return the address of a body's home; empty for a kind of body in which nobody holds an office."""
    if body.body_kind not in KIND_WORDS:
        return ""
    return reverse("portal:body", kwargs={"kind": body.body_kind, "slug": body.slug})


@dataclass(frozen=True)
class Share:
    """One part of a bar: from where, how wide, in hundredths of it; the second kind is drawn fainter."""

    x: int
    width: int
    name: str


def shares_of(*widths: int) -> list[Share]:
    """Return the parts of a bar one after the other, and what is left of it."""
    found, start = [], 0
    for name, width in zip(("first", "second"), widths, strict=False):
        width = max(0, min(width, 100 - start))
        found.append(Share(start, width, name))
        start += width
    return [*found, Share(start, 100 - start, "rest")]


@dataclass(frozen=True)
class Card:
    """How a room of a body stands: a title that leads there, one thing large or as a tag, and lines about it."""

    title: str
    href: str
    large: str = ""
    tag: dict[str, str] | None = None
    shares: Sequence[Share] = ()
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Visit:
    """Somebody on the home of a body: what they may do to it, read once."""

    body: Body
    worker: Worker
    may: frozenset[Permission]

    @property
    def on(self) -> datetime.date:
        return self.worker.on


@dataclass(frozen=True)
class Shown:
    """What a room shows of itself: where its tab leads, how it stands, what can be done in it, what one does first."""

    href: str = ""
    cards: Sequence[Card] = ()
    deeds: Sequence[Link] = ()
    first: Sequence[Link] = ()


@dataclass(frozen=True)
class Room:
    """A room of bodies: what its tab is called, its place among the others, and what it shows to a visit."""

    name: str
    title: Promise
    order: int
    show: Callable[[Visit], Shown | None]


ROOMS: list[Room] = []
