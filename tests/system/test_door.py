"""The door as it stands in the network: over the real web server, asked by hand, byte by byte."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from email.parser import BytesHeaderParser
from typing import Any

import pytest

from script.support.processes import wait_until
from tests.system.door_application import LIMITS, PIECE, PIECES
from tests.system.running import HOST, Answer, WebServer

SECONDS = 20
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[WebServer]:
    application = "tests.system.door_application:application"
    started = WebServer(os.environ, tmp_path_factory.mktemp("door"), application=application)
    yield started
    started.stop()


class Talk:
    """One connection to the web server, spoken by hand."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=SECONDS)
        self.file = self.socket.makefile("rb")

    def say(self, *lines: str, body: bytes = b"") -> "Talk":
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        return self

    def ask(self, line: str, *headers: str, body: bytes = b"") -> "Talk":
        return self.say(f"{line} HTTP/1.1", "Host: localhost", *headers, body=body)

    def line(self) -> bytes:
        return self.file.readline().strip()

    def hear(self, *, method: str = "POST") -> Answer:
        """Return the next answer; the connection stays."""
        status = int(self.line().split()[1])
        head = b""
        while (line := self.file.readline()) not in (b"\r\n", b""):
            head += line
        headers = BytesHeaderParser().parsebytes(head)
        length = 0 if method == "HEAD" else int(headers["Content-Length"])
        return Answer(status, headers, self.file.read(length))

    def is_closed(self) -> bool:
        return self.file.read(1) == b""

    def close(self) -> None:
        self.file.close()
        self.socket.close()


@pytest.fixture
def talk(server) -> Iterator[Callable[[], Talk]]:
    """Return a function that opens a connection; what the test before left half sent has been let go."""
    assert wait_until(lambda: json.loads(server.get("/a").body)["held"] == 0, SECONDS)
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(Talk(server.port)))


def asked(answer: Answer) -> dict[str, Any]:
    """Return what the application was asked."""
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


# --- bodies ---


def test_a_body_with_a_length_arrives(talk):
    found = asked(talk().ask("POST /a", FORM, "Content-Length: 3", body=b"a=1").hear())

    assert (found["REQUEST_METHOD"], found["CONTENT_LENGTH"], found["body"]) == ("POST", "3", "a=1")
    assert found["CONTENT_TYPE"] == "application/x-www-form-urlencoded"


def test_a_body_in_chunks_arrives_with_its_length_counted(talk):
    talking = talk().ask("POST /a", "Transfer-Encoding: chunked", body=chunked(b"abc", end=b""))
    talking.socket.sendall(chunked(b"defg", end=b"0\r\nTrailer: x\r\n\r\n"))

    found = asked(talking.hear())

    assert (found["CONTENT_LENGTH"], found["body"]) == ("7", "abcdefg")
    assert "HTTP_TRANSFER_ENCODING" not in found


def test_a_large_body_arrives_as_it_was_sent(talk):
    body = os.urandom(LIMITS.largest // 2)

    found = asked(talk().ask("POST /a", f"Content-Length: {len(body)}", body=body).hear())

    assert found["body"].encode("latin-1") == body


@pytest.mark.parametrize(
    ("header", "half"),
    [("Content-Length: 100", b"a=1"), ("Transfer-Encoding: chunked", chunked(b"a=1", end=b""))],
)
def test_nothing_is_done_with_half_a_body(talk, header, half):
    before = asked(talk().ask("GET /a").hear())["number"]

    talking = talk().ask("POST /a", header, body=half)
    talking.socket.shutdown(socket.SHUT_WR)

    assert talking.hear().status == 400
    assert talking.is_closed()
    assert int(asked(talk().ask("GET /a").hear())["number"]) == int(before) + 1


def test_somebody_who_leaves_in_the_middle_of_a_body_leaves_nothing_behind(talk):
    for _ in range(3 * LIMITS.bodies):
        talk().ask("POST /a", "Content-Length: 100", body=b"a").close()

    assert asked(talk().ask("POST /a", "Content-Length: 1", body=b"a").hear())["body"] == "a"


def test_a_body_that_is_declared_too_large_is_refused_before_it_comes(talk):
    talking = talk().ask("POST /a", f"Content-Length: {LIMITS.largest + 1}", "Expect: 100-continue")

    refused = talking.hear()

    assert refused.status == 413
    assert refused.headers["Connection"] == "close"


def test_a_body_that_is_counted_too_large_is_refused(talk):
    talking = talk().ask("POST /a", "Transfer-Encoding: chunked")
    talking.socket.sendall(chunked(*[b"x" * 50_000] * 7, end=b""))

    assert talking.hear().status == 413


def test_somebody_who_sends_too_much_may_finish_and_then_reads_why(talk):
    """A browser reads the answer only when it has sent everything."""
    body = b"x" * 3 * LIMITS.largest

    refused = talk().ask("POST /a", f"Content-Length: {len(body)}", body=body).hear()

    sections = refused.document.find_all("section")
    assert refused.status == 413
    assert [section.get("lang", "cy") for section in sections] == ["cy", "en"]
    assert "What was sent is too large" in refused.text


def test_a_body_that_does_not_come_is_ended(talk):
    talking = talk().ask("POST /a", "Content-Length: 100", body=b"a")

    ended = talking.hear()

    assert (ended.status, ended.headers["Connection"]) == (408, "close")
    assert "What was sent did not arrive in time" in ended.text
    assert talking.is_closed()


def test_more_bodies_than_are_taken_at_once_are_put_off_while_reading_goes_on(talk):
    def one_more() -> int:
        for _ in range(2 * LIMITS.bodies):
            talk().ask("POST /a", "Content-Length: 100", body=b"a")
        return talk().ask("POST /a", "Content-Length: 1", body=b"a").hear().status

    assert wait_until(lambda: one_more() == 503, SECONDS)
    assert asked(talk().ask("GET /a").hear())["REQUEST_METHOD"] == "GET"


def test_half_sent_bodies_leave_a_thread_for_whole_ones(talk):
    for _ in range(LIMITS.bodies - 1):
        talk().ask("POST /a", "Content-Length: 100", body=b"a")

    assert asked(talk().ask("POST /a", "Content-Length: 1", body=b"a").hear())["body"] == "a"


def test_bodies_that_are_too_large_together_are_put_off(talk):
    half, body = b"x" * (LIMITS.together // 3), b"x" * (LIMITS.largest // 10)

    def one_more() -> int:
        for _ in range(3):
            talk().ask("POST /a", f"Content-Length: {len(half) + 1}", body=half)
        return talk().ask("POST /a", f"Content-Length: {len(body)}", body=body).hear().status

    assert wait_until(lambda: one_more() == 503, SECONDS)
    assert asked(talk().ask("GET /a").hear())["body"] == ""


def test_public_reading_goes_on_while_all_else_waits(talk):
    waiting = [talk().ask("POST /waiting", "Content-Length: 1", body=b"a") for _ in range(3)]
    waiting += [talk().ask("GET /waiting", "Cookie: sessionid=somebody") for _ in range(3)]

    assert asked(talk().ask("GET /a", "Cookie: language=cy").hear())["PATH_INFO"] == "/a"
    assert talk().ask("GET /released").hear().status == 200
    assert [talking.hear().status for talking in waiting] == [200] * 6


def test_what_can_be_answered_at_once_is_answered_while_every_thread_waits(talk):
    waiting = [talk().ask("GET /waiting", *cookie) for cookie in ([], ["Cookie: sessionid=somebody"])]

    answer = talk().ask("GET /at-once").hear()

    assert answer.body == b"MainThread"
    assert [talking.hear().status for talking in waiting] == [200] * 2


def test_with_a_body_a_thread_is_asked(talk):
    found = asked(talk().ask("GET /at-once", "Content-Length: 1", body=b"a").hear())

    assert (found["PATH_INFO"], found["body"]) == ("/at-once", "a")


def test_who_asks_first_whether_to_send_is_told_to(talk):
    talking = talk().ask("POST /a", "Content-Length: 3", "Expect: 100-continue")

    assert (talking.line(), talking.line()) == (b"HTTP/1.1 100 Continue", b"")
    talking.socket.sendall(b"a=1")
    assert asked(talking.hear())["body"] == "a=1"


# --- what one request is ---


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 4", "Content-Length: 5"],
        ["Content-Length: 4, 4"],
        ["Content-Length: +4"],
        ["Content-Length : 4"],
        ["Content-Length: -1"],
        ["Transfer-Encoding: xchunked"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
        ["Transfer-Encoding: chunked, chunked"],
    ],
)
def test_a_body_whose_length_can_be_read_two_ways_is_refused(talk, headers):
    talking = talk().ask("POST /a", *headers, body=b"0\r\n\r\n")

    assert talking.hear().status == 400
    assert talking.is_closed()


@pytest.mark.parametrize("turned", [False, True])
def test_nothing_can_be_hidden_behind_a_body_with_two_lengths(talk, turned):
    """The chunks count, as the standard has it, and the connection ends with the answer."""
    headers = ["Content-Length: 5", "Transfer-Encoding: chunked"]
    hidden = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"

    talking = talk().ask("POST /a", *(reversed(headers) if turned else headers), body=b"0\r\n\r\n" + hidden)

    assert asked(talking.hear())["body"] == ""
    assert talking.is_closed()


def test_a_body_that_nobody_wanted_does_not_become_a_request(talk):
    hidden = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"

    talking = talk().ask("GET /a", f"Content-Length: {len(hidden)}", body=hidden)

    assert asked(talking.hear())["body"] == hidden.decode()
    talking.ask("GET /b")
    assert asked(talking.hear())["PATH_INFO"] == "/b"


def test_a_name_with_an_underscore_cannot_stand_for_one_with_a_dash(talk):
    found = asked(talk().ask("GET /a", "X-Forwarded-For: 1", "X_Forwarded_For: 2", "Content_Length: 9").hear())

    assert found["HTTP_X_FORWARDED_FOR"] == "1"
    assert [name for name, value in found.items() if value in ("2", "9")] == []


def test_a_header_that_is_sent_twice_is_one_list(talk):
    sent = ["X-Forwarded-For: 1", "Cookie: a=1", "Host: elsewhere", "X-Forwarded-For: 2", "Cookie: b=2"]

    found = asked(talk().ask("GET /a", *sent).hear())

    assert (found["HTTP_X_FORWARDED_FOR"], found["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")
    assert found["HTTP_HOST"] == "localhost,elsewhere"  # which Django refuses as no host at all


def test_the_address_arrives_byte_for_byte(talk):
    found = asked(talk().ask("GET /a%FFb%2Fc/%C5%B7?q=%C5%B7+d").hear())

    assert found["PATH_INFO"].encode("latin-1") == b"/a\xffb/c/\xc5\xb7"
    assert found["QUERY_STRING"] == "q=%C5%B7+d"


def test_nothing_of_this_machine_is_among_what_is_asked(talk):
    found = asked(talk().ask("GET /a").hear())

    assert {"DATABASE_URL", "SECRET_KEY", "PATH"} & set(found) == set()
    assert (found["REMOTE_ADDR"], found["SERVER_PROTOCOL"]) == (HOST, "HTTP/1.1")


def test_a_connection_serves_one_request_after_another(talk):
    talking = talk()

    bodies = [asked(talking.ask("POST /a", "Content-Length: 1", body=b"%d" % n).hear())["body"] for n in range(3)]

    assert bodies == ["0", "1", "2"]


# --- answers ---


def test_a_header_is_answered_as_often_as_the_application_says(talk):
    assert talk().ask("GET /a").hear().headers.get_all("Set-Cookie") == ["a=1", "b=2"]


def test_only_the_head_is_answered_to_who_asks_for_it(talk):
    talking = talk().ask("HEAD /streamed")

    assert talking.hear(method="HEAD").status == 200
    assert asked(talking.ask("GET /a").hear())["REQUEST_METHOD"] == "GET"


def test_a_download_that_is_made_in_pieces_arrives_whole(talk):
    assert talk().ask("GET /streamed").hear().body == PIECE * PIECES


def test_a_download_that_breaks_while_it_is_made_is_no_half_file(talk):
    answer = talk().ask("GET /broken").hear()

    assert answer.status == 500
    assert b"half" not in answer.body
    assert b"what went wrong" not in answer.body


def test_readers_who_take_a_download_slowly_keep_no_thread_from_others(talk):
    for _ in range(4):
        talk().ask("GET /streamed")

    assert asked(talk().ask("GET /a").hear())["PATH_INFO"] == "/a"


def test_another_version_of_http_and_web_sockets_are_not_spoken(talk):
    upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AA=="]

    assert talk().say("PRI * HTTP/2.0", "", "SM").line() in (b"", b"HTTP/1.1 400 Bad Request")
    assert asked(talk().ask("GET /a", *upgrade).hear())["PATH_INFO"] == "/a"
