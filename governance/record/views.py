"""The pages of the record."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AuditRecord
from common.files import as_file
from common.inputs import Query
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.record import presenters, queries
from governance.record.forms import RecordForm
from governance.record.tables import RecordTable
from governance.ways import from_desk

MOST_IN_A_FILE = 50_000


def _found(request: HttpRequest, form: RecordForm) -> queries.QuerySet[AuditRecord]:
    given = form.cleaned_data if form.is_valid() else {}
    readable = queries.records(request.user, request.powers)
    return queries.narrowed(
        readable, words=given.get("q", ""), action=given.get("action", ""), since=given.get("since")
    )


@office_page(Permission.SEE_RECORD)
def record(request: HttpRequest) -> HttpResponse:
    """Who changed what, the newest first."""
    form = RecordForm(request.GET)
    table = RecordTable(_found(request, form), caption=_("Who changed what"), request=request)
    context = {"form": form, "table": table, "query": urlencode(Query(request).all()), "breadcrumbs": from_desk()}
    return render(request, "governance/record.html", context)


@office_page(Permission.SEE_RECORD)
def record_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, the newest 50,000 entries at most."""
    sheet = presenters.sheet(_found(request, RecordForm(request.GET))[:MOST_IN_A_FILE])
    return as_file(sheet, _("record"))


@office_page(Permission.SEE_RECORD)
def record_entry(request: HttpRequest, key: int) -> HttpResponse:
    """One entry with the rows that it changed."""
    found = get_object_or_404(queries.records(request.user, request.powers), pk=key)
    changes = queries.rows_changed(found)
    context = {
        "entry": found,
        "sentence": presenters.sentence(found),
        "who": presenters.who(found),
        "when": presenters.moment(found.at),
        "reason": found.details.get("reason", ""),
        "rows": presenters.shown_rows(changes),
        "is_cut": len(changes) == queries.ROWS_SHOWN,
        "breadcrumbs": from_desk((_("Record"), reverse("governance:record"))),
    }
    return render(request, "governance/record-entry.html", context)
