"""Whatever others hold open, readers have the public pages; `script/drill bodies` shows it with larger crowds."""

import pytest

from common.addresses import page_address
from script.support import crowds

PATHS = [page_address(name, language) for name in ("portal:home", "portal:about") for language in ("en", "cy")]
SIGN_IN = page_address("account_login", "en")
SECONDS = 2
MOST = 2
UNNOTICED = 0.3  # seconds: on a busy machine the best pages of a moment say little


def crowd(portal, name: str, count: int):
    begun = {"heads": b"GET / HTTP/1.1\r\nHost: ", "connections": b""}
    if name == "bodies":
        return crowds.half_sent_bodies(portal.web.port, SIGN_IN, count)
    return crowds.held_open(portal.web.port, begun[name], count)


@pytest.mark.parametrize(("name", "count"), [("bodies", 8), ("bodies", 200), ("heads", 200), ("connections", 200)])
def test_readers_have_pages_while_others_send_nothing_to_its_end(portal, name, count):
    crowds.reading_time(portal.web.port, PATHS, 0.5)
    usual, _faults = crowds.reading_time(portal.web.port, PATHS, SECONDS)

    with crowd(portal, name, count):
        beside, faults = crowds.reading_time(portal.web.port, PATHS, SECONDS)

    assert faults == []
    assert beside <= max(MOST * usual, UNNOTICED)


def test_slow_uploads_are_answered_and_readers_do_not_notice(portal):
    usual, _faults = crowds.reading_time(portal.web.port, PATHS, SECONDS)

    with crowds.Readers(portal.web.port, PATHS) as readers:
        answers = crowds.upload_slowly(portal.web.port, SIGN_IN, count=8, size=1_000_000, seconds=SECONDS)

    assert readers.faults == []
    assert crowds.slowest_of(readers.seconds) <= max(MOST * usual, UNNOTICED)
    assert answers == [403] * 8  # they came whole, and are no form of ours
