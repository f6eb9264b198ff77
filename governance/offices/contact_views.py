"""The page on which those who look after a body say how it is reached, and when and where it meets next."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance.homes import home_address
from governance.offices.contact_actions import facts_of, say_contact
from governance.offices.contact_forms import ContactForm
from governance.offices.queries import CONTACTED
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk


@office_page(Permission.DESCRIBE)
def contact(request: HttpRequest, key: int) -> HttpResponse:
    reach = request.powers.bodies(Permission.DESCRIBE).filter(body_kind__in=CONTACTED)
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
    context = {**asked(form), **words, "breadcrumbs": from_desk((body.name, home_address(body)))}
    return render(request, "form.html", context, status=form.status)
