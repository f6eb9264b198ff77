"""Kept pages over the wire: the same from the loop and from a thread, and there while every thread waits."""

import http.client
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
import pytest
from psycopg import sql

from common.addresses import page_address
from governance.models import Body
from script.support.processes import wait_until
from tests.system.running import HOST, Portal, get

SUMMARY, CLUSTER = page_address("indicators:summary", "en"), "/en/clusters/tywi-taf/"
THREADS = 4  # of the one web process: two for readers, two for all else
SECONDS = 8  # less than a lock is waited for
WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'relation' AND NOT granted
"""
# The second at which a cookie ends is another one second later.
MOMENT = re.compile(r"expires=[^;]*")


def over_the_wire(port: int, method: str, headers: Mapping[str, str], body: bytes | None) -> tuple:
    """Return the status, every header but for its moment, and the body; what has a body is answered by a thread."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=30)) as connection:
        connection.request(method, SUMMARY, body=body, headers=dict(headers))
        response = connection.getresponse()
        told = [(name, MOMENT.sub("", said)) for name, said in response.getheaders() if name.lower() != "date"]
        return response.status, told, response.read()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("held", [False, True])
def test_the_loop_answers_byte_for_byte_what_a_thread_does(portal, method, held):
    headers = {"Accept-Encoding": "br", "Referer": f"http://{HOST}:{portal.web.port}/cy/"}
    if held:
        headers["If-None-Match"] = get(portal.web.port, SUMMARY, **headers).headers["ETag"]
    get(portal.web.port, SUMMARY, **headers)

    at_once = over_the_wire(portal.web.port, method, headers, None)

    assert at_once == over_the_wire(portal.web.port, method, headers, b"a")
    assert at_once[0] == (304 if held else 200)


def test_kept_pages_are_read_while_every_thread_waits_for_the_database(portal):
    get(portal.web.port, SUMMARY)

    with ThreadPoolExecutor(THREADS) as readers, psycopg.connect(portal.database_address) as holder:
        holder.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(Body._meta.db_table)))
        cookies = [{}, {}, {"Cookie": "sessionid=somebody"}, {"Cookie": "sessionid=somebody"}]
        asked = [readers.submit(get, portal.web.port, f"{CLUSTER}?n={n}", **cookies[n]) for n in range(THREADS)]
        assert wait_until(lambda: waiting_for_a_lock(portal) == THREADS, SECONDS)
        kept = get(portal.web.port, SUMMARY)
        still_waiting = waiting_for_a_lock(portal)
        holder.rollback()

    assert (kept.status, still_waiting) == (200, THREADS)
    assert [one.result().status for one in asked] == [200] * THREADS


def waiting_for_a_lock(portal: Portal) -> int:
    [(count,)] = portal.read(WAITING)
    return count
