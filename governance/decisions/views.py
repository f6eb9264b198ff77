"""What a body decided: the list, one decision with who stood aside, and recording one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.addresses import requested_day
from common.errors import Refused
from common.forms import asked
from common.ordering import by_name
from governance.decisions import queries
from governance.decisions.actions import StoodAside, Text, Votes
from governance.decisions.actions import record_decision as record
from governance.decisions.forms import DecisionForm
from governance.models import Body, Decision
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_offices

TEXTS = ("title_en", "title_cy", "text_en", "text_cy")


def _crumbs(body: Body | None = None) -> list[dict[str, str]]:
    if body is None:
        return from_offices()
    return from_offices((_("What the body decided"), reverse("governance:decisions", kwargs={"key": body.pk})))


@office_page(Permission.SEE_OFFICES)
def decisions(request: HttpRequest, key: int) -> HttpResponse:
    """What a body decided, the newest first."""
    body = get_object_or_404(request.powers.bodies(Permission.SEE_OFFICES), pk=key)
    context = {
        "body": body,
        "decisions": queries.decisions_of(body),
        "may_record": request.powers.may(Permission.RECORD_DECISIONS, body),
        "record_address": reverse("governance:record_decision", kwargs={"key": body.pk}),
        "today": clock.today(),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "governance/decisions.html", context)


@office_page(Permission.SEE_OFFICES)
def decision(request: HttpRequest, key: int) -> HttpResponse:
    """One decision; the interest behind a person's standing aside is for those who may see interests."""
    reach = request.powers.bodies(Permission.SEE_OFFICES)
    found = get_object_or_404(Decision.objects.select_related("body", "recorded_by"), pk=key, body__in=reach)
    context = {
        "decision": found,
        "recusals": found.recusals.select_related("person", "interest").order_by(*by_name("person__name")),
        "sees_interests": request.powers.may(Permission.SEE_INTERESTS, found.body),
        "breadcrumbs": _crumbs(found.body),
    }
    return render(request, "governance/decision.html", context)


@office_page(Permission.RECORD_DECISIONS)
def record_decision(request: HttpRequest, key: int) -> HttpResponse:
    """Record what a body decided on the day in the address: whoever held its seats then may have stood aside."""
    body = get_object_or_404(request.powers.bodies(Permission.RECORD_DECISIONS), pk=key)
    on = requested_day(request)
    sees = request.powers.may(Permission.SEE_INTERESTS, body)
    candidates = queries.who_may_stand_aside(body, on=on)
    form = DecisionForm(request.POST or None, candidates=candidates, sees_interests=sees)
    if request.method == "POST" and form.is_valid():
        try:
            who = acting(request)
            found = record(body=body, decided_on=on, **_answers(form), **who)
            return HttpResponseRedirect(_after(request, found))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Record a decision"), "subtitle": body.name, "button": _("Record it")}
    context = {**asked(form), **words, "on": on, "breadcrumbs": _crumbs(body)}
    return render(request, "governance/record-decision.html", context)


def _after(request: HttpRequest, found: Decision) -> str:
    """Return where to go once a decision is recorded: a delegate may record without seeing the list."""
    if request.powers.may(Permission.SEE_OFFICES, found.body):
        return reverse("governance:decision", kwargs={"key": found.pk})
    return reverse("portal:desk")


def _answers(form: DecisionForm) -> dict[str, Any]:
    given = form.cleaned_data
    votes = Votes(given["votes_for"], given["votes_against"], given["abstentions"])
    return {
        "text": Text(**{name: given[name] for name in TEXTS}),
        "outcome": Decision.Outcome(given["outcome"]),
        "votes": votes if votes.given is not None else None,
        "minute_reference": given["minute_reference"],
        "is_public": given["is_public"] == "yes",
        "stood_aside": [StoodAside(one.person, reason, interest) for one, reason, interest in form.aside()],
    }
