"""A page for each row: to add, change, read and remove it."""

import uuid
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.errors import Meanwhile, Refused
from common.inputs import Query, whole_number
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from plans import actions
from plans.editions.kinds import KINDS, RowKind
from plans.editions.languages import Half, halves_of
from plans.models import Edition, PlanRow
from plans.policies import Access, access_to, editions_within, is_writable
from plans.writing import kept, presenters, queries, saving
from plans.writing.attaching import attach
from plans.writing.figures import Cited
from plans.writing.forms import RowForm, SectionForm, form_for
from plans.writing.reach import Opened, edition_in_reach, opened


@office_page(Permission.READ_PLANS)
def row(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """A row to be written, or read by those who may not write it."""
    try:
        found = opened(request, kind, key)
    except Http404:
        return _gone(request, KINDS[kind], key)
    if request.method != "POST":
        return row_page(request, found, saving.opened_form(request, found))
    if request.POST.get("step") == "keep":
        return saving.keep(request, saving.place_of(found))
    if request.POST.get("step") == "discard":
        return saving.discard(request, saving.place_of(found))
    form = form_for(found.kind, found.edition, found.access, found.row, request.POST)
    return saving.save(request, found, form, page=row_page, onward=_list_address(found.edition, kind))


def _gone(request: HttpRequest, kind: RowKind, key: int) -> HttpResponse:
    """Give back what was sent about a row that was removed from an edition in reach; else it is not found."""
    history = apps.get_model("plans", f"{kind.model.__name__}Event")
    editions = editions_within(request.powers, Permission.WRITE_PLANS)
    was = history.objects.filter(pgh_obj=key, pgh_label="delete", edition__in=editions.values("pk")).first()
    if request.method != "POST" or was is None:
        raise Http404
    return saving.gone(request, edition_in_reach(request, was.edition_id), kind, str(actions.Removed()))


def row_page(request: HttpRequest, found: Opened, form: SectionForm | RowForm) -> HttpResponse:
    standings, around = halves_of(found.edition, [found.row]), saving.around(request, found, form)
    context = {
        **around,
        **(presenters.groups(form, standings) if around["is_form"] else _to_read(found, standings)),
        "checkable": presenters.checkable(standings),
        "figures": _cited(found, form),
        **_milestones(found),
        "subtitle": found.kind.one,
    }
    return render(request, "plans/row.html", context)


def _milestones(found: Opened) -> dict[str, Any]:
    """Return the milestones of an action, and where another is added to it."""
    if found.kind.code != "action":
        return {}
    add = reverse("plans:add_row", kwargs={"key": found.edition.pk, "kind": "milestone"})
    return {
        "milestones": [presenters.milestone(one) for one in queries.milestones_of(found.row, found.access)],
        "add_milestone": f"{add}?{urlencode({'action': found.row.key})}" if found.may_write else "",
    }


def _cited(found: Opened, form: Any) -> list[Cited]:
    """Return the figures that a row cites as they are now."""
    codes = getattr(found.row, "figures", ())
    figures = form.figures if codes else {}
    return [figures[code] for code in codes if code in figures]


def _to_read(found: Opened, standings: list[Half]) -> dict[str, Any]:
    facts = presenters.facts(found.kind, found.row, found.edition)
    return {"read": presenters.read_halves(standings), "facts": facts}


def _list_address(edition: Edition, kind: str) -> str:
    return reverse("plans:section", kwargs={"key": queries.section_of(edition, kind).pk})


@office_page(Permission.WRITE_PLANS)
def add_row(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Add a row at the end of its list."""
    edition = edition_in_reach(request, key, Permission.WRITE_PLANS)
    access = access_to(request.powers, edition.plan)
    step, place = request.POST.get("step"), saving.Place(edition, KINDS[kind], _sent_key(request))
    if step == "keep":
        return saving.keep(request, place)
    if step == "discard":
        return saving.discard(request, place)
    if request.method == "POST" and step != "again":
        return _added(
            request, edition, access, form_for(place.kind, edition, access, None, request.POST, request.FILES)
        )
    return _add_page(request, edition, access, _new_form(request, edition, access, place.kind))


def _sent_key(request: HttpRequest) -> uuid.UUID:
    """Return the key that a new row was given when its form was opened, so that it is added once."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _new_form(request: HttpRequest, edition: Edition, access: Access, kind: RowKind) -> SectionForm | RowForm:
    """Return an empty form, or what its writer left; with what was sent about a row that was removed meanwhile."""
    known = kind.model.objects.filter(edition=edition).values("key")
    place = {"person": request.user, "edition": edition, "kind": kind.code}
    left = kept.kept_of_new(**place, known=known) if access.writes and is_writable(edition) else None
    initial: dict[str, Any] = {"visibility": kind.visibility, "key": left.key if left else uuid.uuid4()}
    initial |= left.values if left else {}
    if request.method == "POST":
        initial |= {name: many if len(many) > 1 else many[0] for name, many in request.POST.lists()}
    form = form_for(kind, edition, access, None, initial=initial | Query(request).all())
    form.left = left
    return form


def _added(request: HttpRequest, edition: Edition, access: Access, form: Any) -> HttpResponse:
    if saving.is_preview(request):
        return _preview_new(request, edition, access, form)
    if not form.is_valid():
        return _not_added(request, edition, access, form)
    try:
        new = _add(request, edition, form)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _add_page(request, edition, access, form)
    saving.let_go(request, saving.Place(edition, form.kind, new.key))
    return HttpResponseRedirect(_list_address(edition, form.kind.code))


def _preview_new(request: HttpRequest, edition: Edition, access: Access, form: Any) -> HttpResponse:
    """Show a new row as it will be published; what was typed is kept, and no row is added."""
    if access.writes and is_writable(edition):
        saving.keep_now(request, saving.Place(edition, form.kind, _sent_key(request)))
    return _add_page(request, edition, access, form)


def _not_added(request: HttpRequest, edition: Edition, access: Access, form: Any) -> HttpResponse:
    """Show what is wrong with a new row; a draft is kept with it."""
    if not saving.is_draft(request) or not (access.writes and is_writable(edition)):
        return _add_page(request, edition, access, form)
    place = saving.Place(edition, form.kind, _sent_key(request))
    return saving.draft_kept(request, form, saving.keep_now(request, place))


def _add(request: HttpRequest, edition: Edition, form: Any) -> PlanRow:
    values = form.values()
    more = {
        "key": form.cleaned_data["key"] or uuid.uuid4(),
        "written_in": get_language() or "en",
        **acting(request),
    }
    file = values.pop("file", None)
    if file is not None:
        return attach(edition=edition, values=values, name=file.name, content=file.read(), **more)
    return actions.add_row(edition=edition, kind=form.kind, values=values, **more)


def _add_page(request: HttpRequest, edition: Edition, access: Access, form: Any) -> HttpResponse:
    context = {
        **presenters.groups(form),
        "edition": edition,
        "is_form": True,
        "is_new": True,
        "preview": saving.preview_of(request, form),
        "title": presenters.adding(form.kind),
        **saving.kept_page(form),
        "breadcrumbs": presenters.way(edition),
    }
    return render(request, "plans/row.html", context)


@office_page(Permission.WRITE_PLANS)
def remove_row(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Ask once, then remove a row."""
    found = opened(request, kind, key, Permission.WRITE_PLANS)
    if request.method != "POST":
        return _remove_page(request, found)
    seen = whole_number(request.POST.get("version", ""))
    try:
        actions.remove_row(row=found.row, version=seen or 0, **acting(request))
    except NotAllowed:
        raise
    except actions.Removed:
        return HttpResponseRedirect(_list_address(found.edition, kind))
    except Refused as refusal:
        found.row.refresh_from_db()
        return _remove_page(request, found, refusal)
    return HttpResponseRedirect(_list_address(found.edition, kind))


def _remove_page(request: HttpRequest, found: Opened, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "title": _("Remove this?"),
        "subtitle": f"{found.kind.one}: {presenters.row_title(found.row)}",
        "lead": presenters.removal(found.row),
        "button": _("Remove it"),
        "hidden": [{"name": "version", "value": found.row.version}],
        "problems": [{"text": str(refusal)}] if refusal else [],
        "breadcrumbs": presenters.way(found.edition),
    }
    status = saving.CONFLICT if isinstance(refusal, Meanwhile) else 200
    return render(request, "form.html", context, status=status)


@office_page(Permission.READ_PLANS)
def file(request: HttpRequest, key: int) -> HttpResponse:
    """An attachment, to be saved and not to be opened in the portal's name."""
    stored = opened(request, "attachment", key).row.file
    response = HttpResponse(bytes(stored.content), content_type=stored.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
