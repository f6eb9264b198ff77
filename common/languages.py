"""Which language somebody chose: remembered when they switch, used only where the address names none."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common import inputs

REMEMBERED_FOR = 60 * 60 * 24 * 365
LANGUAGES = dict(settings.LANGUAGES)


class LanguageChoiceMiddleware:
    """Remember a reader's language when they come from a page of this portal in the other one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = _language_of(request.path_info)
        if language and has_switched(request, language):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=REMEMBERED_FOR,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def has_switched(request: HttpRequest, language: str) -> bool:
    """Return whether this page was reached from the same portal in another language."""
    came_from = inputs.address_of(request.META.get("HTTP_REFERER", ""))
    if came_from is None:
        return False
    if _language_of(came_from.path) in ("", language):
        return False
    return came_from.netloc == request.get_host() or came_from.hostname in settings.LANGUAGE_HOSTS


def _language_of(path: str) -> str:
    start = path[1:3]
    return start if start in LANGUAGES and path[3:4] == "/" else ""
