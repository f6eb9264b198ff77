"""A name for each request, and public pages kept whole."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from common import pages
from common.errors import Refused
from common.logs import request_identity

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdentityMiddleware:
    """Give each request a name that its log lines and audit records carry."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_identity.set(uuid.uuid4().hex)
        return self.get_response(request)


class PublicPageMiddleware:
    """Answer public pages from the cache, or 304; keep those that a view marked public (common.pages)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal that a page did not catch into the page that says it."""
        if isinstance(exception, Refused):
            return get_resolver().resolve_error_handler(400)(request, exception=exception)
        return None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not pages.may_be_public(request.path_info):
            return self.get_response(request)
        page = pages.Page(request)
        return page.not_modified() or page.kept() or page.keep(self.get_response(request))
