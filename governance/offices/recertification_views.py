"""Saying once a year that each appointment is still right."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from common import clock
from common.inputs import whole_number
from governance.offices import actions, queries
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.RECERTIFY)
def recertification(request: HttpRequest) -> HttpResponse:
    """The terms that nobody has looked at this year; each is confirmed here, or ended on its own page."""
    waiting, on = queries.to_recertify(request.user, request.powers), clock.today()
    if request.method == "POST":
        found = get_object_or_404(waiting, pk=whole_number(request.POST.get("appointment", "")))
        actions.recertify(appointment=found, year=on.year, by=request.user, at=clock.now(), on=on)
        return HttpResponseRedirect(reverse("governance:recertification"))
    context = {"waiting": waiting, "on": on, "breadcrumbs": from_desk()}
    return render(request, "governance/recertification.html", context)
