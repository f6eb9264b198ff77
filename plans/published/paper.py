"""A frozen edition as a reader has it before them: sections in order, rows in their places, one language.

The page, the PDF and the Word document are three ways to write down the same `Paper`.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from common.dates import FinancialYear
from common.numbers import pounds
from plans.editions.public_content import readable
from plans.models import Edition, Plan, Rows, TemplateSection, Verdict
from plans.published.figures import Cited, Figures
from plans.published.halves import Words, read

Row = dict[str, Any]
MONEY = ("first_year_money", "second_year_money", "third_year_money")


@dataclass(frozen=True)
class Need:
    key: str
    title: Words
    texts: dict[str, Words]
    figures: list[Cited]


@dataclass(frozen=True)
class Reached:
    """A milestone; `later` are the days by which it moved since it was first approved, below nought where earlier."""

    title: Words
    due_on: datetime.date
    baseline_on: datetime.date | None

    @property
    def later(self) -> int:
        return (self.due_on - self.baseline_on).days if self.baseline_on else 0

    @property
    def earlier(self) -> int:
        return -self.later


@dataclass(frozen=True)
class Planned:
    """An action; the money is that of each year of the plan, None where none was entered."""

    key: str
    title: Words
    texts: dict[str, Words]
    owner: str
    collaborative: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    money: list[Decimal | None]
    milestones: list[Reached]

    @property
    def has_money(self) -> bool:
        return any(amount is not None for amount in self.money)

    @property
    def pounds(self) -> list[str]:
        return [pounds(amount) for amount in self.money]


@dataclass(frozen=True)
class Aim:
    """A priority with its actions; `title` is empty for the actions that serve none."""

    key: str
    title: Words
    text: Words
    theme: str
    needs: list[Need]
    figure: Cited | None
    target: str
    target_on: datetime.date | None
    actions: list[Planned]

    @property
    def money(self) -> list[str]:
        return [pounds(amount) for amount in totals(self.actions)]


@dataclass(frozen=True)
class Danger:
    title: Words
    mitigation: Words
    likelihood: int
    impact: int
    owner: str
    review_on: datetime.date | None

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


@dataclass(frozen=True)
class File:
    key: str
    title: Words
    language: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Part:
    """What one collaborative says in a section."""

    name: str
    text: Words


@dataclass(frozen=True)
class Chapter:
    """A section of the plan; `rows` says which list stands in it."""

    code: str
    title: str
    rows: str
    text: Words | None = None
    parts: list[Part] = field(default_factory=list)


class Paper:
    """What an edition says to the public in one language; with `live`, beside the figures of today."""

    def __init__(self, edition: Edition, *, language: str, live: bool = False) -> None:
        self.edition, self.plan, self.body = edition, edition.plan, edition.plan.body
        self.language = language
        self.content = readable(edition)
        self.figures = Figures(edition, self.content, language=language, live=live)

    # --- rows ---

    @cached_property
    def needs(self) -> list[Need]:
        return [self._need(row) for row in self.content["need"]]

    @cached_property
    def aims(self) -> list[Aim]:
        """The priorities in order; the actions that serve none stand last, under no title."""
        found = [self._aim(row) for row in self.content["priority"]]
        loose = self._actions_of(None)
        return [*found, _loose(loose, self.language)] if loose else found

    @cached_property
    def dangers(self) -> list[Danger]:
        return [self._danger(row) for row in self.content["risk"]]

    @cached_property
    def files(self) -> list[File]:
        return [self._file(row) for row in self.content["attachment"]]

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The sections that have something to say, in the order of the template."""
        rows_of = {Rows.NEEDS: self.needs, Rows.PRIORITIES: self.aims, Rows.RISKS: self.dangers}
        rows_of[Rows.ATTACHMENTS] = self.files
        chapters = [self._chapter(one) for one in self._template()]
        return [one for one in chapters if one.text or one.parts or rows_of.get(one.rows)]

    # --- sums ---

    @cached_property
    def years(self) -> list[str]:
        """The financial years of the plan as they are written; money is entered for three at the most."""
        first = self.plan.first_year
        return [str(FinancialYear(year)) for year in range(first, first + min(self.plan.years, len(MONEY)))]

    @cached_property
    def actions(self) -> list[Planned]:
        return [action for aim in self.aims for action in aim.actions]

    @cached_property
    def total(self) -> list[str]:
        return [pounds(amount) for amount in totals(self.actions)]

    @property
    def has_money(self) -> bool:
        return any(action.has_money for action in self.actions)

    @property
    def has_other_halves(self) -> bool:
        """Whether anything is given in the other language."""
        return any(_lacks(row, self.language) for rows in self.content.values() for row in rows)

    # --- how each is read ---

    def _words(self, row: Row, name: str) -> Words:
        return read(row["texts"][name], self.language, has_marks=self.edition.has_marks)

    def _name(self, named: dict[str, Any] | None) -> str:
        return read(named, self.language).text if named else ""

    def _template(self) -> Iterable[TemplateSection]:
        return self.plan.round.template.sections.all() if self.plan.round else ()

    def _chapter(self, section: TemplateSection) -> Chapter:
        rows = [row for row in self.content["section"] if row["code"] == section.code]
        own = next((self._words(row, "text") for row in rows if row["collaborative"] is None), None)
        parts = [Part(self._name(row["collaborative"]), self._words(row, "text")) for row in rows]
        named = [part for part in parts if part.name and part.text]
        return Chapter(section.code, section.title, section.rows, own or None, named)

    def _need(self, row: Row) -> Need:
        texts = {name: self._words(row, name) for name in ("said", "what", "so_what", "now_what")}
        cited = [self.figures.cited(code) for code in row["facts"]["figures"]]
        return Need(row["key"], self._words(row, "title"), texts, [one for one in cited if one])

    def _aim(self, row: Row) -> Aim:
        facts = row["facts"]
        code = facts["indicator"]["code"] if facts["indicator"] else ""
        return Aim(
            key=row["key"],
            title=self._words(row, "title"),
            text=self._words(row, "text"),
            theme=self._name(facts["theme"]),
            needs=[need for need in self.needs if need.key in facts["needs"]],
            figure=self.figures.cited(code) if code else None,
            target=self.figures.target(code, facts["target"]) if facts["target"] is not None else "",
            target_on=day(facts["target_on"]),
            actions=self._actions_of(row["key"]),
        )

    def _actions_of(self, priority: str | None) -> list[Planned]:
        return [self._planned(row) for row in self.content["action"] if row["facts"]["priority"] == priority]

    def _planned(self, row: Row) -> Planned:
        facts = row["facts"]
        return Planned(
            key=row["key"],
            title=self._words(row, "title"),
            texts={name: self._words(row, name) for name in ("why", "output", "outcome", "measure", "partners")},
            owner=self._name(facts["owner"]),
            collaborative=self._name(row["collaborative"]),
            starts_on=day(facts["starts_on"]),
            ends_on=day(facts["ends_on"]),
            money=[_amount(facts[name]) for name, _year in zip(MONEY, self.years, strict=False)],
            milestones=[
                self._reached(one) for one in self.content["milestone"] if one["facts"]["action"] == row["key"]
            ],
        )

    def _reached(self, row: Row) -> Reached:
        due_on = day(row["facts"]["due_on"])
        return Reached(self._words(row, "title"), due_on, day(row["facts"]["baseline_on"]))  # type: ignore[arg-type]

    def _danger(self, row: Row) -> Danger:
        facts = row["facts"]
        title, mitigation = self._words(row, "title"), self._words(row, "mitigation")
        owner = self._name(facts["owner"])
        return Danger(title, mitigation, facts["likelihood"], facts["impact"], owner, day(facts["review_on"]))

    def _file(self, row: Row) -> File:
        facts = row["facts"]
        kept = facts["file"]
        language = facts["language"]
        return File(row["key"], self._words(row, "title"), language, kept["name"], kept["media_type"], kept["size"])


def approval(verdict: Verdict, plan: Plan) -> str:
    """Return the office that approved a plan, and of which body."""
    office = verdict.get_office_display()
    return f"{office}, {plan.body.parent.name}" if verdict.stage == Verdict.Stage.BOARD else office


def _loose(actions: list[Planned], language: str) -> Aim:
    nothing = Words("", language, False)
    return Aim("", nothing, nothing, "", [], None, "", None, actions)


def _lacks(row: Row, language: str) -> bool:
    return any(read(texts, language).is_other for texts in row["texts"].values())


def _amount(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def day(written: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


def totals(actions: Iterable[Planned]) -> list[Decimal | None]:
    """Return the money of some actions in each year; None where nobody entered any."""
    years = zip(*(action.money for action in actions), strict=True)
    entered = [[amount for amount in year if amount is not None] for year in years]
    return [sum(amounts, Decimal(0)) if amounts else None for amounts in entered]
