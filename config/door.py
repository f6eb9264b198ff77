"""The door of the portal: a request is here in whole before a thread answers it.

The web server calls it over ASGI; Django stands behind it, as a WSGI application. A body that comes slowly, or never
comes to its end, holds a connection and a little memory but no thread. An answer is whole before it leaves, so that a
slow reader holds no thread either. Those threads that answer public reading do nothing else.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from common.bare import bare_page
from config.bodies import Bodies, Limits, Receive, TurnedAway

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
AtOnce = Callable[[Environ], Answer | None]

READING = ("GET", "HEAD")
ABOUT_THE_BODY = (b"content-length", b"transfer-encoding")
WITH_A_REFUSAL = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
]


class Door:
    """Takes requests in for a WSGI application, and hands its answers out.

    `at_once` is asked first about what has no body, on the loop: it waits for nothing, and returns None where a thread
    must be asked.
    """

    def __init__(
        self,
        application: Application,
        *,
        at_once: AtOnce,
        session_cookie: str,
        reading_threads: int,
        other_threads: int,
        limits: Limits | None = None,
    ) -> None:
        self.application, self.at_once = application, at_once
        self.session_cookie = session_cookie
        self.reading = ThreadPoolExecutor(reading_threads, "reading")
        self.other = ThreadPoolExecutor(other_threads, "other")
        self.bodies = Bodies(limits or Limits())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(f"The portal does not speak {scope['type']}.")
        try:
            await self._let_in(scope, receive, send)
        except TurnedAway as refusal:
            logger.warning("Turned away with %d: %s %s", refusal.status, scope["method"], scope["path"])
            await self._refuse(refusal.status, send)
            if refusal.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                await self.bodies.hear_out(receive)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        declared = declared_length(scope["headers"])
        if declared is None:
            environ = environ_of(scope, BytesIO(), 0)
            await self._send(self.at_once(environ) or await self._ask_a_thread(environ), send)
            return
        async with self.bodies.whole(receive, declared) as (body, length):
            await self._send(await self._ask_a_thread(environ_of(scope, body, length)), send)

    async def _ask_a_thread(self, environ: Environ) -> Answer:
        threads = self.reading if self._is_public_reading(environ) else self.other
        return await asyncio.get_running_loop().run_in_executor(threads, ask, self.application, environ)

    async def _send(self, answer: Answer, send: Send) -> None:
        status, headers, body = answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _is_public_reading(self, environ: Environ) -> bool:
        """Tell whether somebody reads who has not signed in; what signed-in people do may take longer."""
        return environ["REQUEST_METHOD"] in READING and self.session_cookie not in environ.get("HTTP_COOKIE", "")

    async def _refuse(self, status: HTTPStatus, send: Send) -> None:
        page = bare_page(status).encode()
        await send({"type": "http.response.start", "status": int(status), "headers": WITH_A_REFUSAL})
        await send({"type": "http.response.body", "body": page})


def ask(application: Application, environ: Environ) -> Answer:
    """Return what an application answers; called in a thread."""
    said: list[tuple[int, Headers]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], None]:
        said.append((int(status[:3]), [(name.encode("latin-1"), one.encode("latin-1")) for name, one in headers]))
        return written.append

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *said[-1], b"".join([*written, body])


def declared_length(headers: Headers) -> int | None:
    """Return how long the sender says that the body is: 0 where that is not said, None where there is no body."""
    said = [(name, value) for name, value in headers if name in ABOUT_THE_BODY]
    if not said:
        return None
    (name, value), *contradictions = said
    is_number = value.isascii() and value.isdigit()
    if contradictions or not (is_number if name == b"content-length" else value.lower() == b"chunked"):
        raise TurnedAway(HTTPStatus.BAD_REQUEST)
    return 0 if name == b"transfer-encoding" else int(value) or None


def environ_of(scope: Scope, body: IO[bytes], length: int) -> Environ:
    """Return a request as WSGI tells it, with the body that is here already."""
    server, client = scope["server"], scope["client"]
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **header_variables(scope["headers"]),
    }


def header_variables(headers: Headers) -> dict[str, str]:
    """Return the headers as WSGI names them; one that was sent several times is one list."""
    found: dict[str, str] = {}
    for name, value in _without_doubles(headers):
        variable = name.decode("latin-1").upper().replace("-", "_")
        variable = variable if variable == "CONTENT_TYPE" else f"HTTP_{variable}"
        text = value.decode("latin-1")
        between = "; " if name == b"cookie" else ","
        found[variable] = f"{found[variable]}{between}{text}" if variable in found else text
    return found


def _without_doubles(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    """Leave out what describes the body as it came, and names that WSGI could not tell from another.

    With an underscore in place of a dash somebody could say what only a proxy may say, such as `X_Forwarded_For`.
    """
    return ((name, value) for name, value in headers if name not in ABOUT_THE_BODY and b"_" not in name)
