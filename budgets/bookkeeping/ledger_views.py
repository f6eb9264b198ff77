"""The month-end page of a board's ledger, and the closing and reopening of its periods."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import periods as actions
from budgets.bookkeeping import presenters
from budgets.bookkeeping.books import PERIODS, Books
from budgets.bookkeeping.forms import ReasonForm
from budgets.bookkeeping.pages import answers, ask, board_and_year, done
from budgets.bookkeeping.queries import boards
from budgets.breadcrumbs import from_ledger, ledger_address
from budgets.models import PeriodClosing
from budgets.words import period_words
from common import clock
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.KEEP_LEDGER)
def ledger(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The periods of a board's year with what is still missing, and what its streams and bodies have."""
    board, found = board_and_year(request, key, year)
    books = Books(board, found, clock.today())
    way = from_desk((_("Ledgers"), reverse("budgets:ledgers")))
    return render(request, "budgets/ledger.html", {**presenters.ledger(books), "breadcrumbs": way})


@office_page(Permission.KEEP_LEDGER)
def close_period(request: HttpRequest, key: int, year: int, period: int) -> HttpResponse:
    """Close a period, once it was said what that does to public pages."""
    board, found = board_and_year(request, key, year)
    if period not in PERIODS:
        raise Http404
    books, form = Books(board, found, clock.today()), forms.Form(answers(request))
    what = {"board": board, "year": found, "period": period}
    way_on = done(form, lambda: actions.close_period(**what, **acting(request)), ledger_address(board, found))
    words = {"title": _("Close a period"), "subtitle": period_words(period, found), "button": _("Close it")}
    return way_on or ask(
        request,
        form,
        from_ledger(board, found),
        "budgets/close-period.html",
        **words,
        **presenters.closing(books, period),
    )


@office_page(Permission.KEEP_LEDGER)
def reopen_period(request: HttpRequest, key: int) -> HttpResponse:
    """Open a closed period again, with a reason."""
    found = PeriodClosing.objects.filter(board__in=boards(request.powers)).select_related("board", "year")
    closing, form = get_object_or_404(found, pk=key), ReasonForm(answers(request))
    further = ledger_address(closing.board, closing.year)
    way_on = done(form, lambda: actions.reopen_period(closing=closing, **form.cleaned_data, **acting(request)), further)
    words = {
        "title": _("Open a period again"),
        "subtitle": period_words(closing.period, closing.year),
        "lead": _("Public pages will no longer show what stands in this period, until it is closed again."),
        "button": _("Open it again"),
    }
    return way_on or ask(request, form, from_ledger(closing.board, closing.year), **words)
