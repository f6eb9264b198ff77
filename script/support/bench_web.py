"""The portal's real web server for a measurement, and a client that asks it over and over."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from bench_common import variables
from places import CHECKOUT, Refused, find_place
from processes import tail, wait_until
from server import answer
from supervision import Child, stop_children

HOST = "127.0.0.1"
# Enough to keep one thread busy; more would take the processor from the server and from its cache.
CONNECTIONS = 2


@contextmanager
def web_server(database: str, *, workers: int = 1, threads: int = 1, straight: bool = False) -> Iterator[int]:
    """Serve this database for as long as the block lasts, with so many threads for each use; give the port.

    Straight is without the door: granian's own threads ask Django.
    """
    port = free_port()
    command = ("config.web",)
    if straight:
        command = ("granian", "config.wsgi:application", "--interface", "wsgi", "--blocking-threads", str(threads))
    command = (*command, "--port", str(port), "--workers", str(workers), "--log-level", "warning")
    in_threads = {"READING_THREADS": str(threads), "OTHER_THREADS": str(threads)}
    name = "bench-web-straight" if straight else "bench-web"
    child = Child(find_place("bench", CHECKOUT), name, command, {**variables(database), **in_threads})
    try:
        if not wait_until(lambda: child.ended() or answer(HOST, port) == 200, 60, pause=0.1) or child.ended():
            raise Refused(f"The web server did not come up. The last lines of {child.log}:\n{tail(child.log)}")
        yield port
    finally:
        stop_children([child])


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


@dataclass(frozen=True)
class Answer:
    """What came over the wire: the head as it was sent, the body as it was packed."""

    status: int
    head: bytes
    body: bytes

    @property
    def size(self) -> int:
        return len(self.head) + len(self.body)

    def header(self, name: str) -> str:
        lines = (line.partition(b":") for line in self.head.split(b"\r\n")[1:])
        wanted = name.lower().encode()
        return next((value.strip().decode() for key, _, value in lines if key.strip().lower() == wanted), "")


class Connection:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *exception: object) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        head, _, body = self._read_until(b"\r\n\r\n").partition(b"\r\n\r\n")
        found = Answer(int(head[9:12]), head + b"\r\n\r\n", body)
        if found.status == 304:
            return found
        length = found.header("Content-Length")
        if not length:
            raise Refused(f"An answer without a length: {head!r}")
        return Answer(found.status, found.head, body + self._read(int(length) - len(body)))

    def _read_until(self, mark: bytes) -> bytes:
        received = b""
        while mark not in received:
            received += self._receive()
        return received

    def _read(self, length: int) -> bytes:
        parts = []
        while length > 0:
            parts.append(self._receive())
            length -= len(parts[-1])
        return b"".join(parts)

    def _receive(self) -> bytes:
        received = self.socket.recv(1 << 18)
        if not received:
            raise Refused("The web server closed the connection.")
        return received


def request_for(path: str, *, tag: str = "") -> bytes:
    """Return a browser's request for this address, with the tag of the page that it holds already."""
    held = f"If-None-Match: {tag}\r\n" if tag else ""
    lines = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip, deflate, br\r\n{held}\r\n"
    return lines.encode("ascii")


def fetch(port: int, path: str) -> Answer:
    with Connection(port) as connection:
        return connection.ask(request_for(path))


@dataclass(frozen=True)
class Load:
    """Something to ask for over and over, and the status that each answer must have."""

    request: Callable[[], bytes]
    status: int = 200

    def a_second(self, port: int, seconds: float) -> float:
        """Return how many requests were answered a second, over several connections at once."""
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            start = time.monotonic()
            answered = list(threads.map(lambda _: self._ask_until(port, start + seconds), range(CONNECTIONS)))
            return sum(answered) / (time.monotonic() - start)

    def _ask_until(self, port: int, end: float) -> int:
        answered = 0
        with Connection(port) as connection:
            while time.monotonic() < end:
                found = connection.ask(self.request())
                if found.status != self.status:
                    raise Refused(f"Status {found.status} in place of {self.status}: {found.body[:300]!r}")
                answered += 1
        return answered


if __name__ == "__main__":
    sys.exit("This is part of script/bench and measures nothing by itself.")
