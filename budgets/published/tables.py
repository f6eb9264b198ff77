"""The tables of the public pages of money, made once: a page and a file show the same rows."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, FundingStream
from budgets.published.merging import SEVERAL, Amounts, Part, Row, rows_by
from budgets.published.money import NO_PRIORITY, NOT_IN_THE_PLAN, BoardMoney, ClusterMoney, Plan, WalesMoney
from budgets.words import amount_words, period_words, whole_amount_words
from common.numbers import number
from governance.models import Body
from plans.progress.drawn import Words
from plans.published.figures import Figures


@dataclass(frozen=True)
class Money:
    """An amount as it stands in a cell; where there is none, `words` say why, or that nothing was entered.

    A page shows whole pounds and a file the pence; what one person comes to is too little to leave them out.
    """

    amount: Decimal | None
    words: str = ""
    is_per_head: bool = False

    def __str__(self) -> str:
        write = amount_words if self.is_per_head else whole_amount_words
        return self.words or write(self.amount)


@dataclass(frozen=True)
class Share:
    """A share in per cent; None where there is nothing to take a share of."""

    percent: Decimal | None

    def __str__(self) -> str:
        return "–" if self.percent is None else f"{number(self.percent)}%"  # noqa: RUF001


@dataclass(frozen=True)
class Named:
    """A name with the page that it leads to."""

    text: str
    href: str = ""

    def __str__(self) -> str:
        return self.text


Value = Money | Share | Named | Words | str


@dataclass(frozen=True)
class Shown:
    """A cell of a page."""

    value: Value

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, (Money, Share))

    @property
    def language(self) -> str:
        return self.value.language if isinstance(self.value, Words) else ""

    @property
    def href(self) -> str:
        return self.value.href if isinstance(self.value, Named) else ""


@dataclass(frozen=True)
class Table:
    """Rows of equal length under their headings; `name` is that of the worksheet, `foot` the sum, if there is one."""

    name: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    foot: tuple[Value, ...] = ()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The headings, each with whether its column holds numbers."""
        first = self.rows[0] if self.rows else self.foot
        return [(text, Shown(value).is_number) for text, value in zip(self.headings, first, strict=True)]

    @property
    def shown_rows(self) -> list[list[Shown]]:
        return [[Shown(value) for value in row] for row in self.rows]

    @property
    def shown_foot(self) -> list[Shown]:
        return [Shown(value) for value in self.foot]


def money_headings() -> tuple[str, str, str]:
    return _("Allocated"), _("Carried over from the year before"), _("Spent")


def _money(amounts: Amounts) -> tuple[Money, Money, Money]:
    return Money(amounts.allocated), Money(amounts.carried_over), Money(amounts.spent)


# --- the tables of a cluster ---


def by_place(money: ClusterMoney, plan: Plan) -> Table:
    """Return what was planned, given and spent for each priority and heading."""
    planned = plan.planned
    rows = {row.value: _money(row.amounts) for row in rows_by(money.parts or [], "place")}
    rows = {place: _money_of_place(money, place) for place in planned if place not in rows} | rows
    places = sorted(rows, key=lambda place: place == SEVERAL)
    total = sum(planned.values(), Decimal(0)) if planned else None
    return Table(
        _("Priorities"),
        _("Money by priority and heading"),
        (_("What it is for"), _("Planned"), *money_headings()),
        tuple((place_words(place, plan), Money(planned.get(place)), *rows[place]) for place in places),
        (_("All together"), Money(total), *_money(money.total)),
    )


def _money_of_place(money: ClusterMoney, place: str) -> tuple[Money, Money, Money]:
    """Return the money of a priority or heading; where all its lines are shown with others, that it is so."""
    found = [row.amounts for row in rows_by(money.parts or [], "place") if row.value == place]
    if not found and place in money.places_shown_together:
        together = Money(None, _("Shown with others"))
        return together, together, together
    return _money(sum(found, Amounts()))


def place_words(place: str, plan: Plan) -> Value:
    if place in plan.priorities:
        return plan.priorities[place].title
    if place in BudgetLine.Heading.values:
        return str(BudgetLine.Heading(place).label)
    return {
        NO_PRIORITY: _("Actions with no priority entered"),
        NOT_IN_THE_PLAN: _("Actions that are not in the published plan"),
        SEVERAL: _("Small lines for several purposes, together"),
    }[place]


def by_category(money: ClusterMoney) -> Table:
    rows = rows_by(money.parts or [], "category")
    return Table(
        _("Kinds of cost"),
        _("Money by kind of cost"),
        (_("Kind of cost"), *money_headings()),
        tuple((category_words(row.value), *_money(row.amounts)) for row in rows),
        (_("All together"), *_money(money.total)),
    )


def category_words(category: str) -> str:
    if category == SEVERAL:
        return _("Small lines of several kinds, together")
    return str(BudgetLine.Category(category).label)


def by_stream(money: ClusterMoney) -> Table:
    """Return where the money comes from: each stream with its letter and what it may be used for."""
    rows = rows_by(money.parts or [], "stream")
    headings = (_("Funding stream"), _("Letter that promised it"), _("How often"), _("Only for"))
    return Table(
        _("Funding streams"),
        _("Money by funding stream"),
        (*headings, *money_headings()),
        tuple(_stream_row(row) for row in rows),
        (_("All together"), "", "", "", *_money(money.total)),
    )


def _stream_row(row: Row) -> tuple[Value, ...]:
    if not isinstance(row.value, FundingStream):
        return _("Small lines from several streams, together"), "", "", "", *_money(row.amounts)
    stream = row.value
    often = _("Recurrent") if stream.is_recurrent else _("Not recurrent")
    fenced = _half(stream, "ring_fenced_for") if stream.ring_fenced_for_en or stream.ring_fenced_for_cy else ""
    return _half(stream, "name"), stream.source_letter, often, fenced or _("Not ring-fenced"), *_money(row.amounts)


def _half(thing: Any, name: str) -> Words:
    """Return a text in the reader's language, else the other half, said to be so."""
    own = get_language() or "en"
    other = "en" if own == "cy" else "cy"
    text = getattr(thing, f"{name}_{own}")
    return Words(text) if text else Words(getattr(thing, f"{name}_{other}") or "", other)


def by_line(money: ClusterMoney) -> Table:
    return Table(
        _("Lines"),
        _("Money line by line"),
        (_("Line"), _("Kind of cost"), *money_headings()),
        tuple(
            (part_words(part), category_words(part.common("category")), *_money(part.amounts))
            for part in money.parts or []
        ),
        (_("All together"), "", *_money(money.total)),
    )


def part_words(part: Part) -> Value:
    if part.is_merged:
        return _("Lines shown together: %(count)s") % {"count": len(part.lines)}
    return part.lines[0].title or _("An action that is not in the published plan")


def beside_indicators(money: ClusterMoney, plan: Plan, figures: Figures | None) -> Table | None:
    """Return the money of each priority beside the indicator that it is to move; None where none names one."""
    rows = [
        (row.title, Money(plan.planned.get(key)), _money_of_place(money, key)[2], *_moved(row, figures))
        for key, row in plan.priorities.items()
        if figures and row.fact("indicator")
    ]
    headings = (_("Priority"), _("Planned"), _("Spent"), _("Indicator that it is to move"))
    headings += (_("When the plan was approved"), _("Now"), _("Target"))
    caption = _("Money of each priority beside the indicator that it is to move")
    return Table(_("Indicators"), caption, headings, tuple(rows)) if rows else None


def _moved(priority: Any, figures: Figures) -> tuple[Value, ...]:
    code = priority.fact("indicator")["code"]
    cited = figures.cited(code)
    target = priority.fact("target")
    aim = figures.target(code, target) if target is not None else "–"  # noqa: RUF001
    if cited is None:
        return code, "–", "–", aim  # noqa: RUF001
    name = Named(f"{cited.name}, {cited.unit}" if cited.unit else cited.name, cited.address)
    return name, _at(cited.then, cited.then_period), _at(cited.now, cited.now_period), aim


def _at(value: str, period: str) -> str:
    if not value:
        return "–"  # noqa: RUF001
    return f"{value} ({period})" if period else value


# --- the table of a board ---


def by_cluster(money: BoardMoney, address_of: Callable[[Body], str]) -> Table:
    """Return the clusters side by side; of one that is not shown, nothing is in the sums."""
    having = [one for one in money.clusters if one.is_shown or one.is_withheld]
    headings = (_("Cluster"), *money_headings(), _("For each registered patient"), _("Share on staff"))
    total = (*_money(money.total), Money(money.per_head, is_per_head=True), Share(money.staff_share))
    return Table(
        _("Clusters"),
        _("Money of the clusters side by side"),
        headings,
        tuple(_cluster_row(one, address_of(one.body)) for one in having),
        (_("All clusters that are shown"), *total) if money.shown else (),
    )


def _cluster_row(one: ClusterMoney, address: str) -> tuple[Value, ...]:
    name = Named(one.body.name, address)
    if one.is_withheld:
        return name, *([Money(None, _("Not shown"))] * 5)
    return name, *_money(one.total), Money(one.per_head, is_per_head=True), Share(one.staff_share)


# --- the table of Wales ---


def by_board(money: WalesMoney, address_of: Callable[[BoardMoney], str]) -> Table:
    """Return the boards side by side, each with the sums of its clusters that are shown."""
    pace = (_("Share spent"), _("An even pace would be"))
    headings = (_("Health board"), _("Last closed month"), *money_headings(), *pace, _("For each registered patient"))
    total = (*_money(money.total), Share(money.total.share_spent), Share(None), Money(money.per_head, is_per_head=True))
    return Table(
        _("Health boards"),
        _("Money of the clusters, by health board"),
        headings,
        tuple(_board_row(one, address_of(one)) for one in money.boards),
        (_("All clusters that are shown"), "–", *total),  # noqa: RUF001
    )


def _board_row(one: BoardMoney, address: str) -> tuple[Value, ...]:
    pace = (Share(one.total.share_spent), Share(one.closed.even_share))
    month = period_words(one.closed.through, one.closed.year)
    return Named(one.board.name, address), month, *_money(one.total), *pace, Money(one.per_head, is_per_head=True)
