"""Addresses in either language, and the day that a page is asked for."""

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.inputs import OUT_OF_BOUNDS, Query, is_in_bounds


def other_language(language: str) -> str:
    return "cy" if language == "en" else "en"


def page_address(name: str, language: str, /, **kwargs: Any) -> str:
    """Return the path of a page in a language; what stands in it may be called `name` or `language` too."""
    with translation.override(language):
        return reverse(name, kwargs=kwargs or None)


def whole_address(name: str, language: str, /, **kwargs: Any) -> str:
    """Return the address of a page with scheme and host, for a mail: the host that stands for the language, if any."""
    host = next((name for name, spoken in settings.LANGUAGE_HOSTS.items() if spoken == language), "")
    scheme = settings.PUBLIC_ADDRESS.partition("://")[0]
    return (f"{scheme}://{host}" if host else settings.PUBLIC_ADDRESS) + page_address(name, language, **kwargs)


def switched_address(request: HttpRequest, language: str, subject: Any = None) -> str:
    """Return the address of this very page in another language, filters and all.

    `subject` is what the page is about, where its slug differs between the languages.
    """
    host = next((name for name, spoken in settings.LANGUAGE_HOSTS.items() if spoken == language), "")
    path = _switched_path(request, language, subject)
    query = request.META.get("QUERY_STRING", "")
    return (f"//{host}" if host else "") + path + (f"?{query}" if query else "")


def _switched_path(request: HttpRequest, language: str, subject: Any) -> str:
    match = request.resolver_match
    if match is None or not match.view_name or match.view_name == "root":
        return "/" + "/".join([language, *request.path_info.split("/")[2:]])
    kwargs = dict(match.kwargs)
    if "slug" in kwargs and subject is not None:
        kwargs["slug"] = getattr(subject, f"slug_{language}")
    return page_address(match.view_name, language, **kwargs)


def requested_day(request: HttpRequest) -> datetime.date:
    """Return the day in `?on=`, today where there is none; raise `Refused` for what is no day."""
    asked = Query(request).text("on")
    if not asked:
        return clock.today()
    try:
        day = datetime.date.fromisoformat(asked)
    except ValueError:
        raise Refused(_("The day in the address is not a date. Write it as 2026-03-31: year, month, day.")) from None
    if not is_in_bounds(day):
        raise Refused(OUT_OF_BOUNDS)
    return day
