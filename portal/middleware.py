"""What has to happen after somebody who is signed in has sent something."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal import header

READING = ("GET", "HEAD", "OPTIONS")
Handler = Callable[[HttpRequest], HttpResponse]


class WaitingMiddleware:
    """Let the header count anew what waits for somebody who may just have done some of it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in READING and getattr(request, "signed_in", None):
            header.forget(request.signed_in)
        return response
