"""One line's ledger: its entries, and the forms by which the officer adds to them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from budgets.actions import entries as actions
from budgets.bookkeeping import presenters, queries
from budgets.bookkeeping.forms import ToldForm
from budgets.bookkeeping.pages import answers, ask, done
from budgets.bookkeeping.postings import POSTINGS
from budgets.breadcrumbs import entries_address, to_line
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry
from budgets.policies import board_of
from budgets.position import closed_periods
from common import clock
from common.inputs import Query
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission

A_PAGE = 50


def _line(request: HttpRequest, key: int, permission: Permission) -> BudgetLine:
    found: BudgetLine = get_object_or_404(queries.line_with(request.powers, permission), pk=key)
    return found


@office_page(Permission.SEE_BUDGETS)
def entries(request: HttpRequest, key: int) -> HttpResponse:
    """The whole ledger of a line, the newest entry first."""
    line = _line(request, key, Permission.SEE_BUDGETS)
    keeps = request.powers.may(Permission.KEEP_LEDGER, line.body)
    page = Paginator(queries.entries_of(line), A_PAGE).get_page(Query(request).number("page"))
    context = {
        "line": line,
        "rows": [presenters.entry_row(entry, line, keeps=keeps) for entry in page],
        "page": page,
        "postings": presenters.postings(line) if keeps and line.closed_at is None else [],
        "whole": [{"title": str(line.title), "amounts": presenters.amounts(balance(line))}],
        "breadcrumbs": to_line(request, line),
    }
    return render(request, "budgets/entries.html", context)


@office_page(Permission.KEEP_LEDGER)
def post(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Post an entry of a kind on a line."""
    line = _line(request, key, Permission.KEEP_LEDGER)
    posting = POSTINGS.get(kind)
    if posting is None:
        raise Http404
    form = posting.form(answers(request), **_when(line), **posting.offers(line))
    if form.is_bound and not form.is_valid() and queries.was_posted(line, form.sent_key):
        # What it chose from is no longer there, since it was posted.
        return HttpResponseRedirect(entries_address(line))
    way_on = done(form, lambda: posting.post(line, form, acting(request)), entries_address(line))
    words = {"title": posting.title, "subtitle": line.title, "lead": posting.lead, "button": _("Post it")}
    return way_on or ask(request, form, _way(request, line), **words)


@office_page(Permission.KEEP_LEDGER)
def reverse_entry(request: HttpRequest, key: int) -> HttpResponse:
    """Take back an entry that was wrong; both stay."""
    lines = queries.line_with(request.powers, Permission.KEEP_LEDGER)
    found = Entry.objects.filter(line__in=lines.values("pk")).select_related("line__body__parent", "line__year")
    entry = get_object_or_404(found, pk=key)
    form = ToldForm(answers(request), **_when(entry.line))
    way_on = done(
        form, lambda: actions.reverse(entry=entry, told=form.told, **acting(request)), entries_address(entry.line)
    )
    words = {"title": _("Take back an entry"), "subtitle": presenters.entry_words(entry), "button": _("Take it back")}
    lead = _("An entry with the opposite amount is posted. Both stay in the ledger, each naming the other.")
    return way_on or ask(request, form, _way(request, entry.line), **words, lead=lead)


def _when(line: BudgetLine) -> dict[str, Any]:
    """Return the periods that are open, and today or the nearest day of the line's year."""
    closed = closed_periods(board_of(line.body), line.year)
    return {"periods": presenters.periods_open(line.year, closed), "day": line.year.dates.nearest(clock.today())}


def _way(request: HttpRequest, line: BudgetLine) -> list[dict[str, str]]:
    return to_line(request, line, (str(line.title), entries_address(line)))
