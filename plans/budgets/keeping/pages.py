"""What the pages of the finance officer have in common: the way back, who acts, and a form that leads to one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.models import Body
from governance.permissions import Permission
from governance.ways import Link, from_desk
from plans.budgets.keeping.queries import boards
from plans.budgets.models import BudgetLine, FinancialYear
from plans.budgets.policies import board_of

Way = list[dict[str, str]]


def who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now(), "on": clock.today()}


def answers(request: HttpRequest) -> Any:
    """Return what was sent; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def board_and_year(request: HttpRequest, key: int, year: int) -> tuple[Body, FinancialYear]:
    board = get_object_or_404(boards(request.powers), pk=key)
    return board, get_object_or_404(FinancialYear, first_year=year)


def done(form: forms.Form, action: Callable[[], Any], further: str) -> HttpResponse | None:
    """Do what a form asks for; None where it is to be asked again, with what was wrong."""
    if not form.is_valid():
        return None
    try:
        action()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return HttpResponseRedirect(further)


def ask(request: HttpRequest, form: forms.Form, way: Way, template: str = "form.html", **words: Any) -> HttpResponse:
    return render(request, template, {"button": _("Save"), **asked(form), **words, "breadcrumbs": way})


# --- the way back ---


def ledger_address(board: Body, year: FinancialYear) -> str:
    return reverse("budgets:ledger", kwargs={"key": board.pk, "year": year.first_year})


def lines_address(body: Body, year: FinancialYear) -> str:
    return reverse("budgets:lines", kwargs={"key": body.pk, "year": year.first_year})


def entries_address(line: BudgetLine) -> str:
    return reverse("budgets:entries", kwargs={"key": line.pk})


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
