"""Money of the Example Health Board, all of it invented: a year that is over, one that runs, one that is indicated.

It is promised, received, committed, spent, moved and closed by the example people through the same actions that people
use, each deed as on the day on which it would have been done, so that pages can be read as at a past day.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.models import Message, Person
from budgets.actions.periods import close_period, open_line, propose_carry_over
from budgets.actions.requests import decide_request
from budgets.models import ADJUSTMENT, ApprovalBand, BudgetLine, FinancialYear, FundingStream, ReportingRule
from collaboratives.models import Collaborative
from common.dated import from_day
from common.dates import period_of
from common.loading import digest_of
from common.models import LoadedFiles
from examples.money_deeds import Deeds
from examples.people import START
from governance.models import Body
from plans.models import EditionState, PlannedAction

MONEY, PLANS, NAME = "example_money.json", "example_plans.json", "example money"
OFFICER, APPROVER = "finance.officer@example.org", "approver@example.org"
YEARS = ("last", "this", "next")
TEN = datetime.time(10, tzinfo=ZoneInfo(settings.TIME_ZONE))
# How many days after the end of a period it is closed, and after the end of a year all that follows from it.
CLOSED_AFTER, ADJUSTED_AFTER, PROPOSED_AFTER, CARRIED_AFTER = 7, 18, 20, 26
Data = dict[str, Any]


@transaction.atomic
def load_example_money(*, folder: Path, at: datetime.datetime, on: datetime.date) -> int | None:
    """Enter the example money; return how many lines were opened, or None where it was entered before.

    Nobody gets a letter about a past that is invented.
    """
    if LoadedFiles.objects.filter(name=NAME).exists():
        return None
    told = json.loads((folder / MONEY).read_text(), parse_float=Decimal)
    titles = json.loads((folder / PLANS).read_text())["actions"]
    money = _Money(told, titles, at=at, on=on)
    money.prepare()
    money.plan()
    money.carry_out()
    letters = Message.objects.filter(kind__startswith="budgets.", person__in=money.people.values())
    letters.update(state=Message.State.WITHDRAWN, body="")
    LoadedFiles.objects.create(name=NAME, digest=digest_of([folder / MONEY]), loaded_at=at)
    return len(money.lines)


def _body(name: str) -> Body:
    return Body.objects.get(slug_en=name, is_example=True)


@dataclass
class _Money:
    """The example board while its money is entered: what is to be done on which day, and the lines by name and year."""

    told: Data
    titles: Data
    at: datetime.datetime
    on: datetime.date
    lines: dict[tuple[str, str], BudgetLine] = field(default_factory=dict)
    calendar: list[tuple[datetime.date, Callable[[], Any]]] = field(default_factory=list)

    # --- Who, when and where ---

    @cached_property
    def board(self) -> Body:
        return _body("example")

    @cached_property
    def people(self) -> dict[str, Person]:
        return {person.email: person for person in Person.objects.filter(email__endswith="@example.org")}

    @cached_property
    def years(self) -> dict[str, FinancialYear]:
        first = self.on.year if self.on.month >= 4 else self.on.year - 1
        made = (FinancialYear.objects.get_or_create(first_year=first + step)[0] for step in (-1, 0, 1))
        return dict(zip(YEARS, made, strict=True))

    @property
    def period(self) -> int:
        """The period of today: those before it are closed."""
        return period_of(self.on)

    def by(self, email: str, day: datetime.date) -> Data:
        """Return who does something on a day, at ten o'clock; nobody had an office before `START`."""
        moment = min(datetime.datetime.combine(day, TEN), self.at)
        return {"by": self.people[email], "at": moment, "on": max(day, START)}

    def do(self, day: datetime.date, deed: Callable[[datetime.date], Any]) -> None:
        """Do something on a day, or today where that day is still to come."""
        self.calendar.append((day, partial(deed, min(day, self.on))))

    def carry_out(self) -> None:
        for _day, deed in sorted(self.calendar, key=lambda one: one[0]):
            deed()

    # --- What there is before the first deed ---

    def prepare(self) -> None:
        """Enter the streams with their letters, the thresholds and the rule of what is reported."""
        with audit.recorded("budgets.load_example_money", by=None, at=self.at) as record:
            for stream in self.told["streams"]:
                FundingStream.objects.create(body=self.board, **_in_both(stream, "name", "ring_fenced_for"))
            earlier, present = self.told["thresholds"]
            begin = self.years["this"].starts_on
            ApprovalBand.objects.create(board=self.board, threshold=earlier, during=from_day(None, begin))
            ApprovalBand.objects.create(board=self.board, threshold=present, during=from_day(begin))
            ReportingRule.objects.create(body=self.board, **self.told["rule"])
            audit.about(record, self.board)

    def plan(self) -> None:
        """Say what is done on which day: lines first, then what happens on them, then what closes."""
        deeds = Deeds(self)
        for told in self.told["lines"]:
            for name in YEARS:
                if name in told:
                    day = self.years[name].starts_on
                    self.do(min(day, self.on), partial(self._open, told, name))
                    deeds.of_line(told, name)
        deeds.of_board()
        self._close("last", ADJUSTMENT)
        self._close("this", self.period - 1)
        self._carry_over()

    def _open(self, told: Data, name: str, day: datetime.date) -> None:
        self.lines[told["name"], name] = open_line(
            body=_body(told["body"]),
            stream=FundingStream.objects.get(code=told["stream"]),
            year=self.years[name],
            category=told["category"],
            whole_time_equivalents=told.get("posts"),
            collaborative=self._collaborative(told),
            **self._purpose(told),
            **{code: told.get(code, "") for code in ("cost_centre", "subjective_code", "organisation")},
            **self.by(OFFICER, day),
        )

    def _purpose(self, told: Data) -> Data:
        """Return what a line is for: an action of the published plan, with its title, or what the file says."""
        if "action" not in told:
            heading = told.get("heading", BudgetLine.Heading.INFRASTRUCTURE)
            return {"heading": heading, **dict(zip(("title_en", "title_cy"), told["title"], strict=True))}
        english, welsh = self.titles[told["action"]]["title"]
        plan = {"edition__plan__body": _body(told["body"]), "edition__state": EditionState.PUBLISHED}
        action = PlannedAction.objects.get(title_en=english, **plan)
        return {"heading": BudgetLine.Heading.ACTION, "action": action.key, "title_en": english, "title_cy": welsh}

    def _collaborative(self, told: Data) -> Collaborative | None:
        cluster, _slash, profession = told.get("collaborative", "").partition("/")
        if not cluster:
            return None
        found: Collaborative = Collaborative.objects.get(cluster__slug_en=cluster, profession__code=profession)
        return found

    # --- What closes, and what is carried over ---

    def _close(self, name: str, through: int) -> None:
        year = self.years[name]
        for period in range(1, through + 1):
            end = year.ends_on if period == ADJUSTMENT else year.dates.first_day_of(period + 1)
            after = ADJUSTED_AFTER if period == ADJUSTMENT else CLOSED_AFTER
            self.do(end + datetime.timedelta(days=after), partial(self._closed, year, period))

    def _closed(self, year: FinancialYear, period: int, day: datetime.date) -> None:
        close_period(board=self.board, year=year, period=period, **self.by(OFFICER, day))

    def _carry_over(self) -> None:
        end = self.years["last"].ends_on
        self.do(end + datetime.timedelta(days=PROPOSED_AFTER), self._propose)
        self.do(end + datetime.timedelta(days=CARRIED_AFTER), self._agree)

    def _propose(self, day: datetime.date) -> None:
        what = {"board": self.board, "year": self.years["last"], "reason": self.told["carry_over"]}
        self.proposed = propose_carry_over(**what, **self.by(OFFICER, day))

    def _agree(self, day: datetime.date) -> None:
        """Agree to what was proposed, but for the last, which is declined."""
        *agreed, declined = self.proposed
        for request in agreed:
            decide_request(request=request, agreed=True, reason="", **self.by(APPROVER, day))
        reason = "Example: the board has another use for it"
        decide_request(request=declined, agreed=False, reason=reason, **self.by(APPROVER, day))


def _in_both(told: Data, *names: str) -> Data:
    """Return the values of a row of the file with its pairs of texts by language."""
    pairs = {
        f"{name}_{language}": text for name in names for language, text in zip(("en", "cy"), told[name], strict=True)
    }
    return {**{name: value for name, value in told.items() if name not in names}, **pairs}
