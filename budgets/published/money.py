"""The money of a board's clusters in a year as the public may know it: closed periods, and no line too small."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from budgets.ledger import Balance
from budgets.models import BudgetLine
from budgets.position import Standing
from budgets.published import queries
from budgets.published.merging import SEVERAL, STAFF, Amounts, Line, Part, parts_of, rows_by, tells_of_few, total_of
from budgets.published.queries import ByPeriod, ClosedYear, Known
from budgets.rules import reporting_rule
from clusters.models import Population
from common.money import PENNY, ZERO
from governance.models import Body
from plans.policies import EVERYBODY
from plans.progress.drawn import Drawn, Row, words

NO_PRIORITY, NOT_IN_THE_PLAN = "no-priority", "not-in-the-plan"


@dataclass(frozen=True)
class Plan:
    """What a published plan says of money in a year; nothing where `drawn` is None."""

    drawn: Drawn | None
    first_year: int

    @cached_property
    def actions(self) -> dict[str, Row]:
        return {row.key: row for row in self.drawn.actions} if self.drawn else {}

    @property
    def priorities(self) -> dict[str, Row]:
        return self.drawn.priorities if self.drawn else {}

    def money(self, action: Row) -> Decimal | None:
        """Return what an action is to cost in the year."""
        return action.money[self.first_year - self.drawn.plan.first_year] if self.drawn else None

    def place(self, line: BudgetLine) -> str:
        """Return what a line is for: the priority that its action serves, or its heading."""
        if line.heading != BudgetLine.Heading.ACTION:
            return line.heading
        action = self.actions.get(str(line.action))
        return NOT_IN_THE_PLAN if action is None else self.place_of(action)

    def place_of(self, action: Row) -> str:
        named = action.fact("priority")
        return named if named in self.priorities else NO_PRIORITY

    @cached_property
    def planned(self) -> dict[str, Decimal]:
        """The money of the actions by what they are for; none entered is not nought."""
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for action in self.actions.values():
            amount = self.money(action)
            if amount is not None:
                found[self.place_of(action)] += amount
        return dict(found)


def plan_of(body: Body, closed: ClosedYear) -> Plan:
    edition = queries.edition_for(body, closed.year)
    return Plan(Drawn(edition, EVERYBODY) if edition else None, closed.year.first_year)


@dataclass(frozen=True)
class ClusterMoney:
    """The money of one cluster. `parts` is None where nothing may be shown without telling somebody's pay.

    `standing` is None where the spending of some month alone would tell it.
    """

    body: Body
    parts: list[Part] | None
    people: Population | None
    standing: Standing | None

    @property
    def is_shown(self) -> bool:
        return bool(self.parts)

    @property
    def is_withheld(self) -> bool:
        return self.parts is None

    @cached_property
    def total(self) -> Amounts:
        return total_of(self.parts or [])

    @property
    def per_head(self) -> Decimal | None:
        """What was allocated, without what was carried over, for each registered patient."""
        return per_head(self.total.allocated, self.people.count if self.people else 0)

    @property
    def places_shown_together(self) -> set[str]:
        """The priorities and headings that have lines in a part with lines of others."""
        several = [part for part in self.parts or [] if part.common("place") == SEVERAL]
        return {line.place for part in several for line in part.lines}

    @property
    def staff_share(self) -> Decimal | None:
        """The share of staff in the spending that is shown by category, in per cent."""
        return staff_share(self.parts or [])


def per_head(amount: Decimal | None, people: int) -> Decimal | None:
    return (amount / people).quantize(PENNY, ROUND_HALF_UP) if people and amount is not None else None


def staff_share(parts: Iterable[Part]) -> Decimal | None:
    """Return which share of the spending went to staff, of what is shown by category; None where nothing is."""
    rows = {row.value: row.amounts.spent or ZERO for row in rows_by(parts, "category") if row.value != SEVERAL}
    whole = sum(rows.values(), ZERO)
    return rows.get(STAFF, ZERO) * 100 / whole if whole > 0 else None


class BoardMoney:
    """The money of all clusters of a board in a year: five queries, however many clusters, lines and entries."""

    def __init__(self, board: Body, closed: ClosedYear, *, on: datetime.date, plans: dict[int, Plan]) -> None:
        self.board, self.closed = board, closed
        self.rule = reporting_rule(board, on=on)
        self.plans = plans
        rows = queries.lines_under(board, closed.year)
        known = queries.known(rows, through=closed.through)
        self.lines: dict[int, list[tuple[BudgetLine, Known]]] = defaultdict(list)
        for line in rows:
            if line.pk in known:
                self.lines[line.body_id].append((line, known[line.pk]))
        bodies = queries.clusters_under(board, self.lines)
        self.people = queries.registered(bodies)
        self.clusters = [self._of(body) for body in bodies]

    def _of(self, body: Body) -> ClusterMoney:
        found = self.lines[body.pk]
        plan = self.plans.get(body.pk, Plan(None, self.closed.year.first_year))
        lines = [_line(line, of_line.amounts, plan) for line, of_line in found]
        spent = [(line, of_line.spent) for line, (_row, of_line) in zip(lines, found, strict=True)]
        return ClusterMoney(body, parts_of(lines, self.rule), self.people.get(body.pk), self._standing(spent))

    def _standing(self, spent: list[tuple[Line, ByPeriod]]) -> Standing | None:
        """Return how lines stand together at the end of the last closed period, without what anybody forecasts."""
        total = sum((line.amounts for line, _spent in spent), Amounts())
        by_period: ByPeriod = {}
        for period in sorted({period for _line, of_line in spent for period in of_line}):
            having = [(line, of_line[period]) for line, of_line in spent if of_line.get(period)]
            if tells_of_few([line for line, _amount in having], self.rule):
                return None
            by_period[period] = sum((amount for _line, amount in having), ZERO)
        amounts = {"allocated": total.allocated, "carried_over": total.carried_over, "spent": total.spent}
        balance = Balance(**{name: amount or ZERO for name, amount in amounts.items()})
        return Standing(balance, by_period, {}, self.closed.through)

    def of(self, body: Body) -> ClusterMoney:
        return next(one for one in self.clusters if one.body.pk == body.pk)

    @property
    def shown(self) -> list[ClusterMoney]:
        return [one for one in self.clusters if one.is_shown]

    @property
    def total(self) -> Amounts:
        """The money of the clusters that are shown; of one that is not, nothing is in it."""
        return sum((one.total for one in self.shown), Amounts())

    @property
    def per_head(self) -> Decimal | None:
        return _per_head_of(self.shown)

    @property
    def staff_share(self) -> Decimal | None:
        return staff_share([part for one in self.shown for part in one.parts or []])


class WalesMoney:
    """The money of the clusters of several boards in a year; a board of which nothing may be shown is left out."""

    def __init__(self, closed: Iterable[tuple[Body, ClosedYear]], *, on: datetime.date) -> None:
        boards = [BoardMoney(board, year, on=on, plans={}) for board, year in closed]
        self.boards = [one for one in boards if one.shown]

    @property
    def total(self) -> Amounts:
        return sum((one.total for one in self.boards), Amounts())

    @property
    def per_head(self) -> Decimal | None:
        return _per_head_of([cluster for one in self.boards for cluster in one.shown])


def _per_head_of(shown: Iterable[ClusterMoney]) -> Decimal | None:
    """Return what was allocated to clusters that are shown and whose patients are known, for each of these."""
    counted = [(one.total, one.people.count) for one in shown if one.people]
    money = sum((total for total, _people in counted), Amounts())
    return per_head(money.allocated, sum(people for _total, people in counted))


def _line(line: BudgetLine, amounts: Amounts, plan: Plan) -> Line:
    place = plan.place(line)
    titles = {"en": line.title_en, "cy": line.title_cy}
    return Line(
        key=line.pk,
        category=line.category,
        amounts=amounts,
        title="" if place == NOT_IN_THE_PLAN else words(titles),
        stream=line.stream,
        place=place,
        posts=line.whole_time_equivalents,
    )
