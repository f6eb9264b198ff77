"""What the pages of the finance officer have in common: who acts, and a form that leads to one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from budgets.bookkeeping.queries import boards
from budgets.breadcrumbs import Way
from budgets.models import FinancialYear
from common.errors import Refused
from common.forms import asked
from common.versions import refuse
from governance.models import Body


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
        refuse(form, refusal)
        return None
    return HttpResponseRedirect(further)


def ask(request: HttpRequest, form: forms.Form, way: Way, template: str = "form.html", **words: Any) -> HttpResponse:
    context = {"button": _("Save"), **asked(form), **words, "breadcrumbs": way}
    return render(request, template, context, status=getattr(form, "status", 200))
