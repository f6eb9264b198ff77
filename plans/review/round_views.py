"""Planning rounds: the list, opening one, by when things are due, and a board's way to approval."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.models import ApprovalRoute, PlanningRound, TemplateEdition
from plans.review import round_actions as actions
from plans.review import round_forms as forms
from plans.review import round_queries as queries


def _asked(
    request: HttpRequest, form: Any, title: str, subtitle: str = "", template: str = "form.html", **more: Any
) -> HttpResponse:
    way = from_desk((_("Planning rounds"), reverse("plans:rounds")))
    words = {"title": title, "subtitle": subtitle, "button": _("Save"), "breadcrumbs": way, **more}
    return render(request, template, {**asked(form), **words}, status=getattr(form, "status", 200))


@office_page(Permission.MANAGE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds for the boards in reach, with the days of their stages."""
    managed = set(queries.managed(request.powers).values_list("pk", flat=True))
    rounds = list(queries.concerning(request.powers))
    context = {
        "rounds": [(one, one.pk in managed, queries.days_by_stage(one, None)) for one in rounds],
        "boards": [(board, _own_days(rounds, board)) for board in queries.boards(request.powers)],
        "breadcrumbs": from_desk(),
    }
    return render(request, "plans/rounds.html", context)


def _own_days(rounds: list[PlanningRound], board: Body) -> list[tuple[PlanningRound, Any]]:
    """Return the rounds in which a board has days of its own, with these."""
    found = [(one, queries.days_by_stage(one, board)) for one in rounds]
    return [(one, days) for one, days in found if days]


@office_page(Permission.MANAGE_ROUNDS)
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    bodies, templates = queries.bodies_of_rounds(request.powers), queries.templates()
    form = forms.RoundForm(request.POST or None, bodies=bodies, templates=templates)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        body = get_object_or_404(bodies, pk=given.pop("body"))
        template = get_object_or_404(TemplateEdition, pk=given.pop("template"))
        try:
            opened = actions.open_round(body=body, template=template, **given, **acting(request))
            return HttpResponseRedirect(reverse("plans:round", kwargs={"key": opened.pk}))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _asked(request, form, _("Open a planning round"))


def _days(request: HttpRequest, found: PlanningRound, board: Body | None, subtitle: str, **words: Any) -> HttpResponse:
    """Ask by when the stages of a round are due, for all or for one board."""

    def stands() -> dict[str, Any]:
        return actions.days_set(found, board)

    form = forms.DeadlinesForm(request.POST or None, initial=stands(), stands=stands)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            actions.set_deadlines(planning_round=found, board=board, days=form.days, seen=seen, **acting(request))
            return HttpResponseRedirect(reverse("plans:rounds"))
        except Refused as refusal:
            form.refuse(refusal)
    return _asked(request, form, _("By when things are due"), subtitle, **words)


@office_page(Permission.MANAGE_ROUNDS)
def round_days(request: HttpRequest, key: int) -> HttpResponse:
    """By when the stages of a round are due, for all."""
    found = get_object_or_404(queries.managed(request.powers), pk=key)
    return _days(request, found, None, str(found))


def _board(request: HttpRequest, key: int) -> Body:
    found: Body = get_object_or_404(queries.boards(request.powers), pk=key)
    return found


@office_page(Permission.MANAGE_ROUNDS)
def board_days(request: HttpRequest, key: int) -> HttpResponse:
    """By when the stages of a round are due for the plans of one board; which round stands in the address."""
    board = _board(request, key)
    rounds = queries.rounds_for(board)
    chosen = forms.ChosenRoundForm(request.GET or None, rounds=rounds)
    found = get_object_or_404(rounds, pk=chosen.cleaned_data["round"]) if chosen.is_valid() else rounds.first()
    if found is None:
        raise Http404
    others = [{"text": str(one), "href": f"?round={one.pk}"} for one in rounds if one != found]
    words = {"template": "plans/board-days.html", "others": others}
    return _days(request, found, board, f"{board.name} · {found}", **words)


@office_page(Permission.MANAGE_ROUNDS)
def route(request: HttpRequest, key: int) -> HttpResponse:
    """Through whose hands the plans of a board go, from a day on."""
    board = _board(request, key)
    present = ApprovalRoute.objects.current(on=clock.today()).filter(board=board).first() or ApprovalRoute(board=board)
    through = "yes" if present.through_planning_group else "no"
    initial = {"through_planning_group": through, "final_offices": present.final_offices, "start": clock.today()}
    form = forms.RouteForm(request.POST or None, initial=initial, stands=lambda: actions.routes_set(board))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        values = {name: given[name] for name in ("final_offices", "start", "seen")}
        try:
            is_through = given["through_planning_group"] == "yes"
            actions.set_route(board=board, through_planning_group=is_through, **values, **acting(request))
            return HttpResponseRedirect(reverse("plans:rounds"))
        except Refused as refusal:
            form.refuse(refusal)
    return _asked(request, form, _("Through whose hands plans go to approval"), board.name)
