"""How often somebody is reminded of plans."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.forms import asked
from governance.powers.access import office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.models import MailChoice
from plans.review.mail_actions import choose_mails


class MailsForm(forms.Form):
    """One of three."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("How often you are reminded of plans that wait for you"),
        choices=MailChoice.Frequency.choices,
    )


@office_page(Permission.SIGNED_IN)
def mails(request: HttpRequest) -> HttpResponse:
    """Choose how often one is reminded."""
    kept = MailChoice.objects.filter(person=request.user).first() or MailChoice()
    form = MailsForm(request.POST or None, initial={"frequency": kept.frequency})
    if request.method == "POST" and form.is_valid():
        choose_mails(frequency=MailChoice.Frequency(form.cleaned_data["frequency"]), by=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("portal:desk"))
    words = {"title": _("How often you are reminded of plans"), "button": _("Save"), "breadcrumbs": from_desk()}
    return render(request, "form.html", {**asked(form), **words})
