"""What the page of all boards' money says: each board with its clusters, and what is not known."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from budgets.published import tables
from budgets.published.money import BoardMoney, WalesMoney
from budgets.published.presenters import address, revisions
from budgets.published.queries import ClosedYear, closed_years_of
from budgets.published.tables import Table
from clusters.models import HealthBoard
from clusters.views import crumbs
from common.errors import Refused
from common.numbers import whole_pounds
from governance.models import Body


class WalesPage:
    """The money of the clusters of every board in a year."""

    def __init__(self, *, first_year: int | None, examples: bool, on: datetime.date) -> None:
        self.examples = examples
        self.boards = list(HealthBoard.objects.filter(is_example=examples).in_order())
        closed = closed_years_of(self.boards)
        found = {one.year.first_year: one.year for years in closed.values() for one in years}
        if first_year is not None and first_year not in found:
            raise Refused(_("No month of this year has been closed in this portal."))
        self.years = [found[one] for one in sorted(found, reverse=True)]
        self.first_year = first_year or max(found, default=None)
        self.closed = {board.pk: self._in_year(closed.get(board.pk, [])) for board in self.boards}
        known = [(board, year) for board in self.boards if (year := self.closed[board.pk])]
        self.money = WalesMoney(known, on=on)

    def _in_year(self, years: list[ClosedYear]) -> ClosedYear | None:
        return next((one for one in years if one.year.first_year == self.first_year), None)

    @property
    def sentences(self) -> list[str]:
        """What a citizen wants to know first."""
        if not self.money.boards:
            return [
                _(
                    "No money of the clusters has been published here. It appears once a month of a health board’s "
                    "accounts is closed in this portal."
                )
            ]
        total = self.money.total
        facts = {
            "year": self.money.boards[0].closed.year,
            "allocated": whole_pounds(total.allocated, _("not entered")),
            "spent": whole_pounds(total.spent, _("not entered")),
        }
        return [
            _("Allocated for the year %(year)s: %(allocated)s. Spent: %(spent)s.") % facts,
            _("Each board’s figures go up to the end of its last closed month."),
        ]

    @property
    def without(self) -> list[str]:
        """The boards of whose clusters nothing was published for the year."""
        shown = {one.board.pk for one in self.money.boards}
        return [board.name for board in self.boards if board.pk not in shown]

    @property
    def overview(self) -> Table | None:
        return tables.by_board(self.money, _board_address) if self.money.boards else None

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Each board with the table of its clusters."""
        return [
            {
                "board": one.board,
                "address": _board_address(one),
                "table": tables.by_cluster(one, _cluster_address(one)),
                "revised": revisions(one.closed),
            }
            for one in self.money.boards
        ]


def _board_address(one: BoardMoney) -> str:
    return address("budgets:board_money", one.board, one.closed)


def _cluster_address(one: BoardMoney) -> Any:
    def of(body: Body) -> str:
        return address("budgets:cluster_money", body, one.closed)

    return of


def wales_page(page: WalesPage, here: str) -> dict[str, Any]:
    """Return the page with the years that can be read at its own address."""
    examples = "&examples=1" if page.examples else ""
    years = [
        (year, f"{here}?year={year.first_year}{examples}", year.first_year == page.first_year) for year in page.years
    ]
    return {"page": page, "years": years, "section": "money", "breadcrumbs": crumbs()}
