"""What can be found, and the registry of its kinds: each room adds its own, so that none is known further down."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise

# How much it counts where a word was found: in a name; in where something is. By these a thing is found; the kind of
# thing that it is, and what it lies in, only narrow.
NAME, NEARLY_A_NAME, PLACE, KIND, AROUND = 1.0, 0.95, 0.5, 0.3, 0.2


@dataclass(frozen=True)
class Beside:
    """A second place that a result leads to, after words that say what it is."""

    words: str
    text: str
    href: str


@dataclass(frozen=True)
class Quote:
    """Words of a text in which something was found."""

    part: str
    language: str
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Shown:
    """A result as a page shows it: a link, one line of what it is, and what else belongs to it."""

    text: str
    href: str
    line: str
    lead: str = ""
    language: str = ""
    beside: tuple[Beside, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `names` are what it is called, in all languages; `further` what is said of it, each with how much it counts; a
    document is found by these. `around` only narrows: where it is. `show` is asked in the reader's language. Of two
    that are found as well as each other, the one of the higher `rank` (0 to 1) comes first.
    """

    names: tuple[str, ...]
    show: Callable[[], Shown]
    further: tuple[tuple[str, float], ...] = ()
    around: tuple[str, ...] = ()
    rank: float = 0.0


class Synonymous(Enum):
    """When things are found by the synonyms of a term: never, where it is a name of theirs, where it stands in one."""

    NEVER, NAME, PART = range(3)


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its heading among the results, and the documents of a day (for the public) or of a reader.

    `words` are what things of this kind are called; they narrow too. Of two kinds whose best results are found as well
    as each other, the one of the lower `order` comes first.
    """

    key: str
    heading: Promise
    order: int
    documents: Callable[[Any], Iterable[Document]]
    words: tuple[str, ...] = ()
    synonyms: Synonymous = Synonymous.NEVER


@dataclass(frozen=True)
class Texts:
    """A kind that looks for words by itself, where texts are too long to keep: given words, it returns what to show."""

    key: str
    heading: Promise
    order: int
    find: Callable[[str, datetime.date], list[Shown]]


# For everybody, asked with the day; for somebody who is signed in, asked with their powers; and long texts.
PUBLIC: dict[str, Kind] = {}
IN_REACH: dict[str, Kind] = {}
TEXTS: dict[str, Texts] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of things that everybody may find."""
    PUBLIC.update({kind.key: kind for kind in kinds})


def register_in_reach(*kinds: Kind) -> None:
    """Add kinds of things that somebody may find within the reach of their offices."""
    IN_REACH.update({kind.key: kind for kind in kinds})


def register_texts(*kinds: Texts) -> None:
    """Add kinds of texts in which everybody may find words."""
    TEXTS.update({kind.key: kind for kind in kinds})
