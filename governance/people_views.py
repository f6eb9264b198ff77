"""The pages about people as holders of offices."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from governance import people_actions, queries
from governance.access import office_page
from governance.forms import EndAccessForm
from governance.permissions import Permission
from governance.policies import NotAllowed
from governance.views import desk_link


@office_page(Permission.INVITE)
def end_access(request: HttpRequest, key: int) -> HttpResponse:
    """End somebody's access at once; their terms stay until they are ended."""
    found = get_object_or_404(queries.people_in_reach(request.powers), pk=key)
    form = EndAccessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": clock.now(), "on": clock.today()}
        try:
            people_actions.end_access(person=found, reason=form.cleaned_data["reason"], **who)
            return HttpResponseRedirect(reverse("governance:seats"))
        except NotAllowed:
            form.add_error(None, _("This person has an office beyond your reach, so another administrator must do it."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    lead = _("They are signed out everywhere and cannot sign in again. Their terms stay until somebody ends them.")
    words = {"title": _("End the access of a person"), "subtitle": found.name, "lead": lead, "button": _("End access")}
    links = [desk_link(), {"text": _("Offices"), "href": reverse("governance:seats")}]
    return render(request, "form.html", {**asked(form), **words, "breadcrumbs": links})
