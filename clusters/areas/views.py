"""Administrators' pages of clusters as areas: opened, renamed, merged, divided, closed, each seen before it is done."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters import queries
from clusters.areas import actions
from clusters.areas.changes import Reorganisation, mark_of
from clusters.areas.forms import CloseForm, MergeForm, OpenForm, RenameForm, SplitForm
from clusters.areas.presenters import change_rows, renaming_rows
from clusters.models import Area
from common import clock
from common.inputs import Query
from common.welsh import fold
from governance.offices.wizard import Wizard
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk

MANAGE = Permission.MANAGE_AREAS
PER_PAGE = 50


def _words(title: str, subtitle: str = "") -> dict[str, Any]:
    links = (_("Clusters to administer"), reverse("clusters:areas"))
    return {"title": title, "subtitle": subtitle, "button": _("See what changes"), "breadcrumbs": from_desk(links)}


def _reach(request: HttpRequest) -> Any:
    return request.powers.bodies(MANAGE).values("pk")


@office_page(MANAGE)
def areas(request: HttpRequest) -> HttpResponse:
    """The clusters in reach, those that closed among them; found by words of their names or their board's."""
    asked = Query(request)
    found = Area.objects.filter(kind=Area.Kind.CLUSTER, pk__in=_reach(request)).select_related("parent").in_order()
    for word in fold(asked.text("q")).split():
        found = found.filter(Q(search_text__contains=word) | Q(parent__search_text__contains=word))
    page = Paginator(found, PER_PAGE).get_page(asked.number("page") or 1)
    context = {"page": page, "words": asked.text("q"), "open_address": reverse("clusters:open_area")}
    context["breadcrumbs"] = from_desk()
    return render(request, "clusters/areas.html", context)


def _area(request: HttpRequest, key: int) -> Area:
    """Return a cluster in reach; one out of reach is not found."""
    return get_object_or_404(Area.objects.filter(kind=Area.Kind.CLUSTER, pk__in=_reach(request)), pk=key)


def _reorganising(request: HttpRequest, form: Any, words: dict[str, Any], deed: str, change: Any) -> HttpResponse:
    """Answer one step of a reorganisation; `change` works it out from the answers."""

    def carry_out(given: dict[str, Any]) -> Reorganisation:
        who = acting(request)
        return actions.reorganise(change(given), deed=deed, reason=given["reason"], seen=given["seen"], **who)

    def preview(given: dict[str, Any]) -> list[Any]:
        actions.refuse_past_without_reason(given["start"], on=clock.today(), reason=given["reason"])
        return change_rows(change(given))

    done = reverse("clusters:areas")
    return Wizard(form, words, preview, carry_out, str, done, mark=lambda given: mark_of(change(given))).answer(request)


@office_page(MANAGE)
def open_area(request: HttpRequest) -> HttpResponse:
    """Open a cluster in a county from a day on."""
    found = Area.objects.filter(kind=Area.Kind.LOCAL_AUTHORITY, pk__in=_reach(request)).select_related("parent")
    form = OpenForm(request.POST or None, authorities={str(one.pk): one for one in found.in_order()})

    def change(given: dict[str, Any]) -> Reorganisation:
        names = {one: given[one] for one in ("name_en", "name_cy", "start")}
        authority = given["authority"]
        return Reorganisation(
            given["start"],
            opening=[actions.new_cluster(board=authority.parent, local_authority=authority, **names)],
        )

    return _reorganising(request, form, _words(_("Open a cluster")), "open", change)


@office_page(MANAGE)
def merge_area(request: HttpRequest, key: int) -> HttpResponse:
    """Let a cluster, and others with it, become part of one that goes on or of a new one."""
    found = _area(request, key)
    open_now = queries.clusters_in(request.powers.bodies(MANAGE), on=clock.today())
    others = {str(one.pk): one for one in open_now if one.parent_id == found.parent_id and one.pk != found.pk}
    form = MergeForm(request.POST or None, others=others)

    def change(given: dict[str, Any]) -> Reorganisation:
        into = others.get(given["into"]) or actions.new_cluster(
            board=found.parent,
            local_authority=found.local_authority,
            **{one: given[one] for one in ("name_en", "name_cy", "start")},
        )
        return actions.merge([found, *(others[key] for key in given["others"])], into, start=given["start"])

    return _reorganising(request, form, _words(_("Merge a cluster"), found.name), "merge", change)


@office_page(MANAGE)
def split_area(request: HttpRequest, key: int) -> HttpResponse:
    """Divide a cluster into two new ones; small areas belong to neither until a new best fit says to which."""
    found = _area(request, key)
    members = {str(one.provider_id): str(one.provider) for one in queries.members_from(found, on=clock.today())}
    form = SplitForm(request.POST or None, members=members)

    def change(given: dict[str, Any]) -> Reorganisation:
        place = {"board": found.parent, "local_authority": found.local_authority, "start": given["start"]}
        first, second = (
            actions.new_cluster(name_en=given[f"{one}_en"], name_cy=given[f"{one}_cy"], **place)
            for one in ("first", "second")
        )
        homes = {int(provider): second if provider in given["moving"] else first for provider in members}
        return actions.split(found, [first, second], homes, start=given["start"])

    return _reorganising(request, form, _words(_("Divide a cluster"), found.name), "split", change)


@office_page(MANAGE)
def close_area(request: HttpRequest, key: int) -> HttpResponse:
    """Close a cluster that nobody takes over."""
    found, form = _area(request, key), CloseForm(request.POST or None)

    def change(given: dict[str, Any]) -> Reorganisation:
        return actions.close(found, start=given["start"])

    return _reorganising(request, form, _words(_("Close a cluster"), found.name), "close", change)


@office_page(MANAGE)
def rename_area(request: HttpRequest, key: int) -> HttpResponse:
    """Give a cluster, and what is called after it, other names from now on; old addresses lead to the new ones."""
    found = _area(request, key)
    names = {one: getattr(found, one) for one in ("name_en", "name_cy", "name_cy_status")}
    form = RenameForm(request.POST or None, initial={**names, "seen": actions.names_of(found)})

    def preview(given: dict[str, Any]) -> list[Any]:
        return renaming_rows(found, {one: given[one] for one in ("name_en", "name_cy")})

    def carry_out(given: dict[str, Any]) -> Area:
        return actions.rename(cluster=found, by=request.user, at=clock.now(), on=clock.today(), **given)

    def seal() -> str:
        return actions.names_of(_area(request, key))

    words = _words(_("Rename a cluster"), found.name)
    return Wizard(form, words, preview, carry_out, seal, reverse("clusters:areas")).answer(request)
