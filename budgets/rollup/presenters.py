"""How money drawn together is shown: tables of words and amounts, each total with the way to its rows."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from budgets.charts import profile, split, waterfall
from budgets.ledger import Balance
from budgets.models import BudgetLine
from budgets.position import EARLIEST
from budgets.rollup.late import LateRelease, late_releases
from budgets.rollup.rollup import (
    ADJUSTMENTS,
    BODY,
    CATEGORY,
    QUARTER,
    STREAM,
    Rollup,
    Row,
    Sums,
    Underspend,
    quarter_of,
    underspends,
)
from budgets.words import against_budget, amount_words, period_words
from common.money import ZERO
from common.numbers import number, pounds

MOST_REASONS = 25
Column = tuple[str, Callable[[Sums], Decimal | None]]


@dataclass(frozen=True)
class Line:
    """A line of a table: its words, the way to its rows or its own page where there is one, and what stands in it."""

    title: str
    cells: Sequence[str]
    href: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Table:
    """A table of amounts with its totals."""

    caption: str
    headings: Sequence[str]
    lines: Sequence[Line]
    totals: Sequence[str]


def columns() -> list[Column]:
    """Return what is told of some lines, in pounds; the same on pages and in workbooks."""
    return [
        (_("Allocation"), lambda one: one.balance.allocated),
        (_("Carried over"), lambda one: one.balance.carried_over),
        (_("Virements in less out"), lambda one: one.balance.moved_in - one.balance.moved_out),
        (_("Budget"), lambda one: one.balance.budget),
        (_("Open commitments"), lambda one: one.balance.open_commitments),
        (_("Spent"), lambda one: one.balance.spent),
        (_("Free"), lambda one: one.balance.free),
        (_("Outturn by the forecast"), lambda one: one.outturn),
    ]


def key_words(line: BudgetLine, by: str) -> str:
    """Return what a line is grouped under."""
    said = {BODY: line.body.name, STREAM: line.stream.name, CATEGORY: line.get_category_display()}
    return str(said[by])


def quarter_words(quarter: int) -> str:
    return {
        1: _("April to June"),
        2: _("July to September"),
        3: _("October to December"),
        4: _("January to March"),
        ADJUSTMENTS: _("Adjustments after March"),
    }[quarter]


def captions() -> dict[str, tuple[str, str]]:
    """Return the caption of the table of each cut, and the heading of its first column."""
    return {
        BODY: (_("Money by cluster"), _("Cluster or other body")),
        STREAM: (_("Money by funding stream"), _("Funding stream")),
        CATEGORY: (_("Money by category of cost"), _("Category")),
    }


def ordered(rollup: Rollup, by: str) -> list[tuple[Hashable, str, Sums]]:
    """Return the groups of a cut with their words: bodies in their order, categories in theirs, streams by name."""
    found = [(key, key_words(sums.rows[0].line, by), sums) for key, sums in rollup.groups(by).items()]
    if by == STREAM:
        return sorted(found, key=lambda one: one[1])
    places = list(BudgetLine.Category.values)
    return sorted(found, key=lambda one: places.index(str(one[0]))) if by == CATEGORY else found


def _cells(sums: Sums) -> list[str]:
    amounts = [amount_words(amount_of(sums)) for _heading, amount_of in columns()]
    return [*amounts, against_budget(sums.variance), str(sums.without_forecast)]


def _headings(first: str) -> list[str]:
    return [first, *(heading for heading, _of in columns()), _("Against budget"), _("Lines without a forecast")]


def way(rollup: Rollup, **chosen: Any) -> str:
    """Return the address of the lines behind a total, as at the same day."""
    return f"?{urlencode({**chosen, 'on': rollup.on.isoformat()})}"


def cut(rollup: Rollup, by: str) -> Table:
    caption, first = captions()[by]
    lines = [Line(words, _cells(sums), way(rollup, **{by: key})) for key, words, sums in ordered(rollup, by)]
    return Table(caption, _headings(first), lines, _cells(rollup.whole))


def by_quarter(rollup: Rollup) -> Table:
    """Return what each quarter cost, and what it will cost of the lines with a forecast."""
    whole = rollup.whole
    quarters = [1, 2, 3, 4, *([ADJUSTMENTS] if whole.spent_in(ADJUSTMENTS) or whole.costs_in(ADJUSTMENTS) else [])]
    amounts = {one: [pounds(whole.spent_in(one)), pounds(whole.costs_in(one))] for one in quarters}
    lines = [Line(quarter_words(one), amounts[one], way(rollup, **{QUARTER: one})) for one in quarters]
    headings = [_("Quarter"), _("Spent"), _("Spent or forecast, of the lines with a forecast")]
    return Table(_("Money by quarter"), headings, lines, [pounds(whole.balance.spent), pounds(whole.outturn or ZERO)])


def by_year(rollup: Rollup) -> Table:
    """Return budget and indications of each body for this year and the next two."""
    years = sorted({line.year for line in rollup.every_line}, key=lambda one: one.first_year)
    headings = [_("Cluster or other body")]
    for year in years:
        facts = {"year": str(year)}
        headings += [_("Budget %(year)s") % facts, _("Indicative %(year)s") % facts]
    names = {line.body_id: line.body.name for line in rollup.every_line}
    found = {key: [rollup.years[key].get(year, Balance()) for year in years] for key in names}
    lines = [Line(name, _of_years(found[key])) for key, name in names.items()]
    totals = [sum(each, Balance()) for each in zip(*found.values(), strict=True)]
    return Table(_("Money by cluster and year"), headings, lines, _of_years(totals))


def _of_years(each: Iterable[Balance]) -> list[str]:
    return [pounds(amount) for one in each for amount in (one.budget, one.indicative)]


# --- what stands out ---


def underspend_words(one: Underspend, rollup: Rollup) -> dict[str, str]:
    """Say what will be left in March, and what it would take to spend the money."""
    standing = one.standing
    facts = {
        "left": pounds(one.left),
        "budget": pounds(standing.balance.budget),
        "rate": pounds(standing.run_rate),
        "needed": pounds(standing.needed_rate),
    }
    said = _(
        "At the rate of the closed months (%(rate)s a month), %(left)s of %(budget)s will be left in March. "
        "To spend it all, each month that is left would have to cost %(needed)s."
    )
    title = key_words(one.line, one.by)
    key = one.line.body_id if one.by == BODY else one.line.stream_id
    return {
        "kind": captions()[one.by][1],
        "title": title,
        "words": said % facts,
        "href": way(rollup, **{one.by: key}),
    }


def late_words(one: LateRelease) -> dict[str, Any]:
    days = number(one.days_late)
    said = _("%(days)s days late") if one.came_on else _("Not yet: %(days)s days late so far")
    return {"late": one, "days": said % {"days": days}, "amount": pounds(one.entry.amount)}


def difference(row: Row, reasons: dict[int, str]) -> dict[str, Any]:
    return {
        "line": row.line,
        "outturn": pounds(row.standing.outturn),
        "words": against_budget(row.standing.variance),
        "reason": reasons.get(row.line.pk, ""),
    }


def staff_share(whole: Sums) -> str:
    """Say which share of the spending went on staff, and how much of the budget is meant for them."""
    staff = Sums([row for row in whole.rows if row.line.category == BudgetLine.Category.STAFF])
    facts = {
        "posts": number(sum((row.line.whole_time_equivalents or ZERO for row in staff.rows), ZERO), 2),
        "spent": _share(staff.balance.spent, whole.balance.spent),
        "budget": _share(staff.balance.budget, whole.balance.budget),
    }
    said = _("Staff: %(spent)s of what was spent, %(budget)s of the budget, %(posts)s whole-time equivalents.")
    return said % facts


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole:.0%}" if whole > 0 and 0 <= part <= whole else pounds(part)


def page(rollup: Rollup) -> dict[str, Any]:
    """Return everything that the page of a board or a planning group shows of its money."""
    whole = rollup.whole
    return {
        "year": rollup.year,
        "on": rollup.on,
        "closed": _closed(rollup),
        "lead": _lead(whole),
        "count": len(rollup.rows),
        "without_forecast": whole.without_forecast,
        "all_lines": way(rollup, lines="all"),
        "tables": [cut(rollup, BODY), cut(rollup, STREAM), cut(rollup, CATEGORY), by_quarter(rollup)],
        "years": by_year(rollup),
        "staff": staff_share(whole),
        "warnings": [underspend_words(one, rollup) for one in underspends(rollup)],
        "too_early": rollup.closed_through < EARLIEST,
        "late": [late_words(one) for one in late_releases([row.line.pk for row in rollup.rows], on=rollup.on)],
        "differing": [difference(row, rollup.reasons) for row in rollup.differing[:MOST_REASONS]],
        "differing_count": len(rollup.differing),
        "rule": pounds(rollup.least_told),
        "drawings": _drawings(rollup) if rollup.rows else [],
    }


def _drawings(rollup: Rollup) -> list[Any]:
    standing = rollup.whole.standing
    spent = {words: sums.balance.spent for _key, words, sums in ordered(rollup, CATEGORY)}
    return [profile(standing, rollup.year), waterfall(standing), split(spent)]


def _closed(rollup: Rollup) -> str:
    if not rollup.closed_through:
        return _("No period is closed yet.")
    said = _("Closed up to and including: %(period)s.")
    return said % {"period": period_words(rollup.closed_through, rollup.year)}


def _lead(whole: Sums) -> str:
    facts = {
        "budget": pounds(whole.balance.budget),
        "spent": pounds(whole.balance.spent),
        "committed": pounds(whole.balance.open_commitments),
        "free": pounds(whole.balance.free),
    }
    said = _("Budget: %(budget)s. Spent: %(spent)s. Committed: %(committed)s. Free: %(free)s.")
    return said % facts


# --- the lines behind a total ---


def lines_page(rollup: Rollup, rows: list[Row], chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the lines behind a total, each with its own amounts."""
    quarter = chosen.get(QUARTER)
    table = _quarter_lines(rows, quarter) if quarter else _lines(rows)
    return {"year": rollup.year, "on": rollup.on, "table": table, "chosen": _chosen_words(rows, chosen)}


def _lines(rows: list[Row]) -> Table:
    lines = [Line(_line_title(row), _cells(Sums([row]))[:-1], line=row.line.pk) for row in rows]
    return Table(_("Lines"), _headings(_("Line"))[:-1], lines, _cells(Sums(rows))[:-1])


def _quarter_lines(rows: list[Row], quarter: int) -> Table:
    def cells(sums: Sums) -> list[str]:
        told = amount_words(sums.costs_in(quarter) if sums.told else None)
        return [pounds(sums.spent_in(quarter)), told]

    lines = [Line(_line_title(row), cells(Sums([row])), line=row.line.pk) for row in rows]
    return Table(_("Lines"), [_("Line"), _("Spent"), _("Spent or forecast")], lines, cells(Sums(rows)))


def _line_title(row: Row) -> str:
    return f"{row.line.body.name} · {row.line.stream.name} · {row.line.title}"


def _chosen_words(rows: list[Row], chosen: dict[str, Any]) -> list[tuple[str, str]]:
    found = [
        (captions()[by][1], key_words(rows[0].line, by)) for by in (BODY, STREAM, CATEGORY) if by in chosen and rows
    ]
    quarter = [(_("Quarter"), quarter_words(chosen[QUARTER]))] if QUARTER in chosen else []
    return [*found, *quarter]


def has_part_in(row: Row, quarter: int) -> bool:
    """Whether anything was spent on a line in a quarter, or is forecast for it."""
    both = (*row.standing.spent.items(), *row.costs.items())
    return any(amount and quarter_of(period) == quarter for period, amount in both)
