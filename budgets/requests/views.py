"""Money that moves: asking for it, the queue of requests, and deciding on one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from budgets.actions import deciding
from budgets.actions import requests as request_actions
from budgets.breadcrumbs import body_address
from budgets.interests import interest_words, interests_in
from budgets.models import FinancialYear, MoneyRequest
from budgets.policies import board_of, written_bodies
from budgets.requests import forms, presenters, queries
from budgets.rules import band_of
from budgets.words import line_choices
from common import clock
from common.errors import Meanwhile, Refused
from common.forms import asked
from common.numbers import pounds
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


def _way(*links: tuple[str, str]) -> list[dict[str, str]]:
    return from_desk((_("Budgets"), reverse("budgets:budgets")), *links)


@office_page(Permission.WRITE_BUDGETS)
def request_virement(request: HttpRequest, key: int, year: int) -> HttpResponse:
    """Ask that money of one line of a body be moved to another."""
    body = get_object_or_404(written_bodies(request.powers), pk=key)
    found = get_object_or_404(FinancialYear, first_year=year)
    lines = queries.lines_to_move(request.powers, body.pk, year)
    form = forms.VirementForm(request.POST or None, lines=line_choices(lines))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = {str(line.pk): line for line in lines}
        sides = {name: chosen[given[name]] for name in ("from_line", "to_line")}
        try:
            made = request_actions.request_virement(
                **sides, amount=given["amount"], reason=given["reason"], **acting(request)
            )
            return HttpResponseRedirect(reverse("budgets:request", kwargs={"key": made.pk}))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "form.html", {**asked(form), **_asking(body, found)})


def _asking(body: Body, year: FinancialYear) -> dict[str, Any]:
    band = band_of(board_of(body), on=clock.today())
    lead = _("A second person decides on every virement of this board.")
    if band.threshold:
        lead = _(
            "Below %(amount)s the money is moved at once; from there on a second person decides. What you move out of"
            " one line counts together for this many days: %(days)s."
        )
    return {
        "title": _("Move money to another line"),
        "subtitle": f"{body.name}, {year}",
        "lead": lead % {"amount": pounds(band.threshold), "days": band.days_together},
        "button": _("Ask for it"),
        "breadcrumbs": _way((f"{body.name}, {year}", body_address(body.pk, year))),
    }


@office_page(Permission.SEE_BUDGETS)
def requests(request: HttpRequest) -> HttpResponse:
    """The requests about money: what waits for the reader first, then their own, then all others."""
    page = presenters.queue(request.user, request.powers)
    return render(request, "budgets/requests.html", {**page, "breadcrumbs": _way()})


FORMS = {"decide": forms.DecideForm, "withdraw": forms.WithdrawForm, "aside": forms.AsideForm}


@office_page(Permission.SEE_BUDGETS)
def request_page(request: HttpRequest, key: int) -> HttpResponse:
    """One request, with before and after; who may decides, stands aside, or withdraws it."""
    found = queries.request_seen(request.powers, key)
    if found is None:
        raise Http404
    deed = request.POST.get("deed", "")
    if request.method == "POST" and deed not in FORMS:
        raise Http404
    asking = {
        name: form(request.POST if name == deed else None, auto_id=f"id_{name}_%s") for name, form in FORMS.items()
    }
    status = _performed(request, found, deed, asking[deed]) if deed else 200
    if status == 302:
        return HttpResponseRedirect(reverse("budgets:request", kwargs={"key": key}))
    return _shown(request, found, asking, deed, status)


def _performed(request: HttpRequest, found: MoneyRequest, deed: str, form: Any) -> int:
    """Do what was asked; return how to answer: elsewhere, with the faults, or with what happened meanwhile."""
    if not form.is_valid():
        return 200
    given, who = form.cleaned_data, acting(request)
    try:
        if deed == "decide":
            agreed = given["decision"] == forms.AGREE
            request_actions.decide_request(request=found, agreed=agreed, reason=given["reason"], **who)
        elif deed == "withdraw":
            deciding.withdraw_request(request=found, reason=given["reason"], **who)
        else:
            deciding.stand_aside(request=found, reason=given["reason"], **who)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 409 if isinstance(refusal, Meanwhile) else 200
    return 302


def _shown(request: HttpRequest, found: MoneyRequest, asking: dict[str, Any], deed: str, status: int) -> HttpResponse:
    found = queries.request_seen(request.powers, found.pk) or found
    body, on = found.from_line.body, clock.today()
    interests = interests_in([found.from_line, found.to_line], body, on=on, also=request.user)
    sees = request.powers.may(Permission.SEE_INTERESTS, body)
    context = {
        **presenters.page(found, band_of(board_of(body), on=on)),
        "may": presenters.standing_of(found, request.user, request.powers),
        "interests": interest_words(interests, sees=sees),
        "asked": {name: asked(form) for name, form in asking.items()},
        "problems": asked(asking[deed])["problems"] if deed else [],
        "breadcrumbs": _way((_("Requests about money"), reverse("budgets:requests"))),
    }
    return render(request, "budgets/request.html", context, status=status)
