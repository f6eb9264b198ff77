"""The budget lines of a body, as the officer keeps them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from budgets.actions import lines as line_actions
from budgets.actions import periods
from budgets.bookkeeping import presenters, queries
from budgets.bookkeeping.pages import answers, ask, board_and_year, done
from budgets.bookkeeping.stream_forms import SINGLE, DescribeForm, NewLineForm
from budgets.breadcrumbs import Way, from_ledger, lines_address
from budgets.ledger import Balance, balances, total
from budgets.models import BudgetLine, FinancialYear
from budgets.policies import board_of
from common.ordering import by_title
from common.versions import Versioned
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission


def _body_and_year(request: HttpRequest, key: int, year: int) -> tuple[Body, FinancialYear]:
    bodies = request.powers.bodies(Permission.KEEP_LEDGER).select_related("parent")
    return get_object_or_404(bodies, pk=key), get_object_or_404(FinancialYear, first_year=year)


@office_page(Permission.KEEP_LEDGER)
def bodies(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The bodies that may have lines in a board's ledger."""
    board, found = board_and_year(request, key, year)
    context = {"board": board, "year": found, "bodies": queries.with_money(board)}
    return render(request, "budgets/ledger-bodies.html", {**context, "breadcrumbs": from_ledger(board, found)})


@office_page(Permission.KEEP_LEDGER)
def lines(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The lines of one body in a year, with what each has and what was spent."""
    body, found = _body_and_year(request, key, year)
    own = BudgetLine.objects.filter(body=body, year=found).select_related("stream").order_by(*by_title("title"))
    known = balances(own)
    context = {
        "body": body,
        "year": found,
        "rows": [presenters.line_row(line, known.get(line.pk, Balance())) for line in own],
        "totals": presenters.line_amounts(total(known.values())),
        "breadcrumbs": from_ledger(board_of(body), found),
    }
    return render(request, "budgets/lines.html", context)


def _choices(body: Body) -> dict[str, Any]:
    return {"planned": queries.planned_actions(body), "collaboratives": queries.collaboratives_of(body)}


@office_page(Permission.KEEP_LEDGER)
def add_line(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """Open a line of a body: for an action, for infrastructure, or for what nobody has said yet."""
    body, found = _body_and_year(request, key, year)
    streams = queries.streams_for(board_of(body))
    form = NewLineForm(answers(request), streams=streams, **_choices(body))

    def add() -> None:
        stream = get_object_or_404(streams, pk=form.cleaned_data["stream"])
        what, heading = {"body": body, "stream": stream, "year": found}, form.cleaned_data["heading"]
        if heading in SINGLE:
            line_actions.special_line(**what, heading=BudgetLine.Heading(heading), **acting(request))
        else:
            periods.open_line(**what, **form.details, **acting(request))

    way_on = done(form, add, lines_address(body, found))
    words = {"title": _("Open a budget line"), "subtitle": body.name}
    return way_on or ask(request, form, _way(body, found), **words)


def _line(request: HttpRequest, key: int) -> BudgetLine:
    found: BudgetLine = get_object_or_404(queries.line_with(request.powers, Permission.KEEP_LEDGER), pk=key)
    return found


@office_page(Permission.KEEP_LEDGER)
def describe_line(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is said of a line."""
    line = _line(request, key)
    form = DescribeForm(answers(request), line=line, **_choices(line.body))

    def describe() -> None:
        seen = form.cleaned_data["version"]
        line_actions.describe_line(line=line, seen_version=seen, **form.details, **acting(request))

    way_on = done(form, describe, lines_address(line.body, line.year))
    words = {"title": _("Describe a budget line"), "subtitle": str(line)}
    return way_on or ask(request, form, _way(line.body, line.year), **words)


@office_page(Permission.KEEP_LEDGER)
def close_line(request: HttpRequest, key: int) -> HttpResponse:
    """Close a line, or open a closed one again."""
    line = _line(request, key)
    form = Versioned(answers(request), stands=lambda: _line(request, key).closed_at)
    is_open = line.closed_at is None
    action = line_actions.close_line if is_open else line_actions.reopen_line
    way_on = done(
        form, lambda: action(line=line, **form.cleaned_data, **acting(request)), lines_address(line.body, line.year)
    )
    words = {
        "title": _("Close a budget line") if is_open else _("Open a budget line again"),
        "subtitle": str(line),
        "lead": _("A closed line takes no entry. What was posted on it stays, and it can be opened again."),
        "button": _("Close it") if is_open else _("Open it again"),
    }
    return way_on or ask(request, form, _way(line.body, line.year), **words)


def _way(body: Body, year: FinancialYear) -> Way:
    return from_ledger(board_of(body), year, (body.name, lines_address(body, year)))
