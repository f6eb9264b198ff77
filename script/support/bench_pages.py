"""Measure how many requests a second one worker answers, and how many queries each public page takes."""

from collections.abc import Callable
from statistics import median

from bench_common import (
    client,
    fresh,
    judge,
    judge_most,
    prepared_database,
    public_pages,
    report,
    start_portal,
    usually,
)
from bench_web import Load, fetch, request_for, web_server
from places import Refused, sentences_for_people

ROUNDS = usually(5, in_short=1)
INDICATOR = "indicators_indicator"
SECONDS = usually(1.5, in_short=0.2)
MOST_QUERIES = 12
# Of what Django answers where no door stands before it, asked in the same run.
COLD, WARM, NOT_MODIFIED = 0.9, 1.0, 1.0
BARS = {"cold": COLD, "warm": WARM, "304": NOT_MODIFIED}


def run() -> None:
    """Print one line per figure: name, value, unit and, where there is a bar, the ratio to it."""
    with prepared_database("bench_pages") as address:
        start_portal(address)
        pages = public_pages()
        with web_server(address) as port, web_server(address, straight=True) as straight:
            report_loads(measured(port, straight, loads(port, pages)))
        for name, path in pages.items():
            judge_most(f"queries_of_{name}", queries_of(path), "queries", MOST_QUERIES)


def loads(port: int, pages: dict[str, str]) -> dict[str, Load]:
    """Return what is asked for: a trivial view, and pages made anew, from the cache, and not modified."""
    found = {"trivial_view": Load(always(request_for("/bench/trivial/")))}
    for name, page in (("summary", "indicators_summary"), ("cluster", "portal_cluster"), ("indicator", INDICATOR)):
        path = pages[page]
        found[f"{name}_cold"] = Load(anew(path))
        found[f"{name}_warm"] = Load(always(request_for(path)))
        found[f"{name}_304"] = Load(always(held(port, path)), status=304)
    return found


def anew(path: str) -> Callable[[], bytes]:
    return lambda: request_for(fresh(path))


def always(request: bytes) -> Callable[[], bytes]:
    return lambda: request


def held(port: int, path: str) -> bytes:
    """Return the request of a reader who holds the page already."""
    return request_for(path, tag=fetch(port, path).header("ETag"))


def measured(port: int, straight: int, wanted: dict[str, Load]) -> list[dict[str, tuple[float, float]]]:
    """Return the requests a second of each load through the door and without it, round by round.

    They take turns, and so does which of them begins, so that ratios are fair.
    """
    for load in wanted.values():
        load.a_second(port, 0.3)
        load.a_second(straight, 0.3)
    return [{name: both(load, port, straight, turn) for name, load in wanted.items()} for turn in range(ROUNDS)]


def both(load: Load, port: int, straight: int, turn: int) -> tuple[float, float]:
    if turn % 2:
        without = load.a_second(straight, SECONDS)
        return load.a_second(port, SECONDS), without
    return load.a_second(port, SECONDS), load.a_second(straight, SECONDS)


def report_loads(rounds: list[dict[str, tuple[float, float]]]) -> None:
    for name in rounds[0]:
        value = median(door for door, _straight in (each[name] for each in rounds))
        ratio = median(door / straight for door, straight in (each[name] for each in rounds))
        least = BARS.get(name.rpartition("_")[2])
        if least is not None:
            judge(name, value, "requests/s", ratio=ratio, least=least)
        else:
            report(name, value, "requests/s")


def queries_of(path: str) -> int:
    """Return how many queries a page takes that no cache holds, the public version among them."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from common.public import CACHE_KEY

    cache.delete(CACHE_KEY)
    with CaptureQueriesContext(connection) as queries:
        response = client().get(fresh(path))
    if response.status_code != 200:
        raise Refused(f"{path} answered {response.status_code}.")
    return len(queries)


if __name__ == "__main__":
    with sentences_for_people():
        run()
