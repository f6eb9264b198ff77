"""The money of a body for those who lead: bodies, one year of one of them, one line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.breadcrumbs import body_address
from budgets.forecasting import presenters, queries
from budgets.interests import interest_words, interests_in
from budgets.models import BudgetLine
from budgets.policies import board_of, written_bodies
from budgets.rules import reporting_rule
from common import clock
from governance.models import Body
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


def way(*links: tuple[str, str]) -> list[dict[str, str]]:
    return from_desk((_("Budgets"), reverse("budgets:budgets")), *links)


def to_body(line: BudgetLine) -> tuple[str, str]:
    return f"{line.body.name}, {line.year}", body_address(line.body_id, line.year)


@office_page(Permission.SEE_BUDGETS)
def budgets(request: HttpRequest) -> HttpResponse:
    """The bodies whose money somebody may see, each with its year."""
    found = queries.held(request.powers, on=clock.today())
    rows, years = presenters.bodies(found), [one.year for one in found]
    together = presenters.together(queries.drawing_together(request.powers), max(years, key=str)) if years else []
    return render(request, "budgets/bodies.html", {"rows": rows, "together": together, "breadcrumbs": from_desk()})


def _body_money(body: Body | None, year: int) -> queries.BodyMoney:
    years = queries.years_of(body, year) if body else []
    if body is None or all(one.first_year != year for one in years):
        raise Http404
    return queries.body_money(body, years, year)


@office_page(Permission.SEE_BUDGETS)
def overview(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """The money of a body in a year, line by line, with what it means in words."""
    money = _body_money(queries.seen_body(request.powers, key), year)
    rule = reporting_rule(board_of(money.body), on=clock.today())
    writes = written_bodies(request.powers).filter(pk=key).exists()
    context = {**presenters.overview(money, rule), "writes": writes, "breadcrumbs": way()}
    return render(request, "budgets/overview.html", context)


@office_page(Permission.SEE_BUDGETS)
def line(request: HttpRequest, key: int) -> HttpResponse:
    """One line: what it is for, its numbers in words, its months, and what was asked about it."""
    found = queries.line_seen(request.powers, Permission.SEE_BUDGETS, key)
    if found is None:
        raise Http404
    rule = reporting_rule(board_of(found.body), on=clock.today())
    sees = request.powers.may(Permission.SEE_INTERESTS, found.body)
    interests = interests_in([found], found.body, on=clock.today())
    page = presenters.line_page(queries.line_money(found), rule)
    said = interest_words(interests, sees=sees)
    writes = queries.line_seen(request.powers, Permission.WRITE_BUDGETS, key) is not None
    context = {**page, "interests": said, "writes": writes, "breadcrumbs": way(to_body(found))}
    return render(request, "budgets/line.html", context)
