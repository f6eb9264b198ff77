"""Frozen editions as they are read back from their content: rows by key, with their facts as days and money again."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from plans.editions.content import Content
from plans.models import Edition, Plan

Texts = dict[str, str]
MONEY = ("first_year_money", "second_year_money", "third_year_money")


@dataclass(frozen=True)
class Words:
    """A text for a reader; `language` is named where it is not the reader's own."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


def words(texts: Texts | None) -> Words:
    """Return a text in the reader's language, else the other half, said to be so."""
    texts = texts or {}
    own = get_language() or "en"
    if texts.get(own):
        return Words(texts[own])
    other, text = next(((code, text) for code, text in texts.items() if text and code in ("en", "cy")), ("", ""))
    return Words(text, other)


@dataclass(frozen=True)
class Row:
    """One row of a frozen edition."""

    data: dict[str, Any]

    @property
    def key(self) -> str:
        return self.data["key"]

    @property
    def title(self) -> Words:
        return words(self.data["texts"].get("title"))

    @property
    def visibility(self) -> str:
        return self.data["visibility"]

    @property
    def collaborative(self) -> int | None:
        """The key of the collaborative whose row it is."""
        named = self.data["collaborative"]
        return named["id"] if named else None

    def fact(self, name: str) -> Any:
        return self.data["facts"].get(name)

    def text(self, name: str) -> Words:
        return words(self.data["texts"].get(name))

    def day(self, name: str) -> datetime.date | None:
        written = self.fact(name)
        return datetime.date.fromisoformat(written) if written else None

    @property
    def owner(self) -> int | None:
        """The key of the office that owns an action."""
        named = self.fact("owner")
        return named["id"] if named else None

    @property
    def owner_words(self) -> Words:
        return words(self.fact("owner"))

    @property
    def money(self) -> list[Decimal | None]:
        """The money of an action in each year of the plan."""
        return [None if self.fact(name) is None else Decimal(self.fact(name)) for name in MONEY]

    @property
    def baseline(self) -> datetime.date:
        """The day of a milestone as it was first approved."""
        found = self.day("baseline_on") or self.day("due_on")
        if found is None:
            raise LookupError(f"The milestone {self.key} has no day.")
        return found


@dataclass(frozen=True)
class Drawn:
    """A frozen edition with those of its rows that a reader may see."""

    edition: Edition
    visibilities: frozenset[str]

    @property
    def plan(self) -> Plan:
        return self.edition.plan

    @cached_property
    def content(self) -> Content:
        found: Content = self.edition.content or {}
        return {code: [one for one in rows if one["visibility"] in self.visibilities] for code, rows in found.items()}

    def rows(self, kind: str) -> list[Row]:
        return [Row(one) for one in self.content.get(kind, [])]

    @cached_property
    def actions(self) -> list[Row]:
        return self.rows("action")

    @cached_property
    def priorities(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows("priority")}

    @cached_property
    def milestones(self) -> dict[str, list[Row]]:
        """The milestones of each action; those of an action that the reader may not see are left out."""
        seen: dict[str, list[Row]] = {row.key: [] for row in self.actions}
        for row in self.rows("milestone"):
            if row.fact("action") in seen:
                seen[row.fact("action")].append(row)
        return seen


def drawn(editions: Iterable[Edition], visibilities: frozenset[str]) -> list[Drawn]:
    return [Drawn(edition, visibilities) for edition in editions]
