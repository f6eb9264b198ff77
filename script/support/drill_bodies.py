"""Show that what is never sent to its end, and what is sent slowly, takes nothing from readers of the public pages.

The web server runs as in production, over data of its own. Each crowd is held against the moments before and after it,
in several rounds: others use the machine as well.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from statistics import median

import crowds
from bench_common import judge, prepared_database, report, start_portal
from bench_web import web_server
from places import Refused, sentences_for_people

HALF_SENT = (8, 200, 2_000)
HELD, HELD_OPEN = 2_000, {"half_sent_heads": b"GET / HTTP/1.1\r\nHost: ", "idle_connections": b""}
UPLOADS, SIZE, SECONDS_TO_SEND = 50, 5_000_000, 15
ROUNDS = 3
SECONDS = 6  # less than a body that does not come is waited for
MOST = 2.0
READ = ("portal:home", "indicators:summary", "indicators:methods", "portal:site_map", "portal:sources")
SIGN_IN = "account_login"
ANSWERED = "403"  # what came whole was answered: a form without its token


def run() -> None:
    """Print for each crowd how long a page took meanwhile, and the ratio to how long it takes without."""
    with prepared_database("drill_bodies") as address:
        start_portal(address)
        paths = [page(name, language) for name in READ for language in ("en", "cy")]
        with web_server(address, workers=2, threads=2) as port:
            crowds.reading_time(port, paths, SECONDS)
            for count in HALF_SENT:
                crowd = partial(crowds.half_sent_bodies, port, page(SIGN_IN), count)
                compare(port, paths, f"{count}_half_sent_bodies", crowd)
            for name, begun in HELD_OPEN.items():
                compare(port, paths, f"{HELD}_{name}", partial(crowds.held_open, port, begun, HELD))
            compare(port, paths, f"{UPLOADS}_slow_uploads", partial(slow_uploads, port))


def page(name: str, language: str = "en") -> str:
    from common.addresses import page_address

    return page_address(name, language)


def compare(port: int, paths: list[str], name: str, crowd: Callable[[], AbstractContextManager[None]]) -> None:
    """Print how long a page takes beside a crowd and without it, and how many times as long that is."""
    rounds = [one_round(port, paths, crowd) for _ in range(ROUNDS)]
    report(f"page_without_{name}", 1000 * median(usual for usual, _beside in rounds), "ms")
    ratio = median(beside / usual for usual, beside in rounds)
    judge(f"page_beside_{name}", 1000 * median(beside for _usual, beside in rounds), "ms", ratio=ratio, most=MOST)


def one_round(port: int, paths: list[str], crowd: Callable[[], AbstractContextManager[None]]) -> tuple[float, float]:
    """Return how long a page takes without the crowd, before it or after, and beside it."""
    before = read(port, paths)
    with crowd():
        beside = read(port, paths)
    return max(before, read(port, paths)), beside


def read(port: int, paths: list[str]) -> float:
    seconds, faults = crowds.reading_time(port, paths, SECONDS)
    if faults:
        raise Refused(f"{len(faults)} pages did not come, the first with {faults[0][1]}.")
    return seconds


@contextmanager
def slow_uploads(port: int) -> Iterator[None]:
    """Send files in a process of its own, so that readers here do not wait for it; all must be answered."""
    sent = [str(part) for part in (port, page(SIGN_IN), UPLOADS, SIZE, SECONDS_TO_SEND)]
    sending = subprocess.Popen([sys.executable, crowds.__file__, *sent], stdout=subprocess.PIPE, text=True)
    time.sleep(1)
    yield
    answers = sending.communicate()[0].split()
    report("slow_uploads_answered", answers.count(ANSWERED), f"of {UPLOADS}")
    if answers != [ANSWERED] * UPLOADS:
        raise Refused(f"Not every upload was answered: {' '.join(answers)}")


if __name__ == "__main__":
    with sentences_for_people():
        run()
