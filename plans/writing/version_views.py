"""The page on which somebody reads the versions of a section or row, and takes an earlier one up again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.powers.access import office_page
from governance.powers.permissions import Permission
from plans.writing import presenters, saving
from plans.writing.reach import opened
from plans.writing.versions import versions_of


@office_page(Permission.READ_PLANS)
def versions(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Every version of a section or row: who, when, and what it changed."""
    found = opened(request, kind, key)
    context = {
        "found": found,
        "edition": found.edition,
        "title": _("Versions"),
        "subtitle": saving.title_of(found),
        "address": saving.address_of(found),
        "versions": versions_of(found.row, found.access.visibilities),
        "breadcrumbs": presenters.way(found.edition, (saving.title_of(found), saving.address_of(found))),
    }
    return render(request, "plans/versions.html", context)
