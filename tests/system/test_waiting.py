"""Nothing that is away or held keeps a reader waiting for ever: each page comes in time, or says that it cannot."""

import json
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from script.support.processes import wait_until
from tests.system.running import WebServer, environment

IMPATIENT = {"DATABASE_LOCK_SECONDS": "1", "DATABASE_STATEMENT_SECONDS": "5"}
SECONDS_FOR_A_SIGN = 60
SOON = 10  # seconds, on a busy machine
INSIDES = ("Traceback", "psycopg", "lock", "no_such_database", "127.0.0.1")


@pytest.fixture(scope="module")
def impatient(portal, tmp_path_factory) -> Iterator[WebServer]:
    server = WebServer({**portal.variables, **IMPATIENT}, tmp_path_factory.mktemp("impatient"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def alone(portal, tmp_path_factory) -> Iterator[WebServer]:
    """A web server whose database, cache and queue are away."""
    away = environment(make_conninfo(portal.database_address, dbname="no_such_database"), "journeys")
    server = WebServer({**away, "REDIS_URL": "redis://127.0.0.1:1/0"}, tmp_path_factory.mktemp("alone"))
    yield server
    server.stop()


def test_a_page_whose_table_is_locked_says_so_in_time_and_comes_again_afterwards(portal, impatient):
    with psycopg.connect(portal.database_address) as holder:
        holder.execute("LOCK TABLE governance_body IN ACCESS EXCLUSIVE MODE")
        start = time.monotonic()
        refused = impatient.get("/en/?n=while-it-is-locked")
        took = time.monotonic() - start

    assert refused.status == 503
    assert took < SOON
    assert [word for word in INSIDES if word in refused.text] == []
    assert impatient.get("/en/?n=afterwards").status == 200


def test_the_web_server_waits_less_for_the_database_than_commands_do(portal):
    shown = portal.shell(
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SHOW statement_timeout')\n"
        "    print(cursor.fetchone()[0])"
    )

    assert shown == "1h"


def test_health_tells_soon_what_is_away_and_nothing_of_the_insides(alone):
    start = time.monotonic()
    answer = alone.get("/health/")

    assert time.monotonic() - start < SOON
    assert answer.status == 503
    assert json.loads(answer.body) == {
        "database": False, "cache": False, "queue": False, "worker": None, "beat": None,
    }  # fmt: skip


def test_health_hears_of_a_worker_that_runs_and_of_a_timetable_that_does_not(portal):
    def health() -> dict[str, bool | None]:
        return json.loads(portal.get("/health/").body)

    assert wait_until(lambda: health()["worker"], SECONDS_FOR_A_SIGN)
    assert health() == {"database": True, "cache": True, "queue": True, "worker": True, "beat": False}
