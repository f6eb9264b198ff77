"""Who could do what on a day: for those who read the record."""

import datetime
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common import clock
from common.dates import date_format
from common.files import as_file
from common.forms import asked
from common.workbooks import Heading, Sheet
from governance.models import Body
from governance.powers import queries
from governance.powers.access import office_page
from governance.powers.forms import PowersForm
from governance.powers.permissions import Permission
from governance.powers.queries import Holding
from governance.ways import from_offices


@office_page(Permission.SEE_RECORD)
def powers(request: HttpRequest) -> HttpResponse:
    """Choose a body and a day, then read who could do what to it."""
    form = PowersForm(request.GET)
    bodies = queries.bodies_with_seats(request.powers)
    body, on = _chosen(form, bodies)
    context = {
        "body": body,
        "on": on,
        "holdings": queries.holdings(body, on=on) if body else [],
        "bodies": bodies,
        "day": form["on"].value() or date_format(on),
        "problems": asked(form)["problems"],
        "query": request.META.get("QUERY_STRING", ""),
        "breadcrumbs": from_offices(),
    }
    return render(request, "governance/powers.html", context)


@office_page(Permission.SEE_RECORD)
def powers_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file, one row for each sentence; the headings alone where no body is chosen."""
    body, on = _chosen(PowersForm(request.GET), queries.bodies_with_seats(request.powers))
    found = queries.holdings(body, on=on) if body else []
    headings = (_("Name"), _("Office"), _("Body"), _("What they could do"), _("On behalf of"))
    rows = tuple(row for one in found for row in _cells(one))
    sheet = Sheet(_("Powers"), _("Who could do what on a day"), tuple(map(Heading, headings)), rows)
    return as_file(sheet, "-".join((_("powers"), on.isoformat())))


def _chosen(form: PowersForm, bodies: Iterable[Body]) -> tuple[Body | None, datetime.date]:
    """Return the body, which is not found out of reach, and the day; none and today where the answer is broken."""
    if not form.is_valid():
        return None, clock.today()
    key, on = form.cleaned_data["body"], form.cleaned_data["on"] or clock.today()
    if key is None:
        return None, on
    found = next((body for body in bodies if body.pk == key), None)
    if found is None:
        raise Http404
    return found, on


def _cells(one: Holding) -> list[tuple[str, ...]]:
    principal = one.on_behalf_of.name if one.on_behalf_of else ""
    place = (one.person.name, one.seat.title, one.seat.body.name)
    return [(*place, str(permission.label), principal) for permission in one.permissions]
