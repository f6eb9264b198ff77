"""A name for each request, what is refused before any page sees it, and public pages kept whole."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import at_once, inputs, pages
from common.errors import Refused
from common.logs import request_identity

Handler = Callable[[HttpRequest], HttpResponse]
TOO_LONG = _("What you sent is longer than the portal can keep. Go back, shorten it, and send the page again.")


class RequestIdentityMiddleware:
    """Give each request a name that its log lines and audit records carry."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_identity.set(uuid.uuid4().hex)
        return self.get_response(request)


class InputMiddleware:
    """Refuse an address or a form that holds what no page can read (common.inputs), in the language of the page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if inputs.is_impossible(request.path_info):
            return _refused_address(request, 404, Http404())
        fault = _fault_of_query(request)
        return _refused_address(request, 400, Refused(fault)) if fault else self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _named: object
    ) -> HttpResponse | None:
        """Look at what was sent once there is a page that it was sent to."""
        fault = _fault_of_form(request) if request.method == "POST" else None
        return _error_page(request, 400, Refused(fault)) if fault else None


def _fault_of_query(request: HttpRequest) -> Promise | None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > inputs.LONGEST_QUERY:
        return _("This address is too long.")
    impossible = query and inputs.are_impossible(request.GET)
    return _("This address holds a character that cannot stand in one.") if impossible else None


def _fault_of_form(request: HttpRequest) -> Promise | None:
    try:
        fields, files = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return TOO_LONG
    names = (file.name or "" for _field, sent in files.lists() for file in sent)
    if inputs.are_impossible(fields) or any(map(inputs.is_impossible, names)):
        return _("What you sent holds a character that cannot be kept. Go back, remove it, and send the page again.")
    return TOO_LONG if inputs.are_endless(fields) else None


def _refused_address(request: HttpRequest, status: int, fault: Exception) -> HttpResponse:
    """Answer as a page of the language that the address begins with, which it does not repeat."""
    if at_once.is_asked(request):
        raise at_once.LeftToAThread
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    request.path = request.path_info = f"/{language}/"
    request.META["QUERY_STRING"] = ""
    with translation.override(language):
        return _error_page(request, status, fault)


def _error_page(request: HttpRequest, status: int, fault: Exception) -> HttpResponse:
    return get_resolver().resolve_error_handler(status)(request, exception=fault)


class PublicPageMiddleware:
    """Answer public pages from the cache, or 304; keep those that a view marked public (common.pages)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal that a page did not catch into the page that says it."""
        if isinstance(exception, Refused):
            return _error_page(request, 400, exception)
        return None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if at_once.is_asked(request):
            return _kept_page(request)
        if not at_once.may_be_kept(request.method, request.path_info):
            return self.get_response(request)
        page = pages.Page(request)
        return page.answer() or page.keep(self.get_response(request))


def _kept_page(request: HttpRequest) -> HttpResponse:
    """Answer from the cache alone; a thread that meets the same fault says it."""
    try:
        answer = pages.Page(request, request.META[at_once.MARK]).answer()
    except Exception as fault:
        raise at_once.LeftToAThread from fault
    if answer is None:
        raise at_once.LeftToAThread
    return answer
