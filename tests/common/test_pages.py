"""Public pages: tagged, kept, packed, and new as soon as anything public changes."""

import gzip

import brotli
import pytest

from common import public
from common.models import PublicVersion

pytestmark = pytest.mark.django_db
PAGE = "/en/clusters/tywi-taf/"


@pytest.fixture
def raised(django_capture_on_commit_callbacks):
    """Return a function that raises the public version as a committed action would."""

    def raise_version() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            public.raise_version()

    return raise_version


def test_a_public_page_may_be_kept_but_must_be_asked_about(client):
    response = client.get(PAGE)

    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"].startswith('"')
    assert "Set-Cookie" not in response


def test_the_same_page_is_not_sent_twice(client):
    tag = client.get(PAGE)["ETag"]

    response = client.get(PAGE, headers={"If-None-Match": tag})

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)


def test_a_kept_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    first = client.get(PAGE)

    with django_assert_num_queries(0):
        second = client.get(PAGE)

    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_public_action_makes_every_page_new(client, raised):
    before = client.get(PAGE)["ETag"]
    number = public.version()

    raised()

    assert PublicVersion.objects.get().number == number + 1
    assert client.get(PAGE)["ETag"] != before


def test_a_version_that_is_rolled_back_is_not_seen(client):
    before = client.get(PAGE)["ETag"]

    public.raise_version()

    assert client.get(PAGE)["ETag"] == before


def test_the_next_day_is_a_new_page(client, moved_clock):
    moved_clock("2026-03-09T23:00:00+00:00")
    before = client.get(PAGE)["ETag"]

    moved_clock("2026-03-10T00:00:01+00:00")

    assert client.get(PAGE)["ETag"] != before


@pytest.mark.parametrize("other", ["/cy/", "/en/?x=1", "/en/search/"])
def test_other_addresses_have_other_tags(client, other):
    assert client.get(other)["ETag"] != client.get("/en/")["ETag"]


@pytest.mark.parametrize(
    ("accepted", "packing", "unpack"), [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
def test_a_page_is_kept_packed(client, accepted, packing, unpack):
    plain = client.get(PAGE)

    for _time in range(2):
        packed = client.get(PAGE, headers={"Accept-Encoding": accepted})
        assert packed["Content-Encoding"] == packing
        assert unpack(packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 3
        assert packed["ETag"] != plain["ETag"]


def test_asking_for_the_heading_alone_sends_no_page(client):
    client.get(PAGE)

    response = client.head(PAGE)

    assert (response.status_code, response.content) == (200, b"")


def test_what_is_not_found_is_never_kept(client):
    for _time in range(2):
        response = client.get("/en/clusters/atlantis/")
        assert response.status_code == 404
        assert "ETag" not in response


def test_a_page_for_another_host_is_refused(client):
    response = client.get(PAGE, headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "Ni ellir deall y cyfeiriad" in response.content.decode()


def test_every_page_carries_the_whole_security_header(client):
    assert sorted(client.get(PAGE)["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]
