"""Kept pages answered at once: on the loop of the web server itself, which waits for nothing but the cache.

The application is the one that the threads ask, with a mark. Where it bears the mark a request goes as far as the kept
pages (common.middleware) and no further: what would make a page, or ask the database, is left to a thread.
"""

import time
from typing import Any

import redis
from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

Environ = dict[str, Any]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

MARK = "portal.at_once"
CACHE = "at_once"
SECONDS_WITHOUT = 2
PREFIXES = tuple(f"/{language}/" for language, _name in settings.LANGUAGES)


class LeftToAThread(BaseException):
    """What cannot be answered at once; no `Exception`, so that nothing on its way out makes a page of it."""


class KeptPages:
    """What the loop asks in place of Django; it has one client of the cache, for its one thread.

    A cache that does not answer is left alone for a while, so that the loop does not wait for it again and again.
    """

    def __init__(self, django: WSGIHandler) -> None:
        self.django = django
        self.cache = caches.create_connection(CACHE)
        self.begins_again = 0.0

    def __call__(self, environ: Environ) -> Answer | None:
        """Return the answer, None where a thread must be asked; no signal is sent, since nothing was opened."""
        if not may_be_kept(environ["REQUEST_METHOD"], environ["PATH_INFO"]) or time.monotonic() < self.begins_again:
            return None
        request = self.django.request_class({**environ, MARK: self.cache})
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return None
        try:
            return _as_sent(self.django.get_response(request))
        except LeftToAThread as left:
            if isinstance(left.__cause__, redis.exceptions.RedisError):
                self.begins_again = time.monotonic() + SECONDS_WITHOUT
            return None


def _as_sent(response: HttpResponse) -> Answer:
    cookies = (("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values())
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (*response.items(), *cookies)]
    return response.status_code, headers, response.content


def may_be_kept(method: str | None, path: str) -> bool:
    """Tell whether an answer may be a kept page, or that the reader holds one."""
    return method in ("GET", "HEAD") and path.startswith(PREFIXES)


def is_asked(request: HttpRequest) -> bool:
    """Tell whether a request is to be answered at once or not at all."""
    return MARK in request.META
