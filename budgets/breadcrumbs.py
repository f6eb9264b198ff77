"""The ways back from pages of money: through the ledger of a board, or through the money of a body."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.models import BudgetLine, FinancialYear
from budgets.policies import board_of
from governance.models import Body
from governance.powers.permissions import Permission
from governance.ways import Link, from_desk

Way = list[dict[str, str]]


def ledger_address(board: Body, year: FinancialYear) -> str:
    return reverse("budgets:ledger", kwargs={"key": board.pk, "year": year.first_year})


def lines_address(body: Body, year: FinancialYear) -> str:
    return reverse("budgets:lines", kwargs={"key": body.pk, "year": year.first_year})


def entries_address(line: BudgetLine) -> str:
    return reverse("budgets:entries", kwargs={"key": line.pk})


def body_address(body: int, year: FinancialYear) -> str:
    return reverse("budgets:overview", kwargs={"key": body, "year": year.first_year})


def from_ledger(board: Body, year: FinancialYear, *links: Link) -> Way:
    """Return the way through a board's ledger of a year."""
    ledger = (_("Ledger %(year)s") % {"year": year}, ledger_address(board, year))
    return from_desk((_("Ledgers"), reverse("budgets:ledgers")), ledger, *links)


def to_line(request: HttpRequest, line: BudgetLine, *links: Link) -> Way:
    """Return the way to a line; through the ledger for those who keep it."""
    board = board_of(line.body)
    if not request.powers.may(Permission.KEEP_LEDGER, board):
        year = {"key": line.body_id, "year": line.year.first_year}
        own = (line.title, reverse("budgets:line", kwargs={"key": line.pk}))
        body = (f"{line.body.name}, {line.year}", reverse("budgets:overview", kwargs=year))
        return from_desk((_("Budgets"), reverse("budgets:budgets")), body, own)
    return from_ledger(board, line.year, (line.body.name, lines_address(line.body, line.year)), *links)
