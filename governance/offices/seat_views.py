"""One body: its seats, seen together, opened and closed, and how it is reached."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.homes import home_address
from governance.models import Body, Office, Seat
from governance.offices import actions, presenters, queries
from governance.offices.contact_actions import facts_of, say_contact
from governance.offices.contact_forms import ContactForm
from governance.offices.forms import CloseSeatForm, KnownOfSeatForm, OpenSeatForm
from governance.offices.partners import partners_of
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.recording import Overtaken
from governance.ways import Link, from_desk

CONFLICT = 409


def _body(request: HttpRequest, permission: Permission, key: int) -> Body:
    """Return a body in reach in which somebody can hold an office."""
    found = get_object_or_404(request.powers.bodies(permission), pk=key)
    return get_object_or_404(Body.objects.exclude(body_kind=Body.Kind.LOCAL_AUTHORITY), pk=found.pk)


def _way(body: Body) -> list[Link]:
    return [(body.name, home_address(body))]


def _place(body: Body) -> str:
    return reverse("governance:body_seats", kwargs={"key": body.pk})


@office_page(Permission.SEE_OFFICES)
def body_seats(request: HttpRequest, key: int) -> HttpResponse:
    """The seats of a body with their holders: those vacant or not entered first."""
    body, on = _body(request, Permission.SEE_OFFICES, key), clock.today()
    seats = Seat.objects.current(on=on).filter(body=body).select_related("body", "represents", "follows")
    context = {
        "body": body,
        "lines": presenters.lines(queries.held(seats.order_by("office", "pk"), on=on), on=on),
        "may_open": request.powers.may(Permission.NOMINATE, body),
        "breadcrumbs": from_desk(*_way(body)),
    }
    return render(request, "governance/body-seats.html", context)


@office_page(Permission.NOMINATE)
def open_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Open a seat in a body, from a day on."""
    body = _body(request, Permission.NOMINATE, key)
    known = KnownOfSeatForm(request.GET).known()
    form = OpenSeatForm(request.POST or None, body=body, initial={"start": clock.today(), **known})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "office": Office(form.cleaned_data["office"])}
        try:
            opened = actions.open_seat(body=body, by=request.user, at=clock.now(), on=clock.today(), **given)
            return HttpResponseRedirect(reverse("governance:seat", kwargs={"key": opened.pk}))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Open a seat"), "subtitle": body.name, "button": _("Open it")}
    words["lead"] = _("Once it is open you can nominate somebody for it. Until then it stands as not entered.")
    ways = from_desk(*_way(body), (_("Seats"), _place(body)))
    partners = [(one.words, one.address(body)) for one in partners_of(body, on=clock.today())]
    context = {**asked(form), **words, "breadcrumbs": ways, "partners": partners}
    return render(request, "governance/open-seat.html", context)


@office_page(Permission.NOMINATE)
def close_seat(request: HttpRequest, key: int) -> HttpResponse:
    """Close a seat after a last day; the terms in it end with it."""
    reach = request.powers.bodies(Permission.NOMINATE)
    seat: Seat = get_object_or_404(Seat.objects.select_related("body", "represents"), pk=key, body__in=reach)
    form = CloseSeatForm(request.POST or None, initial={"seen_version": seat.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_seat(seat=seat, by=request.user, at=clock.now(), **form.closing())
            return HttpResponseRedirect(_place(seat.body))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT if isinstance(refusal, Overtaken) else 200
    return render(request, "form.html", {**asked(form), **_closing_words(seat)}, status=status)


def _closing_words(seat: Seat) -> dict[str, Any]:
    return {
        "title": _("Close a seat"),
        "subtitle": f"{seat.title}, {seat.body.name}",
        "lead": _("Whoever holds it holds it no longer after that day. What they did stays in the record."),
        "button": _("Close it"),
        "breadcrumbs": from_desk(*_way(seat.body), (_("Seats"), _place(seat.body))),
    }


@office_page(Permission.DESCRIBE)
def contact(request: HttpRequest, key: int) -> HttpResponse:
    """How a body is reached, and when and where it meets next, as those who look after it say."""
    reach = request.powers.bodies(Permission.DESCRIBE).filter(body_kind__in=queries.CONTACTED)
    body = get_object_or_404(reach, pk=key)
    form = ContactForm(request.POST or None, stands=lambda: facts_of(body))
    if request.method == "POST" and form.is_valid():
        try:
            say_contact(body=body, by=request.user, at=clock.now(), on=clock.today(), **form.facts())
            return HttpResponseRedirect(home_address(body))
        except Refused as refusal:
            form.refuse(refusal)
    words = {"title": _("How it is reached, and its next meeting"), "subtitle": body.name, "button": _("Save")}
    words["lead"] = _("All of this is shown to the public. Leave empty what is not to be shown.")
    context = {**asked(form), **words, "breadcrumbs": from_desk(*_way(body))}
    return render(request, "form.html", context, status=form.status)
