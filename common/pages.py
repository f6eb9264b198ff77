"""Public pages: the same bytes for everybody, tagged by what they depend on, kept compressed.

A view marked with `@public_page` reads neither session nor person. Its answer depends on the address (host, language,
path, query), the day, and the public version, so these make its tag, and the tag is the key that it is kept under.
"""

import hashlib
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import brotli
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from common import clock, public

KEEP_FOR = 60 * 60 * 24
LONGEST_QUERY = 2000
PREFIXES = tuple(f"/{language}/" for language, _name in settings.LANGUAGES)
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Mark a view whose answer is the same for everybody who asks for the same address."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        return response

    marked.is_public_page = True
    return marked


def may_be_public(path: str) -> bool:
    return path.startswith(PREFIXES)


def tag(request: HttpRequest) -> str:
    """Return the tag of what this address shows today; it differs for each way of packing the bytes."""
    parts = (
        request.scheme,
        request.get_host(),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
        clock.today().isoformat(),
        str(public.version()),
        _packing(request),
    )
    return f'"{hashlib.blake2b("|".join(parts).encode(), digest_size=16).hexdigest()}"'


def not_modified(page_tag: str) -> HttpResponse:
    response = HttpResponseNotModified()
    response.headers["ETag"] = page_tag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def kept(request: HttpRequest, page_tag: str) -> HttpResponse | None:
    """Return the page that was kept under this tag."""
    found = cache.get(page_tag)
    if found is None:
        return None
    body, headers = found
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def keep(request: HttpRequest, page_tag: str, response: HttpResponse) -> HttpResponse:
    """Tag, pack and keep a public page; anything else is handed on as it is."""
    if not getattr(response, "is_public_page", False) or response.status_code != 200 or response.streaming:
        return response
    response.headers["ETag"] = page_tag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    _pack(response, _packing(request))
    if request.method == "GET" and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        cache.set(page_tag, (response.content, dict(response.headers)), KEEP_FOR)
    return response


def _packing(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept-Encoding", "")
    return next((name for name in ("br", "gzip") if name in accepted), "")


def _pack(response: HttpResponse, packing: str) -> None:
    if packing == "br":
        response.content = brotli.compress(response.content, quality=5)
    elif packing == "gzip":
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        response.content = packer.compress(response.content) + packer.flush()
    else:
        return
    response.headers["Content-Encoding"] = packing
    response.headers["Content-Length"] = str(len(response.content))
