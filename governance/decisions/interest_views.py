"""One's own interests, and the register of those that the members of a body declared."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.decisions import interest_actions, queries
from governance.decisions.forms import EndInterestForm, InterestForm
from governance.decisions.interest_actions import DAY
from governance.models import Interest
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk, from_offices


def _crumbs() -> list[dict[str, str]]:
    return from_desk((_("Your interests"), reverse("governance:interests")))


@office_page(Permission.SIGNED_IN)
def interests(request: HttpRequest) -> HttpResponse:
    """What the reader declared, with the days."""
    own = queries.own_interests(request.user)
    context = {"interests": own, "today": clock.today(), "declare_address": reverse("governance:declare_interest")}
    return render(request, "governance/interests.html", {**context, "breadcrumbs": from_desk()})


@office_page(Permission.SIGNED_IN)
def declare_interest(request: HttpRequest) -> HttpResponse:
    """Declare an interest of one's own."""
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            interest_actions.declare_interest(**_answers(form), by=request.user, at=clock.now())
            return HttpResponseRedirect(reverse("governance:interests"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Declare an interest"), "button": _("Declare it")}
    return render(request, "form.html", {**asked(form), **words, "breadcrumbs": _crumbs()})


def _answers(form: InterestForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    last_day = given.pop("last_day")
    return {
        **given,
        "nature": Interest.Nature(given["nature"]),
        "until": last_day + DAY if last_day else None,
    }


@office_page(Permission.SIGNED_IN)
def end_interest(request: HttpRequest, key: int) -> HttpResponse:
    """End an interest of one's own."""
    found = get_object_or_404(queries.own_interests(request.user), pk=key)
    form = EndInterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            who = acting(request)
            interest_actions.end_interest(interest=found, **form.cleaned_data, **who)
            return HttpResponseRedirect(reverse("governance:interests"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("End an interest"), "subtitle": found.organisation, "button": _("End it")}
    return render(request, "form.html", {**asked(form), **words, "breadcrumbs": _crumbs()})


@office_page(Permission.SEE_INTERESTS)
def register(request: HttpRequest, key: int) -> HttpResponse:
    """The interests of those who hold a seat of a body today; what is public of each is marked."""
    body = get_object_or_404(request.powers.bodies(Permission.SEE_INTERESTS), pk=key)
    on = clock.today()
    links = from_offices()
    context = {"body": body, "on": on, "interests": queries.register(body, on=on), "breadcrumbs": links}
    return render(request, "governance/register.html", context)
