"""Signing in and out, an invitation, the password, the second factor, and the page of one's own account.

The flows are those of django-allauth; words, pages and addresses are ours.
"""

from typing import Any

from allauth.account import views as account_views
from allauth.account.internal.decorators import login_not_required
from allauth.mfa.base import views as factor_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import actions, forms, sessions
from accounts.confirmation import confirmed_by_factor
from accounts.factors import must_set_one_up
from accounts.kept import kept_for
from accounts.late_views import kept_page
from accounts.middleware import WANTED
from accounts.models import PersonSession
from accounts.once import once
from accounts.pages import FormPage, ways_back
from accounts.passkeys import as_json
from accounts.provider import offered
from common import clock
from common.forms import asked
from common.inputs import whole_number


class SignIn(FormPage, account_views.LoginView):
    form_class = forms.SignInForm
    template_name = "accounts/sign-in.html"
    title = button = _("Sign in")
    lead = _("Only people who were invited have an account.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "provider": offered()}


class SignOut(FormPage, account_views.LogoutView):
    title = button = _("Sign out")
    lead = _("You will be signed out on this device.")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign somebody out, and have their browser forget what it holds of theirs: computers are shared."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


@method_decorator(confirmed_by_factor, name="dispatch")
class ChangePassword(FormPage, account_views.PasswordChangeView):
    form_class = forms.ChangePasswordForm
    title = button = _("Change your password")
    lead = _("You stay signed in here and are signed out on all other devices.")

    def form_valid(self, form: forms.ChangePasswordForm) -> HttpResponse:
        others = self.request.user.sessions.exclude(session_key=self.request.session.session_key)
        actions.end_sessions(person=self.request.user, sign_ins=others, by=self.request.user, at=clock.now())
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("account")


class ConfirmPassword(FormPage, account_views.ReauthenticateView):
    form_class = forms.ReauthenticateForm
    title = _("Confirm that it is you")
    lead = _("This change needs your password once more.")
    button = _("Confirm")


class EnterCode(FormPage, factor_views.AuthenticateView):
    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm
    template_name = "accounts/code.html"
    title = _("Enter your code")
    button = _("Sign in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not {"code", "credential"} & set(request.POST):
            return HttpResponseRedirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        refused = [{"text": words} for words in self.webauthn_form.errors.get("credential", [])]
        return {
            **context,
            "has_passkey": is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN]),
            "options": as_json(context["js_data"]["request_options"]),
            "problems": context["problems"] + refused,
        }


class ConfirmCode(FormPage, factor_views.ReauthenticateView):
    form_class = forms.CodeAgainForm
    template_name = "accounts/confirm-code.html"
    title = _("Confirm that it is you")
    lead = _("This change needs a code from your authenticator app.")
    button = _("Confirm")


@method_decorator(once, name="dispatch")
class SetUpAuthenticator(FormPage, totp_views.ActivateTOTPView):
    form_class = forms.SetUpForm
    template_name = "accounts/authenticator.html"
    title = _("Set up an authenticator app")
    button = _("Set up")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "is_required": must_set_one_up(self.request), "secret": context["form"].secret}

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account")


class RemoveAuthenticator(FormPage, totp_views.DeactivateTOTPView):
    title = button = _("Remove your authenticator app")
    lead = _("After this you sign in with your password alone. If your offices need more, you set up an app again.")

    def get_success_url(self) -> str:
        return reverse("account")


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(recovery_views.ViewRecoveryCodesView):
    template_name = "accounts/recovery-codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "wanted": self.request.session.pop(WANTED, "")}


@login_not_required
@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """Say to somebody who had the right password that the account is closed."""
    return render(request, "accounts/closed.html")


@never_cache
@once
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask an invited person for name, language of mail and password; then they sign in."""
    invitation = actions.acceptable(token=token, at=clock.now())
    form = forms.AcceptForm(request.POST or None, person=invitation.person)
    if form.is_valid():
        actions.accept(token=token, at=clock.now(), **form.cleaned_data)
        return HttpResponseRedirect(reverse("account_login"))
    lead = _("Your account is for the address to which the invitation was sent.")
    return render(
        request,
        "form.html",
        {**asked(form), "title": _("Accept your invitation"), "lead": lead, "button": _("Open your account")},
    )


@login_required
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Show somebody their own account."""
    has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return render(request, "accounts/account.html", {"person": request.user, "has_app": has_app})


@login_required
@never_cache
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Answer somebody who wants to stay signed in: being asked was enough."""
    return HttpResponse(status=204)


@login_required
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """Give back what somebody sent after their session had ended, to send it again or not."""
    found = kept_for(request)
    if found is None:
        return HttpResponseRedirect(reverse(settings.LOGIN_REDIRECT_URL))
    return render(request, "accounts/kept.html", kept_page(found))


@login_required
@never_cache
@once
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show somebody where they are signed in, and end one of these sessions or all others."""
    this = request.session.session_key
    if request.method == "POST":
        others = request.user.sessions.exclude(session_key=this)
        chosen = others if request.POST.get("end") == "others" else _one(others, request.POST.get("end", ""))
        actions.end_sessions(person=request.user, sign_ins=chosen, by=request.user, at=clock.now())
        return HttpResponseRedirect(request.path)
    found = sessions.open_sessions(request.user, this=request.session, at=clock.now())
    return render(request, "accounts/sessions.html", {"sessions": found, "breadcrumbs": ways_back()})


def _one(owned: QuerySet[PersonSession], key: str) -> QuerySet[PersonSession]:
    """Return the one that is meant, so long as it is there."""
    found = owned.filter(pk=whole_number(key))
    if not found:
        raise Http404
    return found
