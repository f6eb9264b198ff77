"""Administrators' pages of providers: found by search, with where they belong and since when, changed in steps."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.breadcrumbs import from_providers
from clusters.forms import LeaveForm, MembershipForm, ProvidersForm
from clusters.memberships import presenters, queries
from clusters.memberships.actions import DAY, join, leave, memberships_of, move, standing
from clusters.memberships.tables import ProviderTable
from clusters.models import Membership, Provider
from clusters.queries import clusters_in
from clusters.step_presenters import rows
from clusters.steps import Step, joining, leaving, moving, refuse_past_without_reason
from common import clock
from common.addresses import requested_day
from common.files import as_file
from governance.offices.presenters import Row
from governance.offices.wizard import Wizard
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

MANAGE = Permission.MANAGE_MEMBERSHIP


def _found(request: HttpRequest, form: ProvidersForm, on: datetime.date) -> Any:
    asked = form.cleaned_data if form.is_valid() else {}
    return queries.narrowed(queries.providers_of(request.powers.bodies(MANAGE)), asked, on=on)


@office_page(MANAGE)
def providers(request: HttpRequest) -> HttpResponse:
    """The providers in reach, found by words, kind and cluster."""
    on, form = requested_day(request), ProvidersForm(request.GET)
    table = ProviderTable(_found(request, form, on), caption=_("Providers and their clusters"), request=request)
    context = {
        "form": form,
        "table": table,
        "on": on,
        "kinds": Provider.Kind.choices,
        "clusters": clusters_in(request.powers.bodies(MANAGE), on=on),
        "uploads_address": reverse("clusters:uploads"),
        "query": request.META.get("QUERY_STRING", ""),
        "breadcrumbs": from_desk(),
    }
    return render(request, "clusters/providers.html", context)


@office_page(MANAGE)
def providers_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    on = requested_day(request)
    sheet = presenters.sheet(_found(request, ProvidersForm(request.GET), on), on=on)
    return as_file(sheet, "-".join((_("providers"), on.isoformat())))


def _provider(request: HttpRequest, key: int) -> Provider:
    """Return a provider in reach; one out of reach is not found."""
    return get_object_or_404(queries.providers_of(request.powers.bodies(MANAGE)), pk=key)


@office_page(MANAGE)
def provider(request: HttpRequest, key: int) -> HttpResponse:
    """One provider with every membership, the newest first."""
    found = _provider(request, key)
    reach = set(request.powers.bodies(MANAGE).values_list("pk", flat=True))
    lines = presenters.lines(memberships_of(found), reach=reach, on=clock.today())
    change_address = reverse("clusters:change_membership", kwargs={"key": key})
    context = {"provider": found, "lines": lines, "change_address": change_address, "breadcrumbs": from_providers()}
    return render(request, "clusters/provider.html", context)


@office_page(MANAGE)
def change_membership(request: HttpRequest, key: int) -> HttpResponse:
    """Let a provider join a cluster or move to another: the day, the change, its rows, the deed."""
    found, today = _provider(request, key), clock.today()
    clusters = {str(one.pk): one for one in clusters_in(request.powers.bodies(MANAGE), on=today)}
    initial = {"seen": standing(memberships_of(found))}
    place = reverse("clusters:provider", kwargs={"key": key})

    def preview(given: dict[str, Any]) -> list[Row]:
        refuse_past_without_reason(given["start"], on=today, reason=given["reason"])
        return rows(_steps(found, given))

    def carry_out(given: dict[str, Any]) -> list[Step]:
        who = {"by": request.user, "at": clock.now(), "on": today}
        common = {one: given[one] for one in ("cluster", "start", "reason", "seen")}
        if given["change"] == "move":
            return move(provider=found, **common, **who)
        return join(provider=found, spans=given["change"] == "join_also", **common, **who)

    words = {"title": _("Change the cluster"), "button": _("See what changes")}
    words |= {"subtitle": str(found), "breadcrumbs": from_providers((found.name, place))}
    form = MembershipForm(request.POST or None, clusters=clusters, initial=initial)
    return Wizard(form, words, preview, carry_out, lambda: standing(memberships_of(found)), place).answer(request)


def _steps(provider: Provider, given: dict[str, Any]) -> list[Step]:
    held = memberships_of(provider)
    if given["change"] == "move":
        return moving(provider, given["cluster"], given["start"], held=held)
    return joining(provider, given["cluster"], given["start"], held=held, spans=given["change"] == "join_also")


@office_page(MANAGE)
def end_membership(request: HttpRequest, key: int) -> HttpResponse:
    """End a membership after its last day."""
    reach = Membership.objects.filter(cluster__in=request.powers.bodies(MANAGE).values("pk"))
    found = get_object_or_404(reach.select_related("provider", "cluster"), pk=key)
    place = reverse("clusters:provider", kwargs={"key": found.provider_id})

    def seal() -> str:
        return standing(memberships_of(found.provider))

    def preview(given: dict[str, Any]) -> list[Row]:
        first_without = given["last_day"] + DAY
        refuse_past_without_reason(first_without, on=clock.today(), reason=given["reason"])
        return rows(leaving(found, first_without))

    def carry_out(given: dict[str, Any]) -> list[Step]:
        return leave(membership=found, by=request.user, at=clock.now(), on=clock.today(), **given)

    words = {"title": _("End a membership"), "subtitle": str(found), "button": _("See what changes")}
    words["breadcrumbs"] = from_providers((found.provider.name, place))
    form = LeaveForm(request.POST or None, initial={"seen": seal()})
    return Wizard(form, words, preview, carry_out, seal, place).answer(request)
