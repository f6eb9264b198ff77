"""Kept pages on the loop of the web server: the same answers as those of the threads, or none."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from common import public
from common.at_once import CACHE, KeptPages
from common.caches import ReadingCache

pytestmark = pytest.mark.django_db
PATIENT = {"socket_connect_timeout": 30, "socket_timeout": 30}
PAGE = "/en/clusters/tywi-taf/"
FROM_WELSH = "http://testserver/cy/clystyrau/tywi-taf/"


@pytest.fixture
def kept() -> KeptPages:
    """Kept pages of the corner of the cache in which this test keeps them; on a busy machine it may take its time."""
    made = KeptPages(WSGIHandler())
    made.cache = ReadingCache(settings.CACHES[CACHE]["LOCATION"], {"OPTIONS": PATIENT})
    made.cache.key_prefix = cache.key_prefix
    return made


def environ(path: str = PAGE, method: str = "GET", **headers: str) -> dict:
    return RequestFactory(headers=headers).generic(method, path).environ


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept-Encoding": "br"},
        {"Accept-Encoding": "gzip"},
        {"If-None-Match": '"another"'},
        {"Referer": FROM_WELSH},
        {"Cookie": "sessionid=somebody"},
        {"X-Forwarded-Proto": "https"},
    ],
)
def test_an_answer_at_once_is_that_of_a_thread(client, kept, method, headers):
    client.get(PAGE, headers=headers)
    asked = client.get if method == "GET" else client.head

    of_a_thread = asked(PAGE, headers=headers)
    status, found, body = kept(environ(method=method, **headers))

    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in of_a_thread.cookies.values()]
    assert [(name.decode(), value.decode()) for name, value in found] == [*of_a_thread.items(), *cookies]
    assert (status, body) == (200, of_a_thread.content)
    assert len(cookies) == ("Referer" in headers)


def test_who_holds_the_page_is_told_so_at_once(client, kept):
    tag = client.get(PAGE)["ETag"]

    of_a_thread = client.get(PAGE, headers={"If-None-Match": tag})
    status, found, body = kept(environ(**{"If-None-Match": tag}))

    assert (status, body) == (304, b"")
    assert [(name.decode(), value.decode()) for name, value in found] == [*of_a_thread.items()]


def test_a_public_action_is_seen_at_once(client, kept, django_capture_on_commit_callbacks):
    tag = client.get(PAGE)["ETag"]
    assert kept(environ()) is not None

    with django_capture_on_commit_callbacks(execute=True):
        public.raise_version()

    assert kept(environ()) is None
    assert kept(environ(**{"If-None-Match": tag})) is None


def test_yesterdays_page_is_not_answered(client, kept, moved_clock):
    moved_clock("2026-03-09T23:00:00+00:00")
    client.get(PAGE)
    assert kept(environ()) is not None

    moved_clock("2026-03-10T00:00:01+00:00")

    assert kept(environ()) is None


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/en/clusters/tywi-taf/?x=1", "GET"),
        (PAGE, "POST"),
        ("/en/%00/", "GET"),
        ("/static/x.css", "GET"),
        ("/", "GET"),
    ],
)
def test_all_else_is_left_to_a_thread(client, kept, path, method, django_assert_num_queries):
    client.get(PAGE)

    with django_assert_num_queries(0):
        assert kept(environ(path, method)) is None


def test_another_host_is_refused_by_a_thread(client, kept, caplog):
    client.get(PAGE)

    assert kept(environ(Host="elsewhere.example")) is None
    assert caplog.records == []


def test_a_redirect_to_a_safe_line_is_made_by_a_thread(client, kept, settings):
    client.get(PAGE)

    settings.SECURE_SSL_REDIRECT = True

    assert kept(environ()) is None


def test_the_loop_never_asks_the_database(client, kept):
    client.get(PAGE)
    cache.delete(public.CACHE_KEY)

    async def on_the_loop():
        return kept(environ())

    def ask():
        # The browser of other tests has a loop in this process, for which they let Django ask the database there.
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
            return asyncio.run(on_the_loop())

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(ask).result() is None
        client.get(PAGE)
        assert thread.submit(ask).result() is not None


def test_a_cache_that_is_away_is_left_alone_for_a_while(client, kept):
    client.get(PAGE)
    there, kept.cache = kept.cache, ReadingCache("unix:///nowhere/valkey.sock", {})

    assert kept(environ()) is None

    kept.cache = there
    assert kept(environ()) is None
    kept.begins_again = time.monotonic()
    assert kept(environ()) is not None
