"""What the portal says when it will not or cannot: the right status, both languages, a way on."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from psycopg.conninfo import make_conninfo

from tests.system.examples import LANGUAGES, example
from tests.system.running import Answer, WebServer, environment

REFUSED = {"not found": 404, "cluster on no day": 400, "cluster that closed": 410}
INSIDES = ("Traceback", "django", "/clusters/views.py", "psycopg")


@pytest.fixture(scope="module")
def broken(portal, tmp_path_factory) -> Iterator[Answer]:
    """What a web server answers whose database is away."""
    away = environment(make_conninfo(portal.database_address, dbname="no_such_database"), "journeys")
    server = WebServer({**away, "REDIS_URL": "redis://127.0.0.1:1/0"}, tmp_path_factory.mktemp("broken"))
    yield server.get("/en/")
    server.stop()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("label", "status"), REFUSED.items())
def test_a_refusal_has_its_status_and_the_frame_of_every_page(portal, label, status, language):
    answer = portal.get(example(label).address(portal, language))

    assert answer.status == status
    assert answer.document.html["lang"] == language
    assert answer.document.select("header nav a[rel~=alternate], footer a") != []
    assert [word for word in INSIDES if word in answer.text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("label", "status"), REFUSED.items())
def test_the_switch_on_a_refusal_leads_to_the_same_refusal(portal, label, status, language):
    answer = portal.get(example(label).address(portal, language))
    switch = answer.document.body.select_one("a[rel~=alternate]")["href"]

    switched = portal.get(switch)

    assert switched.status == status
    assert switched.document.html["lang"] != language


def test_a_closed_cluster_names_its_successor(portal):
    answer = portal.get(example("cluster that closed").address(portal, "en"))

    links = [link["href"] for link in answer.document.main.select("a:not(.app-way-to-work a)")]
    assert links == [example("cluster that fits worst").address(portal, "en")]
    assert "1 April 2020" in answer.document.main.text


def test_an_address_in_no_language_is_not_found(portal):
    answer = portal.get("/fr/")

    assert answer.status == 404
    assert answer.document.h1.text


def test_without_a_database_both_languages_apologise_side_by_side(broken):
    document = broken.document

    assert broken.status == 503
    assert [section.get("lang", document.html["lang"]) for section in document.find_all("section")] == ["cy", "en"]
    assert [section.a["href"] for section in document.find_all("section")] == ["/cy/", "/en/"]
    assert [word for word in INSIDES if word in broken.text] == []


def test_the_page_without_a_database_asks_for_nothing_else(broken):
    assert BeautifulSoup(broken.body, "html.parser").select("link, script, img, style, [style]") == []
