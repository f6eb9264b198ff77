"""A forgotten password, and the details of one's own account: name, language of mail, e-mail address."""

from typing import Any

from allauth.account import views as account_views
from allauth.decorators import rate_limit
from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import forms, own_actions
from accounts.confirmation import confirmed
from accounts.models import Person
from accounts.once import once
from accounts.pages import FormPage
from common import clock
from common.errors import Refused
from common.forms import asked


@method_decorator(once, name="dispatch")
class AskNewPassword(FormPage, account_views.PasswordResetView):
    form_class = forms.AskNewPasswordForm
    success_url = reverse_lazy("account_reset_password_done")
    title = _("Set a new password")
    lead = _("Enter the e-mail address of your account. You get a mail with a link that works once, for one hour.")
    button = _("Send the link")


class SetNewPassword(FormPage, account_views.PasswordResetFromKeyView):
    form_class = forms.NewPasswordForm
    template_name = "accounts/new-password.html"
    success_url = reverse_lazy("account_reset_password_from_key_done")
    title = button = _("Set a new password")
    lead = _("You are signed out on all devices and sign in with the new password.")


def _said(request: HttpRequest, title: Any, *sentences: Any, link: str, words: Any) -> HttpResponse:
    return render(request, "accounts/said.html", {"title": title, "sentences": sentences, "link": link, "words": words})


@never_cache
def new_password_asked(request: HttpRequest) -> HttpResponse:
    """Say the same to everybody, so that nobody learns who has an account."""
    sentences = (
        _("If this address has an account, a mail with a link is on its way to it."),
        _("If none arrives within some minutes, look among unwanted mail, or ask your administrator."),
    )
    link = reverse("account_login")
    return _said(request, _("Look at your mail"), *sentences, link=link, words=_("Back to signing in"))


@never_cache
def new_password_set(request: HttpRequest) -> HttpResponse:
    sentence = _("You can sign in with your new password now.")
    return _said(request, _("Your password has changed"), sentence, link=reverse("account_login"), words=_("Sign in"))


@login_required
@never_cache
@once
def details(request: HttpRequest) -> HttpResponse:
    """Ask for one's own name and the language in which the portal writes."""
    person = request.user

    def stands() -> dict[str, str]:
        return own_actions.details_of(Person.objects.get(pk=person.pk))

    form = forms.DetailsForm(request.POST if request.method == "POST" else None, initial=stands(), stands=stands)
    if form.is_valid():
        try:
            own_actions.change_details(person=person, at=clock.now(), **form.cleaned_data)
            return HttpResponseRedirect(reverse("account"))
        except Refused as refusal:
            form.refuse(refusal)
    words = {"title": _("Change your details"), "button": _("Save your details")}
    return render(request, "form.html", {**asked(form), **words}, status=form.status)


@login_required
@never_cache
@rate_limit(action="manage_email")
@confirmed
@once
def change_address(request: HttpRequest) -> HttpResponse:
    """Ask for a new e-mail address; it is theirs once they open the link that goes to it."""
    form = forms.NewAddressForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        own_actions.ask_new_address(person=request.user, at=clock.now(), **form.cleaned_data)
        return HttpResponseRedirect(reverse("account_address_asked"))
    lead = _("A mail with a link goes to the new address. Until you open it, your present address stays.")
    title = _("Change your e-mail address")
    return render(request, "form.html", {**asked(form), "title": title, "lead": lead, "button": _("Send the link")})


@login_required
@never_cache
def address_asked(request: HttpRequest) -> HttpResponse:
    sentence = _("If the new address can be yours, a mail with a link is on its way to it. The link works for one day.")
    return _said(request, _("Look at your mail"), sentence, link=reverse("account"), words=_("Go on to your account"))


@login_required
@never_cache
@once
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever asked for it, and opened the link in the mail to the new address, make it theirs."""
    address = own_actions.confirmable(token=token, by=request.user, at=clock.now())
    if request.method == "POST":
        own_actions.confirm_address(token=token, by=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("account"))
    lead = _("From now on you sign in with this address, and the portal writes to it: %(address)s") % {
        "address": address
    }
    title = _("Confirm your e-mail address")
    return render(
        request, "form.html", {**asked(django_forms.Form()), "title": title, "lead": lead, "button": _("Confirm")}
    )
