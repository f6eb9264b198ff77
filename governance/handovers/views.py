"""Handing a seat over: the handovers of the reader, preparing one, and reading and accepting one."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.handovers import actions
from governance.handovers.forms import HandoverForm
from governance.handovers.kinds import KINDS, successors
from governance.models import Appointment, Handover, Seat
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


def _crumbs() -> list[dict[str, str]]:
    return from_desk((_("Handovers"), reverse("governance:handovers")))


def _own(request: HttpRequest) -> QuerySet[Handover]:
    concerned = Handover.objects.filter(Q(giver=request.user) | Q(taker=request.user))
    found: QuerySet[Handover] = concerned.select_related("seat__body", "seat__represents", "giver", "taker")
    return found.order_by("-prepared_at", "-pk")


def _held(request: HttpRequest) -> QuerySet[Seat]:
    """Return the seats that the reader holds by appointment today."""
    terms = Appointment.objects.current(on=clock.today()).filter(person=request.user)
    found: QuerySet[Seat] = Seat.objects.filter(pk__in=terms.values("seat")).select_related("body", "represents")
    return found.order_by("pk")


@office_page(Permission.SIGNED_IN)
def handovers(request: HttpRequest) -> HttpResponse:
    """The handovers that concern the reader, and the seats that they can hand over."""
    context = {"handovers": _own(request), "seats": _held(request), "breadcrumbs": from_desk()}
    return render(request, "governance/handovers.html", context)


@office_page(Permission.SIGNED_IN)
def prepare_handover(request: HttpRequest, key: int) -> HttpResponse:
    """Prepare the handover of a seat that the reader holds."""
    seat, on = get_object_or_404(_held(request), pk=key), clock.today()
    people = list(successors(seat, giver=request.user, on=on))
    form = HandoverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        to = next(one for one in people if str(one.pk) == form.cleaned_data["to"])
        try:
            who = {"by": request.user, "at": clock.now(), "on": on}
            found = actions.prepare_handover(seat=seat, to=to, note=form.cleaned_data["note"], **who)
            return HttpResponseRedirect(reverse("governance:handover", kwargs={"key": found.pk}))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Hand over a seat"), "subtitle": f"{seat.title}, {seat.body.name}", "button": _("Prepare it")}
    work = _work(Handover(seat=seat, giver=request.user))
    context = {**asked(form), **words, "work": work, "people": people, "breadcrumbs": _crumbs()}
    return render(request, "governance/prepare-handover.html", context)


@office_page(Permission.SIGNED_IN)
def handover(request: HttpRequest, key: int) -> HttpResponse:
    """One handover as one of its two people reads it; what is open is told in full to whoever holds the seat."""
    found, on = get_object_or_404(_own(request), pk=key), clock.today()
    problem = ""
    if request.method == "POST":
        try:
            actions.accept_handover(handover=found, by=request.user, at=clock.now(), on=on)
            return HttpResponseRedirect(reverse("governance:handover", kwargs={"key": key}))
        except Refused as refusal:
            problem = str(refusal)
    is_holder = found.seat.is_held_by(request.user, on=on)
    context = {
        "handover": found,
        "work": [] if found.accepted_at else _work(found),
        "is_holder": is_holder,
        "is_taker": found.taker_id == request.user.pk,
        "term": Appointment.objects.confirmed().filter(seat=found.seat, person=found.giver).order_by("during").last(),
        "problems": [{"text": problem}] if problem else [],
        "breadcrumbs": _crumbs(),
    }
    return render(request, "governance/handover.html", context)


def _work(found: Handover) -> list[tuple[Any, list[str]]]:
    return [(kind.title, kind.open(found, clock.today())) for kind in KINDS]
