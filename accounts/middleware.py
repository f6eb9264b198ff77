"""How long somebody stays signed in, and the second factor before anything else. Public pages pass untouched."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import sessions
from accounts.deeds import taken
from accounts.drafts import WITHOUT_COPY
from accounts.factors import must_set_one_up
from accounts.kept import forget_if_sent, keep
from accounts.late_views import sent_while_signed_out
from common import clock

WITHOUT_PERSON = frozenset({"root", "health", "robots", "sitemap"})
BEFORE_FACTOR = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"},
)
# Where a session holds which page was asked for before the second factor was set up.
WANTED = "wanted"
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
        if getattr(view, "is_public_page", False) or name in WITHOUT_PERSON:
            return None
        if not request.user.is_authenticated:
            return sent_while_signed_out(request)
        if sessions.has_lasted_too_long(request, at=clock.now()):
            return _to_sign_in_again(request)
        forget_if_sent(request)
        request.warn_after = settings.SESSION_WARN_SECONDS
        request.deed_taken = partial(taken, request)
        request.leaves_copies = name not in WITHOUT_COPY
        request.signed_in, request.is_before_factor = request.user, name in BEFORE_FACTOR
        if name not in BEFORE_FACTOR and must_set_one_up(request):
            return _to_set_one_up(request)
        return None


def _to_set_one_up(request: HttpRequest) -> HttpResponse:
    """Send somebody to set up a second factor first; note where they wanted to go."""
    if request.method == "GET":
        request.session[WANTED] = request.get_full_path()
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """Sign somebody out whose session is over; keep what they have just sent until they are back."""
    person = request.user
    logout(request)
    is_kept = request.method == "POST" and keep(request, person=person.pk)
    return redirect_to_login(reverse("account_kept") if is_kept else request.get_full_path())
