"""Administrators' pages of the towns and villages that have no Welsh name yet."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.towns import actions
from clusters.towns.forms import NameForm
from common.errors import Refused
from common.forms import asked
from common.ordering import by_name
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.MANAGE_AREAS)
def places(request: HttpRequest) -> HttpResponse:
    """The places in reach without a Welsh name."""
    found = actions.places_within(request.powers).filter(name_cy="").select_related("small_area__local_authority")
    context = {"places": found.order_by(*by_name("name")), "breadcrumbs": from_desk()}
    return render(request, "clusters/places.html", context)


@office_page(Permission.MANAGE_AREAS)
def name_place(request: HttpRequest, key: int) -> HttpResponse:
    """Give a place its Welsh name, or another one."""
    found = actions.places_within(request.powers).select_related("small_area__local_authority")
    place = get_object_or_404(found, pk=key)
    form = NameForm(request.POST or None, stands=lambda: actions.name_of(place))
    if request.method == "POST" and form.is_valid():
        who = acting(request)
        try:
            actions.name_place(place=place, **form.cleaned_data, **who)
            return HttpResponseRedirect(reverse("clusters:places"))
        except Refused as refusal:
            form.refuse(refusal)
    links = from_desk((_("Places without a Welsh name"), reverse("clusters:places")))
    words = {"title": _("The Welsh name of a place"), "subtitle": place.name, "button": _("Save")}
    return render(request, "form.html", {**asked(form), **words, "breadcrumbs": links}, status=form.status)
