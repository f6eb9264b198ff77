import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError

from common.addresses import page_address

pytestmark = pytest.mark.django_db
ENGLISH = "/en/clusters/city-health/?on=2026-01-01"


def switch(client, address: str, **headers) -> str:
    soup = BeautifulSoup(client.get(address, headers=headers).content, "html.parser")
    return soup.select_one(".app-languages a")["href"]


def test_switching_keeps_page_and_query_and_leads_back(client):
    welsh = switch(client, ENGLISH)

    assert welsh == page_address("portal:cluster", "cy", slug="iechyd-y-ddinas") + "?on=2026-01-01"
    assert switch(client, welsh) == ENGLISH


def test_the_bare_root_follows_the_browser(client):
    assert client.get("/", headers={"Accept-Language": "cy,en;q=0.5"})["Location"] == "/cy/"
    assert client.get("/", headers={"Accept-Language": "fr"})["Location"] == "/en/"


def test_a_switch_is_remembered_for_the_bare_root_only(client):
    client.get("/cy/", headers={"Referer": "http://testserver/en/"})

    assert client.cookies["language"].value == "cy"
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/cy/"
    assert b'lang="en"' in client.get("/en/").content[:200]


@pytest.mark.parametrize(
    "referrer", ["", "http://testserver/cy/", "http://elsewhere.example/en/", "http://testserver/"]
)
def test_nothing_is_remembered_without_a_switch(client, referrer):
    response = client.get("/cy/", headers={"Referer": referrer} if referrer else {})

    assert "Set-Cookie" not in response


def test_hosts_may_stand_for_languages(client, settings):
    settings.ALLOWED_HOSTS = ["clusters.example", "clystyrau.example"]
    settings.LANGUAGE_HOSTS = {"clusters.example": "en", "clystyrau.example": "cy"}

    assert client.get("/", headers={"host": "clystyrau.example"})["Location"] == "/cy/"
    address = switch(client, ENGLISH, host="clusters.example")
    assert address.startswith("//clystyrau.example/cy/")
    assert switch(client, address.removeprefix("//clystyrau.example"), host="clystyrau.example") == (
        f"//clusters.example{ENGLISH}"
    )


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_page_that_is_not_found_says_so_in_the_language_of_the_address(client, language):
    response = client.get(f"/{language}/nowhere/at/all/")

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert soup.html["lang"] == language
    assert soup.select_one(".app-languages a")["href"] == f"/{'cy' if language == 'en' else 'en'}/nowhere/at/all/"


def test_a_fault_shows_a_page_in_both_languages_and_no_trace(client, monkeypatch):
    def break_down(*_args, **_kwargs):
        raise RuntimeError("secret")

    client.raise_request_exception = False
    monkeypatch.setattr("portal.queries.boards", break_down)

    response = client.get("/en/?fault=1")

    text = response.content.decode()
    assert response.status_code == 500
    assert "Mae problem wedi codi" in text
    assert "There is a problem" in text
    assert "secret" not in text


def test_a_portal_whose_database_is_away_says_so_and_when_to_come_back(client, monkeypatch):
    def be_away(*_args, **_kwargs):
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr("portal.queries.boards", be_away)

    response = client.get("/en/?fault=2")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "The portal is not available for the moment" in response.content.decode()
