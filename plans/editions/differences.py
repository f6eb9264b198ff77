"""What changed from one content of a plan to another: rows by their keys, texts word by word, money before and after.

Works on the plain data of `plans.editions.content`, so that drafts, submissions and frozen editions are compared alike.
Rows that the reader may not see are left out on both sides before anything is compared.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.editions.content import Content
from plans.editions.kinds import KINDS, RowKind
from plans.editions.languages import LANGUAGES

Row = dict[str, Any]
YEARS_OF_MONEY = ("first_year_money", "second_year_money", "third_year_money")
# How far a section has come says nothing about the plan; the first approved day follows from approval.
LEFT_OUT = {"section": {"status"}, "milestone": {"baseline_on"}}
WORD = re.compile(r"\S+\s*|\s+")


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """One text in one language, or one fact (`language` is empty then), as it was and as it is, as plain data."""

    name: str
    language: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """What became of one row; `before` is None where it was added, `after` where it was removed."""

    kind: RowKind
    key: str
    before: Row | None
    after: Row | None
    is_moved: bool
    fields: tuple[FieldChange, ...]

    @property
    def row(self) -> Row:
        """The row as it is, or as it was."""
        return self.after or self.before or {}

    @property
    def kinds_of_change(self) -> list[Change]:
        if self.before is None:
            return [Change.ADDED]
        if self.after is None:
            return [Change.REMOVED]
        return [Change.MOVED] * self.is_moved + [Change.CHANGED] * bool(self.fields)


@dataclass(frozen=True)
class Money:
    """The money of all actions by year, in pounds; None where none is entered."""

    years: tuple[Decimal | None, ...]

    @property
    def total(self) -> Decimal | None:
        entered = [amount for amount in self.years if amount is not None]
        return sum(entered, Decimal(0)) if entered else None


@dataclass(frozen=True)
class Difference:
    """Everything that changed, kind by kind, in the order of the later content.

    `titles` are what the rows of both contents are called, by key, in each language: facts point to rows by key.
    """

    changes: tuple[RowChange, ...]
    money_before: Money
    money_after: Money
    titles: dict[str, dict[str, str]]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def count(self, change: Change) -> int:
        return sum(change in one.kinds_of_change for one in self.changes)


def seen_by(content: Content, visibilities: Collection[str]) -> Content:
    """Return of a content the rows that have one of some visibilities."""
    return {code: [row for row in rows if row["visibility"] in visibilities] for code, rows in content.items()}


def differences(before: Content, after: Content, *, visibilities: Collection[str]) -> Difference:
    """Return what changed among the rows that have one of some visibilities."""
    before, after = seen_by(before, visibilities), seen_by(after, visibilities)
    changes = [one for code in KINDS for one in _of_kind(KINDS[code], before.get(code, []), after.get(code, []))]
    titles = {
        row["key"]: row["texts"].get("title", {}) for one in (before, after) for rows in one.values() for row in rows
    }
    return Difference(tuple(changes), _money(before), _money(after), titles)


def _of_kind(kind: RowKind, before: list[Row], after: list[Row]) -> Iterator[RowChange]:
    was, now = {row["key"]: row for row in before}, {row["key"]: row for row in after}
    moved = _moved([key for key in was if key in now], [key for key in now if key in was])
    for key, row in now.items():
        if key not in was:
            yield RowChange(kind, key, None, row, False, ())
            continue
        fields = tuple(_fields(kind, was[key], row))
        if fields or key in moved:
            yield RowChange(kind, key, was[key], row, key in moved, fields)
    yield from (RowChange(kind, key, row, None, False, ()) for key, row in was.items() if key not in now)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the keys that stand elsewhere among the others than they did: as few as explain the new order."""
    if before == after:
        return set()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in after[block.b : block.b + block.size]}
    return set(after) - stayed


def _fields(kind: RowKind, before: Row, after: Row) -> Iterator[FieldChange]:
    for name in kind.text_names:
        for language in LANGUAGES:
            was, now = (row["texts"].get(name, {}).get(language, "") for row in (before, after))
            if was != now:
                yield FieldChange(name, language, was, now)
    for name in kind.fact_names:
        was, now = before["facts"].get(name), after["facts"].get(name)
        if was != now and name not in LEFT_OUT.get(kind.code, ()):
            yield FieldChange(name, "", was, now)
    for name in ("collaborative", "visibility"):
        if before.get(name) != after.get(name):
            yield FieldChange(name, "", before.get(name), after.get(name))


def _money(content: Content) -> Money:
    facts = [row["facts"] for row in content.get("action", [])]
    return Money(tuple(_sum(one.get(name) for one in facts) for name in YEARS_OF_MONEY))


def _sum(amounts: Iterable[str | None]) -> Decimal | None:
    entered = [Decimal(amount) for amount in amounts if amount is not None]
    return sum(entered, Decimal(0)) if entered else None


# --- Texts, word by word ---


@dataclass(frozen=True)
class Piece:
    """A run of words: in both texts, or in one alone."""

    change: Change | None
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return two texts as one: first paragraphs that are alike, then words within those that are not."""
    was, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        old, new = "".join(was[start:end]), "".join(now[first:last])
        found += [Piece(None, new)] if tag == "equal" else _words(old, new)
    return [piece for piece in found if piece.text]


def _words(before: str, after: str) -> Iterator[Piece]:
    was, now = WORD.findall(before), WORD.findall(after)
    for tag, start, end, first, last in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        old, new = "".join(was[start:end]), "".join(now[first:last])
        if tag == "equal":
            yield Piece(None, new)
        else:
            yield from (Piece(Change.REMOVED, old), Piece(Change.ADDED, new))


MARKED = (
    '<{tag}><span class="nhsuk-u-visually-hidden">{said} </span><span aria-hidden="true">{sign}</span>{text}</{tag}>'
)


def marked(before: str, after: str) -> SafeString:
    """Return two texts as one in HTML: what came and went stands in `ins` and `del`, is said in words and has a sign.

    The colours and lines of both come from the stylesheet; neither sign nor word depends on it.
    """
    return format_html_join("", "{}", ((_marked(piece),) for piece in pieces(before, after)))


def _marked(piece: Piece) -> SafeString:
    if piece.change is Change.ADDED:
        return format_html(MARKED, tag="ins", said=_("added:"), sign="+", text=piece.text)
    if piece.change is Change.REMOVED:
        return format_html(MARKED, tag="del", said=_("removed:"), sign="−", text=piece.text)  # noqa: RUF001
    return format_html("{}", piece.text)
