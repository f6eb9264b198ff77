"""Words of names and of what is asked, folded: without accents, case and the small words that every name has."""

import re
from collections.abc import Iterable
from functools import lru_cache

from common.welsh import fold

# Small words of both languages, and what people put round the words that they mean.
SMALL = frozenset(
    [
        "a",
        "ac",
        "am",
        "an",
        "and",
        "any",
        "ar",
        "are",
        "at",
        "beth",
        "ble",
        "by",
        "can",
        "do",
        "dw",
        "ei",
        "eu",
        "find",
        "for",
        "from",
        "fy",
        "gan",
        "ger",
        "gyda",
        "how",
        "i",
        "in",
        "is",
        "it",
        "mae",
        "many",
        "me",
        "my",
        "near",
        "neu",
        "o",
        "oes",
        "of",
        "on",
        "or",
        "pwy",
        "r",
        "sawl",
        "sut",
        "sydd",
        "that",
        "the",
        "to",
        "u",
        "what",
        "where",
        "which",
        "who",
        "with",
        "y",
        "ym",
        "yn",
        "yng",
        "yr",
    ]
)
MOST_WORDS = 12
# Joins of neighbouring words are only told for names that people may run together.
LONGEST_TO_JOIN = 5
# Names that many things share, such as those of counties, are taken apart once.
KEPT = 2_000
_PARTS = re.compile(r"[-–—_]+")
_WORD_OF_DIGITS = re.compile(r"[0-9]+")


@lru_cache(KEPT)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text, those with hyphens whole."""
    return tuple(fold(text).split())


def parted(text: str) -> tuple[str, ...]:
    """Return the words of a text, those with hyphens in parts."""
    return folded(_PARTS.sub(" ", text))


def telling(words: Iterable[str]) -> list[str]:
    """Return the words that say something; all of them where all are small."""
    return [word for word in words if word not in SMALL] or list(words)


@lru_cache(KEPT)
def of_name(name: str) -> frozenset[str]:
    """Return every word by which a name is found: whole, in parts, and neighbours run together."""
    ways = {folded(name), parted(name)}
    found = {word for way in ways for word in way}
    for way in ways:
        if len(way) <= LONGEST_TO_JOIN:
            ends = [(first, last) for first in range(len(way)) for last in range(first + 2, len(way) + 1)]
            found |= {"".join(way[first:last]) for first, last in ends}
    return frozenset(found - SMALL or found)


@lru_cache(KEPT)
def weight(name: str) -> int:
    """Return how many letters of a name say something."""
    return len("".join(telling(parted(name)))) or 1


def readings(asked: str) -> list[list[str]]:
    """Return the ways in which what is asked can be read: in parts, as written, all run together."""
    parts, whole = telling(parted(asked))[:MOST_WORDS], telling(folded(asked))[:MOST_WORDS]
    joined = ["".join(parted(asked)[:MOST_WORDS])]
    ways: list[list[str]] = []
    for way in (parts, whole, joined):
        if way and all(way) and way not in ways:
            ways.append(way)
    return ways


def is_number(word: str) -> bool:
    return _WORD_OF_DIGITS.fullmatch(word) is not None
