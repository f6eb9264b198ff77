"""What a search page shows: results by kind, the best first; what is only near by itself."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import cached_property

from clusters import postcodes
from clusters.search import show_practice
from common.search.current import index_of, public_index
from common.search.documents import IN_REACH, TEXTS, Shown
from common.search.index import Found, Hit
from governance.powers.policies import Powers

MOST_OF_A_KIND, MOST_OF_ONE_KIND = 8, 100
MOST_PARTLY = 20


@dataclass(frozen=True)
class Group:
    """The results of one kind: the first of them, and where the rest stand."""

    key: str
    heading: str
    shown: list[Shown]
    count: int
    rest_address: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.shown)


@dataclass
class Results:
    """What was found for some words, for everybody or within somebody's reach; with `kind`, of that kind alone."""

    words: str
    on: datetime.date
    kind: str = ""
    powers: Powers | None = None
    address: str = ""

    @cached_property
    def postcode(self) -> postcodes.Reached | None:
        asked = postcodes.read(self.words)
        return postcodes.reach(asked, on=self.on) if asked else None

    @property
    def postcode_practices(self) -> list[Shown]:
        found = self.postcode.practices if self.postcode else []
        return [show_practice(one, [row.cluster for row in one.memberships.all()]) for one in found]

    @cached_property
    def found(self) -> Found:
        if not self.words:
            return Found()
        everybody = Found() if self.postcode else public_index(on=self.on).find(self.words)
        return everybody if self.powers is None else _joined(everybody, self._within_reach())

    def _within_reach(self) -> Found:
        """Return what the offices of the reader reach; codes of money may look like a part of a postcode."""
        return index_of(IN_REACH.values(), self.powers).find(self.words)

    @cached_property
    def groups(self) -> list[Group]:
        """Return what has every word, the kind with the best result first, and then texts that speak of it."""
        groups = self._grouped(self.found.hits, MOST_OF_ONE_KIND if self.kind else MOST_OF_A_KIND)
        return [*groups, *self._texts()]

    def _grouped(self, hits: Iterable[Hit], most: int) -> list[Group]:
        by_kind: dict[str, list[Hit]] = {}
        for hit in hits:
            if self.kind in ("", hit.kind.key):
                by_kind.setdefault(hit.kind.key, []).append(hit)
        return [self._group(some, most) for some in by_kind.values()]

    def _group(self, hits: list[Hit], most: int) -> Group:
        kind = hits[0].kind
        shown = [hit.document.show() for hit in hits[:most]]
        return Group(kind.key, str(kind.heading), shown, len(hits), self._address_of(kind.key))

    def _address_of(self, kind: str) -> str:
        return f"{self.address}?{urlencode({'q': self.words, 'kind': kind})}"

    def _texts(self) -> list[Group]:
        if not self.words or self.postcode:
            return []
        wanted = [texts for texts in TEXTS.values() if self.kind in ("", texts.key)]
        found = [(texts, texts.find(self.words, self.on)) for texts in sorted(wanted, key=lambda one: one.order)]
        return [Group(one.key, str(one.heading), some, len(some), "") for one, some in found if some]

    @property
    def near(self) -> list[tuple[str, Shown]]:
        """Return what is only nearly what was asked for, each with its kind; nothing beside real results."""
        return [] if self.groups else [(str(hit.kind.heading), hit.document.show()) for hit in self.found.near]

    @cached_property
    def partly(self) -> list[Group]:
        """Return what has some of the words; nothing beside real results."""
        return [] if self.groups or self.near else self._grouped(self.found.partly[:MOST_PARTLY], MOST_OF_A_KIND)

    @property
    def is_nothing(self) -> bool:
        return not (self.postcode or self.groups or self.near or self.partly)


def _joined(one: Found, other: Found) -> Found:
    return Found(
        hits=[*one.hits, *other.hits],
        near=sorted((*one.near, *other.near), key=lambda hit: -hit.worth),
        partly=sorted((*one.partly, *other.partly), key=lambda hit: -hit.worth),
    )
