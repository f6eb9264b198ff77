"""Crowds before a web server of this machine: readers, requests that are never sent to their end, slow uploads.

Everything goes to 127.0.0.1 and ends by itself.
"""

import http.client
import resource
import socket
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from statistics import quantiles

HOST = "127.0.0.1"
SECONDS_FOR_AN_ANSWER = 30
A_READER_WAITS = 0.05  # between two pages: readers, not a load
PIECE = 32 * 1024


class Readers:
    """Reads pages over and over, each on a connection of its own, until it is stopped; notes how long each took.

    `fresh` pages are such as no cache holds.
    """

    def __init__(self, port, paths, *, threads=2, fresh=False):
        self.port, self.paths, self.fresh = port, paths, fresh
        self.pages, self.faults = [], []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(threads)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number):
        while not self._stop.wait(A_READER_WAITS):
            start = time.monotonic()
            path = self.paths[number % len(self.paths)]
            try:
                status = read(self.port, f"{path}?n={start}" if self.fresh else path)
            except (OSError, http.client.HTTPException) as problem:
                status = repr(problem)
            if status == 200:
                self.pages.append((start, time.monotonic() - start))
            else:
                self.faults.append((start, status))
            number += 1

    @property
    def seconds(self):
        """How long each page took."""
        return [seconds for _start, seconds in self.pages]

    def have_pages_since(self, moment, count=10):
        """Tell whether so many pages came since a moment, and nothing else after the last thing that did not."""
        since = max([moment, *(start for start, _status in self.faults)])
        return sum(start > since for start, _seconds in self.pages) >= count


def read(port, path):
    """Return the status of a page, once all of it is here."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_FOR_AN_ANSWER)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def reading_time(port, paths, seconds):
    """Return the 95th percentile of the seconds that a page takes, and what else came than pages."""
    with Readers(port, paths) as readers:
        time.sleep(seconds)
    return slowest_of(readers.seconds), readers.faults


def slowest_of(seconds):
    """Return the 95th percentile; without any page at all, readers wait for ever."""
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else float("inf")


@contextmanager
def held_open(port, begun, count):
    """Hold so many connections open on which this was sent and nothing more comes."""
    _soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as held:
        for _ in range(count):
            sender = held.enter_context(socket.create_connection((HOST, port), timeout=SECONDS_FOR_AN_ANSWER))
            sender.sendall(begun)
        yield


def half_sent_bodies(port, path, count):
    """Hold requests open whose body is announced and begun, and never sent to its end."""
    begun = head(path, 1000, "application/x-www-form-urlencoded") + b"login=somebody"
    return held_open(port, begun, count)


def head(path, length, kind):
    lines = (f"POST {path} HTTP/1.1", f"Host: {HOST}", f"Content-Type: {kind}", f"Content-Length: {length}", "", "")
    return "\r\n".join(lines).encode("ascii")


class Upload:
    """A file on its way, a piece at a time."""

    def __init__(self, port, path, size):
        self.left = size
        self.socket = socket.create_connection((HOST, port), timeout=SECONDS_FOR_AN_ANSWER)
        self.socket.sendall(head(path, size, "application/octet-stream"))

    def send_down_to(self, left):
        """Send until no more than this is left, or until the other side takes no more for now."""
        self.socket.setblocking(False)
        try:
            while self.left > left:
                self.left -= self.socket.send(bytes(min(PIECE, self.left)))
        except BlockingIOError:
            return
        except OSError:
            self.left = 0  # it was ended; the answer says why

    def status(self):
        """Return the status of the answer, None where none came."""
        self.socket.settimeout(SECONDS_FOR_AN_ANSWER)
        try:
            return int(self.socket.recv(4096)[9:12])
        except (OSError, ValueError):
            return None
        finally:
            self.socket.close()


def upload_slowly(port, path, count, size, seconds):
    """Send so many files at once, evenly over the seconds; return the status that each was answered with."""
    uploads = [Upload(port, path, size) for _ in range(count)]
    start = now = time.monotonic()
    while any(upload.left for upload in uploads) and now < start + 2 * seconds:
        for upload in uploads:
            upload.send_down_to(max(0, int(size * (1 - (now - start) / seconds))))
        time.sleep(0.05)
        now = time.monotonic()
    return [upload.status() for upload in uploads]


if __name__ == "__main__":
    port, path, count, size, seconds = sys.argv[1:]
    print(*upload_slowly(int(port), path, int(count), int(size), float(seconds)))
