"""One section a page: both halves of its text, and the lists that stand in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from governance.powers.access import office_page
from governance.powers.permissions import Permission
from plans.editions.languages import halves_of
from plans.editions.lists import LISTS
from plans.models import PlanRow, TemplateSection
from plans.policies import is_writable
from plans.writing import presenters, queries, saving
from plans.writing.forms import RowForm, SectionForm, form_for
from plans.writing.reach import Opened, opened


@office_page(Permission.READ_PLANS)
def section(request: HttpRequest, key: int) -> HttpResponse:
    """A section to be written, or read by those who may not write it."""
    found = opened(request, "section", key)
    if request.method == "POST":
        return _sent(request, found)
    return section_page(request, found, saving.opened_form(request, found))


def _sent(request: HttpRequest, found: Opened) -> HttpResponse:
    step = request.POST.get("step")
    if step == "keep":
        return saving.keep(request, saving.place_of(found))
    if step == "discard":
        return saving.discard(request, saving.place_of(found))
    if "move" in request.POST:
        saving.move(request, found.edition)
        if not found.may_write:
            return HttpResponseRedirect(request.path)
    form = form_for(found.kind, found.edition, found.access, found.row, request.POST)
    return saving.save(request, found, form, page=section_page, onward=_onward(found.row))


def _onward(row: PlanRow) -> str:
    """Return the address of the next section, or of the plan's home after the last one."""
    keys = list(queries.sections_of(row.edition).values_list("pk", flat=True))
    following = keys[keys.index(row.pk) + 1 :]
    if following:
        return reverse("plans:section", kwargs={"key": following[0]})
    return reverse("plans:home", kwargs={"key": row.edition_id})


def section_page(request: HttpRequest, found: Opened, form: SectionForm | RowForm) -> HttpResponse:
    row, standings = found.row, halves_of(found.edition, [found.row])
    around = saving.around(request, found, form)
    context = {
        **around,
        **(presenters.groups(form, standings) if around["is_form"] else {"read": presenters.read_halves(standings)}),
        "template": found.template,
        "checkable": presenters.checkable(standings),
        "status": presenters.status_tag(row),
        "lists": _lists(found, found.template),
    }
    return render(request, "plans/section.html", context)


def _lists(found: Opened, template: TemplateSection) -> list[dict[str, Any]]:
    """Return the lists that stand in a section; the part of a collaborative has none of its own."""
    if found.row.collaborative_id is not None:
        return []
    rows = {code: queries.rows_of_kind(found.edition, code, found.access) for code in LISTS[template.rows]}
    may_add = found.access.writes and is_writable(found.edition)
    return presenters.lists(template, rows, found.edition, found.may_write_of, may_add=may_add)
