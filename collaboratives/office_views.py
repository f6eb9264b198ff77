"""Signed-in pages of collaboratives: opened, led from state to state, described."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.areas.changes import Overtaken
from clusters.models import Area
from clusters.steps import refuse_past_without_reason
from collaboratives import actions, presenters
from collaboratives import office_presenters as shown
from collaboratives.changes import DESCRIPTION, State, mark_of_description, mark_of_state
from collaboratives.forms import DescribeForm, OpenForm, StateForm
from collaboratives.models import Collaborative, Profession
from common import clock
from governance.offices.wizard import CONFLICT, Wizard
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

MANAGE, DESCRIBE = Permission.MANAGE_AREAS, Permission.DESCRIBE


def _inner_crumbs(*links: tuple[str, str]) -> list[dict[str, str]]:
    return from_desk((_("Collaboratives to look after"), reverse("collaboratives:administered")), *links)


def _reached(request: HttpRequest, permission: Permission) -> Any:
    reach = request.powers.bodies(permission).values("pk")
    return Collaborative.objects.filter(pk__in=reach).select_related("cluster", "profession")


def _place(found: Collaborative) -> str:
    return reverse("collaboratives:overview", kwargs={"key": found.pk})


@office_page(DESCRIBE)
def administered(request: HttpRequest) -> HttpResponse:
    """The collaboratives in reach, those that ended among them."""
    found = _reached(request, DESCRIBE).order_by("cluster__sort_key", "profession__order", "pk")
    lines = [(one, presenters.state(one, on=clock.today()).words) for one in found]
    return render(request, "collaboratives/administered.html", {"lines": lines, "breadcrumbs": from_desk()})


@office_page(DESCRIBE)
def overview(request: HttpRequest, key: int) -> HttpResponse:
    """One collaborative: what it is today and what its reader may change."""
    found = get_object_or_404(_reached(request, DESCRIBE), pk=key)
    may_end = found.closed_on is None and request.powers.may(MANAGE, found)
    state = presenters.state(found, on=clock.today())
    context = {"subject": found, "state": state, "may_change_state": may_end, "breadcrumbs": _inner_crumbs()}
    return render(request, "collaboratives/overview.html", context)


@office_page(MANAGE)
def open_one(request: HttpRequest, key: int) -> HttpResponse:
    """Open the collaborative of a profession in a cluster from a day on."""
    reach = Area.objects.filter(kind=Area.Kind.CLUSTER, pk__in=request.powers.bodies(MANAGE).values("pk"))
    cluster, today = get_object_or_404(reach, pk=key), clock.today()
    form = OpenForm(request.POST or None, professions={one.code: one for one in Profession.objects.all()})

    def preview(given: dict[str, Any]) -> list[Any]:
        refuse_past_without_reason(given["start"], on=today, reason=given["reason"])
        return shown.opening_rows(cluster, given["profession"], given["start"])

    def carry_out(given: dict[str, Any]) -> Collaborative:
        return actions.open_collaborative(cluster=cluster, by=request.user, at=clock.now(), on=today, **given)

    words = {"title": _("Open a collaborative"), "subtitle": cluster.name, "button": _("See what changes")}
    words["breadcrumbs"] = from_desk((_("Clusters to administer"), reverse("clusters:areas")))
    return Wizard(form, words, preview, carry_out, str, reverse("collaboratives:administered")).answer(request)


@office_page(MANAGE)
def change_state(request: HttpRequest, key: int) -> HttpResponse:
    """Let a collaborative become active, or end it with its seats and the terms in them."""
    found, today = get_object_or_404(_reached(request, MANAGE), pk=key), clock.today()
    form = StateForm(request.POST or None, state=found.state)

    def preview(given: dict[str, Any]) -> list[Any]:
        refuse_past_without_reason(given["day"], on=today, reason=given["reason"])
        return shown.state_rows(found, given["state"], given["day"], on=today)

    def carry_out(given: dict[str, Any]) -> Collaborative:
        return actions.change_state(collaborative=found, by=request.user, at=clock.now(), on=today, **given)

    def mark(given: dict[str, Any]) -> str:
        return mark_of_state(found, given["state"], given["day"])

    words = {"title": _("Change the state"), "subtitle": found.name, "button": _("See what changes")}
    words["lead"] = _("It is now: %(state)s") % {"state": State(found.state).label}
    words["breadcrumbs"] = _inner_crumbs((found.name, _place(found)))
    return Wizard(form, words, preview, carry_out, str, _place(found), mark=mark).answer(request)


@office_page(DESCRIBE)
def describe(request: HttpRequest, key: int) -> HttpResponse:
    """Describe a collaborative in both languages; a text that somebody else wrote meanwhile is not lost."""
    found = get_object_or_404(_reached(request, DESCRIBE), pk=key)
    initial = {**{name: getattr(found, name) for name in DESCRIPTION}, "seen": mark_of_description(found)}
    form, meanwhile, status = DescribeForm(request.POST or None, initial=initial), [], 200
    if request.method == "POST" and form.is_valid():
        try:
            who = acting(request)
            actions.describe(collaborative=found, **who, **form.cleaned_data)
            return HttpResponseRedirect(_place(found))
        except Overtaken as refusal:
            form.add_error(None, str(refusal))
            found.refresh_from_db()
            meanwhile, status = shown.written_meanwhile(form, found), CONFLICT
            form.data = {**form.data.dict(), "seen": mark_of_description(found)}
    context = {
        "title": _("Describe the collaborative"),
        "subtitle": found.name,
        "button": _("Save"),
        "meanwhile": meanwhile,
    }
    context |= {**shown.description_page(form), "breadcrumbs": _inner_crumbs((found.name, _place(found)))}
    return render(request, "collaboratives/describe.html", context, status=status)
