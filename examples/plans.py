"""Plans of the Example Health Board, all of them invented: each stands somewhere else on its way.

They are written, remarked on, agreed, sent, decided, published and followed by the example people through the same
actions that people use.
"""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import Message, Person
from collaboratives.models import Collaborative
from common.loading import digest_of
from common.models import LoadedFiles
from examples.past_plan import PAPER, paper
from governance.models import Action, Body, Office, Seat
from indicators.models import Indicator
from plans import actions
from plans.editions.kinds import KINDS
from plans.models import (
    Edition,
    Plan,
    PlanKind,
    PlanningRound,
    PlanRow,
    Section,
    SectionStatus,
    Stage,
    TemplateEdition,
    Theme,
)
from plans.progress.actions import Progress, update_action
from plans.published.actions import attach_historic
from plans.review import actions as moves
from plans.review.round_actions import open_round, set_deadlines
from plans.writing.remark_actions import answer_remark, remark

PLANS, NAME = "example_plans.json", "example plans"
APPROVER, ADMINISTRATOR = "approver@example.org", "board.administrator@example.org"
# How far a plan of the file goes: each stage with the stages before it.
STAGES = ("draft", "submitted", "approved", "published")
OWNERS = {Body.Kind.CLUSTER: Office.CLUSTER_LEAD, Body.Kind.PLANNING_GROUP: Office.PLANNING_GROUP_CHAIR}
YEARS_OF_MONEY = ("first_year_money", "second_year_money", "third_year_money")
Data = dict[str, Any]


@transaction.atomic
def load_example_plans(*, folder: Path, at: datetime.datetime, on: datetime.date) -> int | None:
    """Enter the example plans; return how many, or None where they were entered before.

    Nobody gets a letter about a past that is invented.
    """
    if LoadedFiles.objects.filter(name=NAME).exists():
        return None
    told = json.loads((folder / PLANS).read_text())
    writing = _Writing(told, at=at, on=on)
    for plan in told["plans"]:
        writing.write(plan)
    writing.begin_again(told["second_edition"])
    writing.remark(told["remarks"])
    writing.follow(told["updates"])
    writing.enter_historic(told["historic"])
    Message.objects.filter(kind="plans.moved", written_at=at).update(state=Message.State.WITHDRAWN, body="")
    LoadedFiles.objects.create(name=NAME, digest=digest_of([folder / PLANS]), loaded_at=at)
    return len(told["plans"]) + 1


def is_loaded() -> bool:
    return LoadedFiles.objects.filter(name=NAME).exists()


def _body(name: str) -> Body:
    """Return an example body by its address; a collaborative by those of its cluster and profession."""
    cluster, _slash, profession = name.partition("/")
    if profession:
        found: Body = Collaborative.objects.get(cluster__slug_en=cluster, profession__code=profession)
        return found
    return Body.objects.get(slug_en=name, is_example=True)


def _day(written: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(written) if written else None


@dataclass
class _Writing:
    """The example board while its plans are written."""

    told: Data
    at: datetime.datetime
    on: datetime.date
    # The actions of the first plan by their names in the file: their progress is told later.
    named: dict[str, PlanRow] = field(default_factory=dict)

    @cached_property
    def round(self) -> PlanningRound:
        return self._opened(self.told["round"])

    @cached_property
    def group_round(self) -> PlanningRound:
        return self._opened(self.told["group_round"])

    @cached_property
    def people(self) -> dict[str, Person]:
        return {person.email: person for person in Person.objects.filter(email__endswith="@example.org")}

    def by(self, email: str) -> Data:
        return {"by": self.people[email], "at": self.at, "on": self.on}

    def _opened(self, told: Data) -> PlanningRound:
        """Open a round for the example board, with the days by which things are due counted from today."""
        english, welsh = told["name"]
        opened = open_round(
            body=_body("example"),
            template=TemplateEdition.objects.get(code=told["template"]),
            name_en=english,
            name_cy=welsh,
            first_year=told["first_year"],
            **self.by(ADMINISTRATOR),
        )
        days = {Stage(stage): self.on + datetime.timedelta(days=days) for stage, days in told["deadlines"].items()}
        set_deadlines(planning_round=opened, board=None, days=days, **self.by(ADMINISTRATOR))
        return opened

    # --- One plan ---

    def write(self, plan: Data) -> None:
        body = _body(plan["body"])
        is_group = plan.get("of_group", False)
        edition = actions.start_plan(
            body=body, planning_round=self.group_round if is_group else self.round, **self.by(plan["by"])
        )
        self._sections(plan, edition, self.told["group_sections" if is_group else "sections"])
        for collaborative, email in plan.get("parts", {}).items():
            self._part(edition, collaborative, email)
        self._rows(plan, edition)
        self._move(plan, edition)

    def _sections(self, plan: Data, edition: Edition, texts: Data) -> None:
        wanted = plan.get("sections", texts)
        for row in edition.section_rows.filter(collaborative=None, code__in=wanted):
            written = {
                f"text_{language}": text.replace("{cluster}", getattr(edition.plan.body, f"name_{language}"))
                for language, text in self._halves(plan, texts[row.code]).items()
            }
            status = SectionStatus.IN_PROGRESS if plan["stage"] == "draft" else SectionStatus.COMPLETED
            self._save(row, {**written, "status": status}, plan["by"])

    def _part(self, edition: Edition, collaborative: str, email: str) -> None:
        for code, (english, welsh) in self.told["parts"][collaborative].items():
            row = edition.section_rows.get(code=code, collaborative=_body(collaborative).pk)
            self._save(row, {"text_en": english, "text_cy": welsh, "status": SectionStatus.COMPLETED}, email)

    def _save(self, row: Section, values: Data, email: str) -> None:
        actions.save_row(row=row, values=values, version=row.version, **self.by(email))

    def _halves(self, plan: Data, pair: Iterable[str]) -> dict[str, str]:
        halves = dict(zip(("en", "cy"), pair, strict=True))
        return {language: text for language, text in halves.items() if language == plan.get("only", language)}

    # --- Its rows ---

    def _rows(self, plan: Data, edition: Edition) -> None:
        needs = {name: self._add(plan, edition, "need", self.told["needs"][name]) for name in plan["needs"]}
        for name in plan["priorities"]:
            told = self.told["priorities"][name]
            facts = {"needs": [needs[need].key for need in told["needs"] if need in needs]}
            self._actions(plan, edition, name, self._add(plan, edition, "priority", {**told, **facts}))
        for name in plan["risks"]:
            self._add(plan, edition, "risk", {**self.told["risks"][name], "owner": self._owner(edition)})

    def _actions(self, plan: Data, edition: Edition, name: str, priority: PlanRow) -> None:
        for code, told in self.told["actions"].items():
            if told["priority"] != name:
                continue
            facts = {"priority": priority.key, "owner": self._owner(edition), **self._money(plan, told["money"])}
            row = self._add(plan, edition, "action", {**told, **facts})
            self.named.setdefault(code, row)
            for due_on, *titles in told["milestones"]:
                self._add(plan, edition, "milestone", {"action": row.key, "due_on": due_on, "title": titles})

    def _money(self, plan: Data, amounts: Iterable[int]) -> dict[str, Decimal]:
        """Return the money of each year for a body of this size, in whole hundreds of pounds."""
        scaled = [round(amount * Decimal(plan["scale"]), -2) for amount in amounts]
        return dict(zip(YEARS_OF_MONEY, scaled, strict=True))

    def _owner(self, edition: Edition) -> Seat:
        body = edition.plan.body
        return Seat.objects.filter(body=body, office=OWNERS[Body.Kind(body.body_kind)], follows=None).earliest("pk")

    def _add(self, plan: Data, edition: Edition, code: str, told: Data) -> PlanRow:
        kind = KINDS[code]
        values = {
            f"{name}_{language}": text
            for name in kind.text_names
            if name in told
            for language, text in self._halves(plan, told[name]).items()
        }
        facts = {name: self._fact(name, told[name]) for name in kind.fact_names if name in told}
        return actions.add_row(edition=edition, kind=kind, values={**values, **facts}, **self.by(plan["by"]))

    def _fact(self, name: str, value: Any) -> Any:
        if name.endswith("_on"):
            return _day(value)
        if name == "theme":
            return Theme.objects.get(code=value)
        if name == "indicator":
            return Indicator.objects.get(code=value)
        return Decimal(value) if name == "target" else value

    # --- Its way ---

    def _move(self, plan: Data, edition: Edition) -> None:
        """Move a plan as far as the file says; one that is returned was sent first."""
        is_returned = plan["stage"] == "returned"
        far = STAGES.index("submitted" if is_returned else plan["stage"])
        if far >= STAGES.index("submitted"):
            edition = self._moved(moves.agree, edition, plan["by"])
            edition = self._moved(moves.submit, edition, plan["by"])
        if is_returned:
            self._moved(moves.return_for_changes, edition, APPROVER, reason=plan["reason"])
        if far >= STAGES.index("approved"):
            edition = self._moved(moves.approve, edition, APPROVER)
        if far >= STAGES.index("published"):
            self._moved(moves.publish, edition, ADMINISTRATOR)

    def _moved(self, move: Any, edition: Edition, email: str, **more: Any) -> Edition:
        edition.refresh_from_db(fields=["version", "state"])
        moved: Edition = move(edition=edition, seen=edition.version, **self.by(email), **more)
        return moved

    # --- What came after ---

    def begin_again(self, told: Data) -> None:
        """Start the next edition of a published plan, and change one half of one text."""
        plan = Plan.objects.get(body=_body(told["body"]), round=self.round)
        edition = actions.start_edition(plan=plan, **self.by(told["by"]))
        row = edition.section_rows.get(code=told["section"], collaborative=None)
        self._save(row, {"text_en": told["text_en"]}, told["by"])

    def remark(self, told: Iterable[Data]) -> None:
        plan = Plan.objects.get(body=_body(self.told["second_edition"]["body"]), round=self.round)
        sections = Section.objects.filter(edition__plan=plan, edition__frozen_at=None, collaborative=None)
        for one in told:
            key = sections.get(code=one["section"]).key
            made = remark(plan=plan, key=key, text=one["text"], **self.by(one["by"]))
            if "answer" in one:
                answer_remark(remark=made, text=one["answer"]["text"], **self.by(one["answer"]["by"]))

    def follow(self, told: Iterable[Data]) -> None:
        """Tell how actions of the published plan stand in the quarter of today."""
        for one in told:
            action = Action.objects.get(planned=self.named[one["action"]])
            english, welsh = one["note"]
            progress = Progress(one["status"], one["percent"], note_en=english, note_cy=welsh)
            by = self.by(self.told["second_edition"]["by"])
            update_action(action=action, told=progress, version=action.version, **by)

    def enter_historic(self, told: Data) -> None:
        """Attach an earlier plan as the file that it was."""
        english, welsh = told["summary"]
        attach_historic(
            body=_body(told["body"]),
            kind=PlanKind.CLUSTER_IMTP,
            first_year=told["first_year"],
            years=told["years"],
            language="en",
            summary_en=english,
            summary_cy=welsh,
            name=told["file"],
            content=paper(told["file"], english),
            media_type=PAPER,
            **self.by(ADMINISTRATOR),
        )
