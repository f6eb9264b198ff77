"""Reads for those who lead: the money of a body in a year, and everything about one line."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet

from budgets.ledger import Balance, balances, total
from budgets.models import BudgetLine, FinancialYear, MoneyRequest, VarianceReason
from budgets.policies import board_of, bodies_seen, lines_within
from budgets.position import Standing, closed_periods, closed_through, standings, sum_of
from common import dates
from common.ordering import by_title, place
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import EditionState, PlannedAction

NEXT_YEARS = 2


@dataclass(frozen=True)
class BodyMoney:
    """The lines of a body in a year, each with how it stands today, and what is indicated for the years after it."""

    body: Body
    year: FinancialYear
    # All years in which the body has lines, and this one.
    years: list[FinancialYear]
    lines: list[BudgetLine]
    closed_through: int
    standings: dict[int, Standing]
    coming: dict[int, Balance] = field(default_factory=dict)

    def of(self, line: BudgetLine) -> Standing:
        return self.standings.get(line.pk, Standing(closed_through=self.closed_through))

    @cached_property
    def total(self) -> Standing:
        return sum_of((self.of(line) for line in self.lines), closed_through=self.closed_through)

    @cached_property
    def forecast(self) -> list[Standing]:
        """How the lines stand for which somebody entered a forecast."""
        return [one for one in map(self.of, self.lines) if one.outturn is not None]


def seen_body(powers: Powers, key: int) -> Body | None:
    found: Body | None = bodies_seen(powers).select_related("parent").filter(pk=key).first()
    return found


def drawing_together(powers: Powers) -> list[Body]:
    """Return the boards and planning groups over which a person sees money, with all that is under them."""
    kinds = (Body.Kind.HEALTH_BOARD, Body.Kind.PLANNING_GROUP)
    found = powers.bodies(Permission.SEE_BUDGETS).filter(body_kind__in=kinds)
    return list(found.in_order())


def years_of(body: Body, first_year: int) -> list[FinancialYear]:
    found = FinancialYear.objects.filter(Q(lines__body=body) | Q(first_year=first_year))
    return list(found.distinct().order_by("first_year"))


def body_money(body: Body, years: list[FinancialYear], first_year: int) -> BodyMoney:
    """Return how a body stands in one of some years; raise `StopIteration` for a year that is none of them."""
    year = next(one for one in years if one.first_year == first_year)
    until = first_year + NEXT_YEARS
    lines = BudgetLine.objects.filter(body=body, year__first_year__range=(first_year, until))
    rows = list(lines.select_related("stream", "year").order_by(*by_title("stream__name", "title")))
    own = [line for line in rows if line.year_id == year.pk]
    through = closed_through(board_of(body), year)
    found = standings([line.pk for line in own], closed_through=through)
    return BodyMoney(body, year, years, own, through, found, _coming(rows, first_year))


def _coming(lines: list[BudgetLine], first_year: int) -> dict[int, Balance]:
    """Return the balance of each year after one, by its first year."""
    by_year: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        if line.year.first_year > first_year:
            by_year[line.year.first_year].append(line.pk)
    found = balances([key for keys in by_year.values() for key in keys])
    return {year: total(found.get(key, Balance()) for key in keys) for year, keys in by_year.items()}


@dataclass(frozen=True)
class Held:
    """What a body has in the year that runs, or in the last one in which it has lines."""

    body: Body
    year: FinancialYear
    balance: Balance


def held(powers: Powers, *, on: datetime.date) -> list[Held]:
    """Return the bodies whose money somebody may see, each with its latest year that has begun."""
    lines = lines_within(powers, Permission.SEE_BUDGETS).filter(year__first_year__lte=dates.FinancialYear.of(on).first)
    by_body: dict[Body, list[BudgetLine]] = defaultdict(list)
    for line in lines.select_related("body", "year").order_by(place("body"), "body", "year__first_year", "pk"):
        by_body[line.body].append(line)
    shown = {body: [line for line in rows if line.year == rows[-1].year] for body, rows in by_body.items()}
    found = balances([line.pk for rows in shown.values() for line in rows])
    return [
        Held(body, rows[0].year, total(found.get(line.pk, Balance()) for line in rows)) for body, rows in shown.items()
    ]


@dataclass(frozen=True)
class LineMoney:
    """One line with everything that its page says."""

    line: BudgetLine
    standing: Standing
    closed: set[int]
    requests: list[MoneyRequest]
    reason: VarianceReason | None
    planned: PlannedAction | None


def line_seen(powers: Powers, permission: Permission, key: int) -> BudgetLine | None:
    found: BudgetLine | None = (
        lines_within(powers, permission)
        .select_related("body__parent", "stream", "year", "collaborative")
        .filter(pk=key)
        .first()
    )
    return found


def line_money(line: BudgetLine) -> LineMoney:
    closed = closed_periods(board_of(line.body), line.year)
    through = through_of(closed)
    standing = standings([line.pk], closed_through=through).get(line.pk, Standing(closed_through=through))
    requests = MoneyRequest.objects.filter(Q(from_line=line) | Q(to_line=line))
    joined = requests.select_related("from_line__year", "to_line__year").order_by("-requested_at", "-pk")
    return LineMoney(line, standing, closed, list(joined), line.variance_reasons.first(), planned_action(line))


def through_of(closed: set[int]) -> int:
    """Return up to which period all are closed, from April on."""
    return next(period for period in range(len(closed) + 1) if period + 1 not in closed)


def planned_action(line: BudgetLine) -> PlannedAction | None:
    """Return the action of the published plan that a line pays for; None where no plan that is published has it."""
    if line.action is None:
        return None
    published = PlannedAction.objects.filter(
        key=line.action, edition__plan__body=line.body_id, edition__state=EditionState.PUBLISHED
    )
    found: PlannedAction | None = (
        published.select_related("edition__plan__body").order_by("-edition__plan__first_year").first()
    )
    return found


def forecast_lines(powers: Powers, body: Body, year: FinancialYear) -> QuerySet[BudgetLine]:
    """Return the open lines of a body and year that somebody may forecast; what is not assigned is not spent."""
    lines = lines_within(powers, Permission.WRITE_BUDGETS).filter(body=body, year=year, closed_at=None)
    lines = lines.exclude(heading__in=(BudgetLine.Heading.UNASSIGNED, BudgetLine.Heading.SUSPENSE))
    return lines.select_related("year", "body__parent").order_by(*by_title("title"))
