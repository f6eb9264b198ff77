"""Letting somebody act in one's own office for a time: what is given and received, and giving and ending it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from common.inputs import whole_number
from governance.models import Delegation, Seat
from governance.offices import actions, presenters, queries
from governance.offices.address_actions import delegate_by_address
from governance.offices.forms import DelegateForm
from governance.offices.views import DAY
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.SIGNED_IN)
def delegations(request: HttpRequest) -> HttpResponse:
    """Who acts for whom, as far as it concerns the reader; either of the two may end it."""
    own = queries.own_delegations(request.user, on=clock.today())
    if request.method == "POST":
        found = get_object_or_404(own, pk=whole_number(request.POST.get("delegation", "")))
        actions.revoke(delegation=found, by=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("governance:delegations"))
    context = {
        "rows": [presenters.delegation_row(one, request.user) for one in own],
        "may_give": request.powers.holds(Permission.DELEGATE),
        "give_address": reverse("governance:delegate"),
        "breadcrumbs": from_desk(),
    }
    return render(request, "governance/delegations.html", context)


@office_page(Permission.DELEGATE)
def delegate(request: HttpRequest) -> HttpResponse:
    """Let somebody who is known here act in one of one's own seats."""
    seats = list(queries.seats_to_hand_on(request.user, on=clock.today()))
    form = DelegateForm(request.POST or None, seats=seats)
    if request.method == "POST" and form.is_valid():
        try:
            _delegated(request, form, seats)
            return HttpResponseRedirect(reverse("governance:delegations"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Let somebody act for you"), "button": _("Let them act")}
    links = from_desk((_("Acting for somebody"), reverse("governance:delegations")))
    return render(request, "form.html", {**asked(form), **words, "breadcrumbs": links})


def _delegated(request: HttpRequest, form: DelegateForm, seats: list[Seat]) -> Delegation:
    given = form.cleaned_data
    return delegate_by_address(
        email=given["email"],
        seat=next(seat for seat in seats if str(seat.pk) == given["seat"]),
        permissions=[Permission(one) for one in given["permissions"]],
        start=given["start"],
        until=given["last_day"] + DAY,
        reason=given["reason"],
        by=request.user,
        at=clock.now(),
        on=clock.today(),
    )
