"""What leads write: the forecast of one line or of several, and a new line."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import forecasts as actions
from budgets.breadcrumbs import body_address
from budgets.forecasting import forms, presenters, queries
from budgets.forecasting.grid import grid, named
from budgets.forecasting.opening import opened_from, purposes, unassigned_lines
from budgets.forecasting.views import to_body, way
from budgets.models import BudgetLine, FinancialYear
from budgets.policies import board_of, written_bodies
from budgets.position import Standing, closed_periods, standings
from budgets.words import line_choices
from common.errors import Meanwhile, Refused
from common.forms import asked
from common.inputs import Query
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission

PER_PAGE = 25


def _said(form: Any, lines: list[BudgetLine], said: list[actions.Said], who: dict[str, Any]) -> int:
    """Forecast what was said; return how to answer: elsewhere, with the faults, or with what happened meanwhile."""
    try:
        given = form.cleaned_data
        actions.say_forecasts(lines=lines, said=said, reason=given["reason"], seen=given["seen"], **who)
    except actions.NeedsReason as lacking:
        for key, sentence in lacking.lines.items():
            form.add_error(f"why_{key}" if f"why_{key}" in form.fields else form.first_why, sentence)
        return 200
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if not isinstance(refusal, Meanwhile):
            return 200
        form.data = form.data.copy()
        form.data["seen"] = actions.latest_forecast(lines)
        return 409
    return 302


@office_page(Permission.WRITE_BUDGETS)
def forecast(request: HttpRequest, key: int) -> HttpResponse:
    """What each open month of one line will cost, and why that changed."""
    found = queries.line_seen(request.powers, Permission.WRITE_BUDGETS, key)
    if found is None:
        raise Http404
    closed = closed_periods(board_of(found.body), found.year)
    through = queries.through_of(closed)
    standing = standings([found.pk], closed_through=through).get(found.pk, Standing(closed_through=through))
    initial = {"seen": actions.latest_forecast([found])}
    form = forms.ForecastForm(
        request.POST or None, initial=initial, line=found, forecast=standing.forecast, closed=closed
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        status = _said(form, [found], [form.said()], acting(request))
        if status == 302:
            return HttpResponseRedirect(reverse("budgets:line", kwargs={"key": key}))
    page = presenters.forecast_page(found, standing, closed)
    context = {**asked(form), **page, "breadcrumbs": way(to_body(found), presenters.to_line(found))}
    return render(request, "budgets/forecast.html", context, status=status)


def _place(request: HttpRequest, key: int, year: int) -> tuple[Body, FinancialYear]:
    body = get_object_or_404(written_bodies(request.powers), pk=key)
    return body, get_object_or_404(FinancialYear, first_year=year)


@office_page(Permission.WRITE_BUDGETS)
def forecasts(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """What the quarters of several lines will cost: one grid, saved whole or not at all."""
    body, found = _place(request, key, year)
    page = Paginator(queries.forecast_lines(request.powers, body, found), PER_PAGE).get_page(
        Query(request).number("page")
    )
    lines = list(page.object_list)
    closed = closed_periods(board_of(body), found)
    standing = standings([line.pk for line in lines], closed_through=queries.through_of(closed))
    initial = {"seen": actions.latest_forecast(lines)}
    form = forms.GridForm(request.POST or None, initial=initial, lines=lines, standings=standing, closed=closed)
    status = 200
    if request.method == "POST" and form.is_valid():
        status = _said(form, lines, form.said(), acting(request))
        if status == 302:
            return HttpResponseRedirect(request.get_full_path())
    questions = asked(form)
    problems = named(form, questions["problems"])
    context = {**questions, "problems": problems, **grid(form, standing), **_around(body, found, page)}
    return render(request, "budgets/forecasts.html", context, status=status)


def _around(body: Body, year: FinancialYear, page: Page[BudgetLine]) -> dict[str, Any]:
    title = f"{body.name}, {year}"
    return {
        "subtitle": title,
        "page": page,
        "pagination": presenters.pagination(page),
        "breadcrumbs": way((title, body_address(body.pk, year))),
    }


@office_page(Permission.WRITE_BUDGETS)
def open_line(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """Open a line for an action of the plan or for infrastructure, with money that is not assigned yet."""
    body, found = _place(request, key, year)
    unassigned = unassigned_lines(body, found)
    whole = request.powers.may(Permission.WRITE_BUDGETS, body)
    form = forms.OpenLineForm(
        request.POST or None, purposes=purposes(body), streams=line_choices(unassigned), asks_money=whole
    )
    if request.method == "POST" and form.is_valid():
        try:
            line, asked_for = actions.open_line_with_money(
                **opened_from(form.cleaned_data, unassigned, request.powers, whole=whole), **acting(request)
            )
            name, target = ("request", asked_for) if asked_for else ("line", line)
            return HttpResponseRedirect(reverse(f"budgets:{name}", kwargs={"key": target.pk}))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    title = f"{body.name}, {found}"
    context = {**asked(form), "title": _("Open a budget line"), "subtitle": title, "button": _("Open the line")}
    lead = "" if unassigned else _("This body has no money that is not assigned yet: no line can be opened from it.")
    more = {"lead": lead, "breadcrumbs": way((title, body_address(body.pk, found)))}
    return render(request, "form.html", {**context, **more})
