"""The boards and years of the officer, the end of a year, and what is left in suspense."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import periods
from budgets.actions import suspense as suspense_actions
from budgets.bookkeeping import presenters, queries
from budgets.bookkeeping.books import Books
from budgets.bookkeeping.pages import answers, ask, board_and_year, done
from budgets.bookkeeping.year_forms import CarryForm, ClearForm, YearForm
from budgets.breadcrumbs import from_ledger
from budgets.ledger import balances, total
from budgets.models import Entry, FinancialYear
from budgets.policies import board_of
from common import clock
from common.inputs import Query
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

ROWS, ENTRIES = 25, 50


@office_page(Permission.KEEP_LEDGER)
def ledgers(request: HttpRequest) -> HttpResponse:
    """The ledgers in reach, by board and year; a year that is not there yet is opened here."""
    boards = list(queries.boards(request.powers).in_order())
    form = YearForm(answers(request), boards=boards)

    def open_year() -> None:
        periods.open_year(board=boards[0], first_year=form.cleaned_data["first_year"], **acting(request))

    way_on = done(form, open_year, reverse("budgets:ledgers"))
    years = list(FinancialYear.objects.order_by("-first_year"))
    words = {"title": _("Ledgers"), "button": _("Open the year"), "boards": boards, "years": years}
    return way_on or ask(request, form, from_desk(), "budgets/ledgers.html", **words)


@office_page(Permission.KEEP_LEDGER)
def year_end(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The end of a board's year: what is left, what is proposed to be carried over, what will lapse."""
    board, found = board_and_year(request, key, year)
    books = Books(board, found, clock.today())
    page = Paginator(periods.left_to_carry(board, found), ROWS).get_page(Query(request).number("page"))
    form = CarryForm(answers(request), left=list(page))

    def propose() -> None:
        given = {"reason": form.cleaned_data["reason"], "amounts": form.amounts}
        periods.propose_carry_over(board=board, year=found, **given, **acting(request))

    way_on = done(form, propose, reverse("budgets:year_end", kwargs={"key": board.pk, "year": found.first_year}))
    words = {"title": _("End of the year"), "button": _("Propose to carry over"), "page": page}
    shown = presenters.year_end(books, queries.proposals(board, found), form.rows())
    return way_on or ask(request, form, from_ledger(board, found), "budgets/year-end.html", **words, **shown)


@office_page(Permission.KEEP_LEDGER)
def suspense(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """What stands in suspense in a board's year, each with the way out of it."""
    board, found = board_and_year(request, key, year)
    entries = queries.in_suspense(board, found)
    page = Paginator(entries, ENTRIES).get_page(Query(request).number("page"))
    context = {
        "board": board,
        "year": found,
        "rows": [presenters.suspense_row(entry, found) for entry in page],
        "page": page,
        "total": presenters.spent_words(total(balances(queries.suspense_lines(board, found)).values())),
        "breadcrumbs": from_ledger(board, found),
    }
    return render(request, "budgets/suspense.html", context)


@office_page(Permission.KEEP_LEDGER)
def clear_suspense(request: HttpRequest, key: int) -> HttpResponse:
    """Move spending out of suspense to the line on which it belongs."""
    lines = queries.line_with(request.powers, Permission.KEEP_LEDGER)
    entries = Entry.objects.filter(line__in=lines.values("pk")).select_related("line__body__parent", "line__year")
    entry = get_object_or_404(entries, pk=key)
    board, year = board_of(entry.line.body), entry.line.year
    choices = queries.clearing_lines(board, year)
    form = ClearForm(answers(request), lines=choices, periods=[], day=year.dates.nearest(clock.today()))
    further = reverse("budgets:suspense", kwargs={"key": board.pk, "year": year.first_year})

    def clear() -> None:
        to_line = get_object_or_404(choices, pk=form.cleaned_data["to_line"])
        suspense_actions.clear_suspense(entry=entry, to_line=to_line, told=form.told, **acting(request))

    words = {
        "title": _("Move spending out of suspense"),
        "subtitle": presenters.entry_words(entry),
        "lead": _("It is taken out of suspense and posted on the line that you choose, both at once."),
        "button": _("Move it"),
    }
    way_on = done(form, clear, further)
    return way_on or ask(request, form, from_ledger(board, year, (_("Suspense"), further)), **words)
