"""Public pages: the same bytes for everybody, tagged by what they depend on, kept compressed.

A view marked with `@public_page` reads neither session nor person. Its answer depends on the address (host, language,
path, query), the day, and the public version, so these make its tag. One page is kept for each address and packing,
with its tag: a page whose tag is no longer the tag of today is not shown again but replaced.
"""

import hashlib
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import brotli
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from common import clock, public

KEEP_FOR = 60 * 60 * 24
LONGEST_QUERY = 2000
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


class Page:
    """What is kept for the address of a request, and its tag today; the tag differs for each way of packing the bytes.

    The version and the kept page are read in one journey to the cache, the version alone for a reader who may hold
    the page already.
    """

    def __init__(self, request: HttpRequest, store: BaseCache = cache) -> None:
        self.request, self.store = request, store
        self.packing = _packing(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        self.place = f"page-{_digest(self.packing, _address(request))}"
        self.held = request.META.get("HTTP_IF_NONE_MATCH", "")
        version, self.found = (public.version(store), None) if self.held else public.version_beside(self.place, store)
        self.tag = f'"{_digest(self.place, clock.today().isoformat(), str(version))}"'

    def answer(self) -> HttpResponse | None:
        """Return what can be said without making the page."""
        return self.not_modified() or self.kept()

    def not_modified(self) -> HttpResponse | None:
        """Return the short answer for a reader who holds this very page."""
        if self.tag not in self.held:
            return None
        return HttpResponseNotModified(headers=self._headers())

    def kept(self) -> HttpResponse | None:
        """Return the page that was kept, if it is the page of today."""
        found = self.found or (self.held and self.store.get(self.place))
        if not found or found[0] != self.tag:
            return None
        _tag, body, headers = found
        return HttpResponse(b"" if self.request.method == "HEAD" else body, headers=headers)

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Tag, pack and keep a public page; anything else is handed on as it is."""
        if not getattr(response, "is_public_page", False) or response.status_code != 200 or response.streaming:
            return response
        for name, value in self._headers().items():
            response.headers[name] = value
        _pack(response, self.packing)
        if self.request.method == "GET" and len(self.request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
            self.store.set(self.place, (self.tag, response.content, dict(response.headers)), KEEP_FOR)
        return response

    def _headers(self) -> dict[str, str]:
        return {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def _address(request: HttpRequest) -> str:
    """Return the whole address as one text; the path stands last because it alone may hold a space."""
    return f"{request.scheme} {request.get_host()} {request.META.get('QUERY_STRING', '')} {request.path_info}"


def _digest(*parts: str) -> str:
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()


def _packing(accepted: str) -> str:
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
