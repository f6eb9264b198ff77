"""Passkeys: added, named, removed, used to sign in and to confirm who one is, by the flows of django-allauth."""

import json
from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import forms
from accounts.once import once
from accounts.pages import FormPage, ways_back
from common.errors import Refused

REFUSED = _("This passkey is not known here. Sign in with your e-mail address and password.")


def as_json(options: dict[str, Any]) -> str:
    """Write what the browser is asked, whose parts are mappings of their own."""
    return json.dumps(options, default=dict)


@method_decorator(never_cache, name="dispatch")
class Passkeys(webauthn_views.ListWebAuthnView):
    template_name = "accounts/passkeys.html"
    context_object_name = "passkeys"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "breadcrumbs": ways_back()}


@method_decorator(once, name="dispatch")
class AddPasskey(FormPage, webauthn_views.AddWebAuthnView):
    """Ask for a passkey that can be the only step: kept in the device, and opened by finger, face or PIN."""

    form_class = forms.AddPasskeyForm
    template_name = "accounts/add-passkey.html"
    title = button = _("Add a passkey")
    lead = _("Give it a name that you will know it by. Your browser then asks you where to keep it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=kwargs.get("form") or self.get_form())
        return {**context, "options": as_json(auth.begin_registration(self.request.user, True))}

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_list_webauthn")


class NamePasskey(FormPage, webauthn_views.EditWebAuthnView):
    form_class = forms.NamePasskeyForm
    title = _("Change the name of a passkey")
    button = _("Save")

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


class RemovePasskey(FormPage, webauthn_views.RemoveWebAuthnView):
    title = button = _("Remove this passkey")

    @property
    def lead(self) -> str:
        return gettext("After this, %(name)s no longer lets you in.") % {"name": self.object.wrap().name}

    def get_success_url(self) -> str:
        return reverse("mfa_list_webauthn")


@method_decorator(never_cache, name="dispatch")
class SignInWithPasskey(webauthn_views.LoginWebAuthnView):
    form_class = forms.SignInWithPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        return flows.perform_passwordless_login(self.request, passkey, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        raise Refused(REFUSED)


class ConfirmPasskey(FormPage, webauthn_views.ReauthenticateWebAuthnView):
    form_class = forms.PasskeyAgainForm
    template_name = "accounts/confirm-passkey.html"
    title = _("Confirm that it is you")
    lead = _("This change needs your passkey.")
    button = _("Use your passkey")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "options": as_json(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        raise Refused(REFUSED)
