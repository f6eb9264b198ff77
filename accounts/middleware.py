"""How long somebody stays signed in, and the second factor before anything else. Public pages pass untouched."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.factors import lacks_second_factor
from common import clock

BEGAN, SEEN = "signed_in_at", "seen_at"
SECONDS_BETWEEN_NOTES = 60
WITHOUT_PERSON = frozenset({"root", "health", "robots", "sitemap"})
BEFORE_FACTOR = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_view_recovery_codes"},
)
Handler = Callable[[HttpRequest], HttpResponse]


class SignedInMiddleware:
    """End what has lasted too long; send those who need a second factor to set one up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, _arguments: tuple, _named: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if getattr(view, "is_public_page", False) or name in WITHOUT_PERSON or not request.user.is_authenticated:
            return None
        if _has_lasted_too_long(request):
            logout(request)
            return redirect_to_login(request.get_full_path())
        if name not in BEFORE_FACTOR and lacks_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None


def _has_lasted_too_long(request: HttpRequest) -> bool:
    """Tell whether the session has reached a limit, all in seconds; if not, note that its owner is here."""
    now = clock.now().timestamp()
    began, seen = request.session.get(BEGAN, now), request.session.get(SEEN, now)
    if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_WHOLE_SECONDS:
        return True
    if BEGAN not in request.session or now - seen > SECONDS_BETWEEN_NOTES:
        request.session[BEGAN], request.session[SEEN] = began, now
    return False
