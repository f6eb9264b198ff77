"""Signing in through the OpenID Connect provider that the environment names; there is none without it.

The flow is that of django-allauth. Who somebody is, and whether they used a second factor, is read from the ID token.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from accounts import actions
from accounts.factors import USED_ELSEWHERE, used_elsewhere
from accounts.models import Person
from common import clock
from common.errors import Refused

Handler = Callable[[HttpRequest, str], HttpResponse]
NOT_KNOWN = _(
    "%(name)s confirmed no e-mail address that has an account here. If you were invited, accept your invitation "
    "first. If not, ask the administrator of your health board."
)
NO_ANSWER = _(
    "%(name)s does not answer at the moment. Try again later, or sign in with your e-mail address and password."
)
NOT_FINISHED = _("%(name)s did not sign you in. Try again, or sign in with your e-mail address and password.")


def offered() -> dict[str, str]:
    """Return the provider that the sign-in page offers, by its name in the reader's language; empty where none is."""
    named = settings.IDENTITY_PROVIDER
    return {"key": named["provider_id"], "name": named["settings"]["names"][get_language()]} if named else {}


def _says_why_not(view: Handler) -> Handler:
    """Answer with a page of its own where somebody is not signed in after all."""

    @wraps(view)
    def answering(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except SocialApp.DoesNotExist as unknown:
            raise Http404 from unknown
        except RequestException:
            status, sentence = 503, NO_ANSWER
        except Refused as refusal:
            status, sentence = 403, refusal.sentence
        words = {"sentence": sentence % {"name": offered()["name"]}}
        return render(request, "accounts/not-signed-in.html", words, status=status)

    return answering


@never_cache
@require_POST
@_says_why_not
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider; what they asked for there can neither be added to nor used to join accounts."""
    provider = ProviderAdapter(request).get_provider(request, provider_id)
    return provider.redirect(request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request))


@never_cache
@_says_why_not
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Let in somebody who comes back from the provider, or say why not."""
    return OAuth2CallbackView.adapter_view(ProviderClaims(request, provider_id))(request)


class ProviderClaims(OpenIDConnectOAuth2Adapter):
    """Keeps the claims of the ID token for this request; none of them is stored."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        login = super().complete_login(request, app, token, **kwargs)
        login.claims = login.account.extra_data.get("id_token", {})
        login.account.extra_data = {}
        return login


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Says who is let in: nobody signs up, and no account is joined by an address that nobody verified."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        person = _account_of(sociallogin.claims)
        if person is None or sociallogin.user.pk not in (None, person.pk):
            raise Refused(NOT_KNOWN)
        if not person.is_active:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_inactive")))
        if not sociallogin.is_existing:
            told = sociallogin.account
            sociallogin.account = actions.link_provider(
                person=person, provider=told.provider, subject=told.uid, at=clock.now()
            )
            sociallogin.user = person
        sociallogin.state[USED_ELSEWHERE] = "mfa" in _methods(sociallogin.claims)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Exception | None = None, **_named: Any
    ) -> None:
        raise exception if isinstance(exception, RequestException) else Refused(NOT_FINISHED)


def _account_of(claims: dict[str, Any]) -> Person | None:
    """Return whose address the provider verified, if they have an account: an invitation that they accepted.

    An address beyond ASCII is nobody's, since another letter may equal one of ours when case is put aside.
    """
    email = str(claims.get("email", ""))
    verified = str(claims.get(settings.IDENTITY_PROVIDER["settings"]["verified_claim"], "")).lower() in ("true", "1")
    found = Person.objects.filter(email__iexact=email).first() if verified and email.isascii() else None
    return found if found and found.has_usable_password() else None


def _methods(claims: dict[str, Any]) -> list[Any]:
    """Return how the provider says that it knew somebody."""
    said = claims.get("amr", [])
    return said if isinstance(said, list) else [said]


class FactorStage(AuthenticateStage):
    """Asks for the second factor of whoever has one, unless the provider has just said that one was used there."""

    def handle(self) -> tuple:
        return (None, True) if used_elsewhere(self.login.signal_kwargs) else super().handle()
