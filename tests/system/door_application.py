"""What stands behind the door when the door itself is tested: an application that tells what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from config.bodies import Limits
from config.door import Answer, Door

LIMITS = Limits(largest=300_000, seconds=4, patience=1, slowest=100_000, bodies=6, together=600_000)
Start = Callable[..., Any]
NUMBERS, RELEASED, SECONDS_TO_WAIT = count(1), threading.Event(), 20
PIECE, PIECES = b"0123456789" * 10_000, 200


def told(environ: dict[str, Any], start: Start) -> list[bytes]:
    """Answer with what is text of the request, its body, how many were asked, and how many bodies are held."""
    asked = {name: value for name, value in environ.items() if isinstance(value, str)}
    asked |= {"body": environ["wsgi.input"].read().decode("latin-1"), "number": str(next(NUMBERS))}
    asked |= {"held": application.bodies.count}
    headers = [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start("200 OK", headers)
    return [json.dumps(asked).encode()]


def streamed(_environ: dict[str, Any], start: Start) -> Iterator[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    yield from [PIECE] * PIECES


def waiting(_environ: dict[str, Any], start: Start) -> list[bytes]:
    """Answer when somebody else asks for `/released`."""
    start("200 OK" if RELEASED.wait(SECONDS_TO_WAIT) else "500 Internal Server Error", [])
    return [b""]


def released(_environ: dict[str, Any], start: Start) -> list[bytes]:
    RELEASED.set()
    start("200 OK", [])
    return [b""]


def broken(_environ: dict[str, Any], start: Start) -> Iterator[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    yield b"the first half"
    raise ValueError("what went wrong inside")


PAGES = {"/streamed": streamed, "/broken": broken, "/waiting": waiting, "/released": released}


def at_once(environ: dict[str, Any]) -> Answer | None:
    """Answer one address without a thread, with the name of whoever answers; what waits is released."""
    if environ["PATH_INFO"] != "/at-once":
        return None
    RELEASED.set()
    body = threading.current_thread().name.encode()
    return 200, [(b"content-length", b"%d" % len(body))], body


def behind(environ: dict[str, Any], start: Start) -> Any:
    return PAGES.get(environ["PATH_INFO"], told)(environ, start)


application = Door(
    behind,
    at_once=at_once,
    session_cookie="sessionid",
    reading_threads=1,
    other_threads=1,
    limits=LIMITS,
)
