"""What happens to the example money from month to month."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Protocol

from accounts import audit
from budgets.actions import entries
from budgets.actions.posting import Told, keeping, post
from budgets.actions.requests import decide_request, request_virement
from budgets.models import BudgetLine, Entry, FinancialYear, Kind, Receipt, VarianceReason
from budgets.position import MONTHS, standings
from common.money import LARGEST_AMOUNT

OFFICER, APPROVER = "finance.officer@example.org", "approver@example.org"
PROMISED, POSTED, RECEIVED = 0, 8, 15  # days after the beginning of the year
SPENT, ACCRUED, DECIDED_AFTER = 24, 27, 4
Data = dict[str, Any]
Day = datetime.date
TODAY = Day.max  # after all that has its day


class Money(Protocol):
    """The example board while its money is entered (`budgets.examples`)."""

    told: Data
    at: datetime.datetime
    on: Day
    lines: dict[tuple[str, str], BudgetLine]

    @property
    def years(self) -> dict[str, FinancialYear]: ...
    @property
    def period(self) -> int: ...
    def by(self, email: str, day: Day) -> Data: ...
    def do(self, day: Day, deed: Any) -> None: ...


class Deeds:
    """Enters in the calendar of the example board what is posted on its lines."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.commitments: dict[tuple[str, str], Entry] = {}
        self.mistakes: dict[str, Entry] = {}

    # --- One line in one year ---

    def of_line(self, told: Data, name: str) -> None:
        """Allocate, receive, commit, spend and forecast as the file says of a line."""
        year, amounts, line = self.money.years[name], told[name], (told["name"], name)
        if "indicative" in amounts:
            self.money.do(TODAY, partial(self._indicate, line, amounts["indicative"]))
            return
        if "allocated" in amounts:
            self._allocated(line, amounts)
        if "whole" in amounts:
            self.money.do(_after(year, POSTED), partial(self._whole, line, amounts["whole"]))
        for period, amount in self._spending(name, amounts):
            self.money.do(_in(year, period, SPENT), partial(self._spend, line, period, amount))
        if "forecast" in amounts:
            self.money.do(TODAY, partial(self._forecast, line, amounts["forecast"], told.get("by", OFFICER)))

    def _spending(self, name: str, amounts: Data) -> Iterator[tuple[int, Decimal]]:
        """Give the amounts in turn, one in every so many periods, up to the one before today's."""
        spent = amounts.get("spent")
        last = MONTHS if name == "last" else self.money.period - 1
        for number, period in enumerate(range(spent["each"], last + 1, spent["each"]) if spent else ()):
            yield period, Decimal(spent["amounts"][number % len(spent["amounts"])])

    def _allocated(self, line: tuple[str, str], amounts: Data) -> None:
        year, late = self.money.years[line[1]], amounts.get("received_after")
        received = _after(year, late or RECEIVED)
        self.money.do(_after(year, POSTED), partial(self._allocate, line, amounts["allocated"]))
        if received <= self.money.on:
            self.money.do(received, partial(self._receive, line))

    def _allocate(self, line: tuple[str, str], amount: int, day: Day) -> None:
        found = self.money.lines[line]
        told = Told(day, "Example: as the letter says", found.stream.source_letter)
        promised = {"promised_on": _after(found.year, PROMISED)}
        entries.allocate(line=found, amount=Decimal(amount), told=told, **promised, **self.money.by(OFFICER, day))

    def _receive(self, line: tuple[str, str], day: Day) -> None:
        entry = self.money.lines[line].entries.get(kind=Kind.ALLOCATION)
        by = self.money.by(OFFICER, day)
        with audit.recorded("budgets.load_example_money", by=by["by"], at=by["at"]) as record:
            receipt = Receipt.objects.create(
                entry=entry, received_on=day, reference="EX-REM", recorded_by=by["by"], recorded_at=by["at"]
            )
            audit.about(record, receipt)

    def _indicate(self, line: tuple[str, str], amount: int, day: Day) -> None:
        found = self.money.lines[line]
        told = Told(found.year.starts_on, "Example: indicated, not promised", found.stream.source_letter)
        by = self.money.by(OFFICER, day)
        entries.allocate(line=found, amount=Decimal(amount), told=told, indicative=True, **by)

    def _whole(self, line: tuple[str, str], amount: int, day: Day) -> None:
        told = Told(day, "Example: agreed for the whole year", "EX-PO-2101")
        by = self.money.by(OFFICER, day)
        found = self.money.lines[line]
        self.commitments[line] = entries.commit(line=found, amount=Decimal(amount), told=told, **by)

    def _spend(self, line: tuple[str, str], period: int, amount: Decimal, day: Day) -> None:
        found, by = self.money.lines[line], self.money.by(OFFICER, day)
        told = Told(day, "Example: as the ledger of the board says", f"EX-{found.cost_centre}-{period:02}")
        entries.spend(line=found, amount=amount, told=told, draws_on=self.commitments.get(line), **by)

    def _forecast(self, line: tuple[str, str], amount: int, email: str, day: Day) -> None:
        told = Told(day, "Example: as far as can be told today")
        amounts = dict.fromkeys(range(self.money.period, MONTHS + 1), Decimal(amount))
        entries.forecast(line=self.money.lines[line], amounts=amounts, told=told, **self.money.by(email, day))

    # --- What happens once ---

    def of_board(self) -> None:
        """Enter what the file tells one by one, as far as its day has come, and what is as of today."""
        year = self.money.years["this"]
        for told in self.money.told["deeds"]:
            day = datetime.date.fromordinal(year.dates.first_day_of(told["period"]).toordinal() + told["day"] - 1)
            if day <= self.money.on:
                self.money.do(day, partial(getattr(self, f"_{told['deed']}"), told))
        if self.money.period > 1:
            self.money.do(_in(year, self.money.period - 1, ACCRUED), self._accrue)
        self.money.do(TODAY, self._ask)
        self.money.do(TODAY, self._explain)

    def _what(self, told: Data, day: Day) -> Data:
        """Return what an action is given: line, amount, what goes with the entry, and who posts it."""
        words = Told(day, told["reason"], told.get("reference", ""))
        line, amount = self.money.lines[told["line"], "this"], Decimal(told["amount"])
        return {"line": line, "amount": amount, "told": words, **self.money.by(OFFICER, day)}

    def _commit(self, told: Data, day: Day) -> None:
        entries.commit(**self._what(told, day))

    def _reduce(self, told: Data, day: Day) -> None:
        entries.reduce_allocation(**self._what(told, day))

    def _suspense(self, told: Data, day: Day) -> None:
        entries.spend(**self._what(told, day))

    def _mistake(self, told: Data, day: Day) -> None:
        """Post what was wrong, and take it back once it is seen."""
        what = self._what(told, day)
        entry = entries.spend(**what)
        entries.reverse(entry=entry, told=Told(day, told["taken_back"]), **self.money.by(OFFICER, day))

    def _credit(self, told: Data, day: Day) -> None:
        what = self._what(told, day)
        line, amount, words = what.pop("line"), -what.pop("amount"), what.pop("told")
        with keeping("spend", line, **what) as record:
            post(record, Kind.ACTUAL, line, amount, words, by=what["by"], at=what["at"], least=-LARGEST_AMOUNT)

    def _move(self, told: Data, day: Day) -> None:
        """Ask for a virement; one above the threshold is decided some days later, where these have gone by."""
        request = request_virement(**self._virement(told), **self.money.by(OFFICER, day))
        if "agreed" in told:
            decided = min(day + datetime.timedelta(days=DECIDED_AFTER), self.money.on)
            by = self.money.by(APPROVER, decided)
            decide_request(request=request, agreed=told["agreed"], reason=told.get("answer", ""), **by)

    def _virement(self, told: Data) -> Data:
        from_line, to_line = (self.money.lines[told[name], "this"] for name in ("line", "to"))
        amount = Decimal(told["amount"])
        return {"from_line": from_line, "to_line": to_line, "amount": amount, "reason": told["reason"]}

    def _accrue(self, day: Day) -> None:
        entries.accrue(**self._what(self.money.told["accrual"], day))

    def _ask(self, day: Day) -> None:
        told = self.money.told["waiting"]
        request_virement(**self._virement(told), **self.money.by(told["by"], day))

    def _explain(self, day: Day) -> None:
        """Say why a line will end the year as far from its budget as it is forecast to."""
        by = self.money.by("cluster.lead@example.org", day)
        for name, reasons in self.money.told["variances"].items():
            line = self.money.lines[name, "this"]
            standing = standings([line.pk], closed_through=self.money.period - 1)[line.pk]
            with audit.recorded("budgets.load_example_money", by=by["by"], at=by["at"]) as record:
                texts = dict(zip(("reason_en", "reason_cy"), reasons, strict=True))
                given = {"given_by": by["by"], "given_at": by["at"], "period": self.money.period}
                reason = VarianceReason.objects.create(line=line, variance=standing.variance or 0, **texts, **given)
                audit.about(record, reason)


def _after(year: FinancialYear, days: int) -> Day:
    return year.starts_on + datetime.timedelta(days=days)


def _in(year: FinancialYear, period: int, day: int) -> Day:
    return year.dates.first_day_of(period).replace(day=day)
