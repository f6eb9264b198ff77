"""The pages of the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.models import AuditRecord
from common import workbooks
from governance.access import office_page
from governance.permissions import Permission
from governance.record import presenters, queries
from governance.record.forms import RecordForm
from governance.record.tables import RecordTable

MOST_IN_A_FILE = 50_000


def _crumbs(*links: tuple[str, str]) -> list[dict[str, str]]:
    found = [(_("What waits for you"), reverse("portal:desk")), *links]
    return [{"text": text, "href": address} for text, address in found]


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
    context = {"form": form, "table": table, "query": request.GET.urlencode(), "breadcrumbs": _crumbs()}
    return render(request, "governance/record.html", context)


@office_page(Permission.SEE_RECORD)
def record_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, the newest 50,000 entries at most."""
    sheet = presenters.sheet(_found(request, RecordForm(request.GET))[:MOST_IN_A_FILE])
    response = HttpResponse(workbooks.comma_separated(sheet), content_type=workbooks.MEDIA_TYPES["csv"])
    response["Content-Disposition"] = content_disposition_header(True, f"{_('record')}.csv")
    return response


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
        "breadcrumbs": _crumbs((_("Record"), reverse("governance:record"))),
    }
    return render(request, "governance/record-entry.html", context)
