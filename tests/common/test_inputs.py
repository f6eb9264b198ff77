"""What no page can read is refused before any page sees it, with a sentence in the language of the page."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import translation

from common import inputs
from common.addresses import page_address
from common.errors import Refused
from common.forms import DayField
from tests.factories import PersonFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
NO_CHARACTER = {
    "en": "This address holds a character that cannot stand in one.",
    "cy": "Mae'r cyfeiriad hwn yn cynnwys nod na all fod mewn cyfeiriad.",
}


def main_of(response) -> str:
    return words(BeautifulSoup(response.content, "html.parser").main)


@pytest.mark.parametrize(
    ("text", "is_impossible"),
    [("", False), ("Tŷ\r\n\t🏴", False), ("a\x00", True), ("\ud800", True), ("\uffff", True)],
)
def test_what_no_page_can_read(text, is_impossible):
    assert inputs.is_impossible(text) is is_impossible


@pytest.mark.parametrize(("language", "path"), [("en", "practices"), ("cy", "practisau")])
@pytest.mark.parametrize("hostile", ["%00", "W9%00", "%00%00"])
def test_such_a_path_is_not_found_in_its_language(client, language, path, hostile):
    response = client.get(f"/{language}/{path}/{hostile}/")

    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert soup.html["lang"] == language
    assert "\x00" not in response.content.decode()


def test_half_of_a_character_in_a_path_is_not_found(client):
    response = client.get("/en/practices/%ED%A0%80/")

    assert response.status_code == 404


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", ["plans:library", "portal:search", "portal:home"])
def test_such_a_query_is_refused_in_its_language(client, language, name):
    for query in ({"board": "\x00"}, {"q": "a\x00"}, {"\x00": "a"}):
        response = client.get(page_address(name, language), query)

        assert response.status_code == 400
        assert NO_CHARACTER[language] in main_of(response)


def test_a_query_without_end_is_refused(client):
    response = client.get("/en/search/", {"q": "x" * inputs.LONGEST_QUERY})

    assert (response.status_code, "This address is too long." in main_of(response)) == (400, True)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "What you sent holds a character that cannot be kept."),
        ("cy", "Mae'r hyn a anfonwyd gennych yn cynnwys nod na ellir ei gadw."),
    ],
)
def test_such_a_form_is_refused_in_its_language(client, language, sentence):
    person = PersonFactory(name="Before")
    client.force_login(person)
    for sent in ({"name": "a\x00"}, {"name\x00": "a"}, {"name": "\uffff"}):
        response = client.post(page_address("account_details", language), sent)

        assert response.status_code == 400
        assert sentence in main_of(response)
    person.refresh_from_db()
    assert person.name == "Before"


def test_a_form_without_end_is_refused(client, settings):
    client.force_login(PersonFactory())
    for sent in ({"name": "x" * (inputs.LONGEST_TEXT + 1)}, {f"a{n}": "x" for n in range(1001)}):
        response = client.post("/en/account/details/", sent)

        assert response.status_code == 400
        assert "What you sent is longer than the portal can keep." in main_of(response)


@pytest.mark.parametrize("referrer", ["http://[::1", "http://a]b/", "//[", "http://testserver:x/en/", "\ud800"])
def test_an_address_that_is_none_is_no_page_that_somebody_came_from(client, referrer):
    assert client.get("/cy/", headers={"Referer": referrer}).status_code == 200


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("²", None),
        ("٣", None),
        ("-1", None),
        ("1.5", None),
        (" 1", None),
        ("", None),
    ],
)
def test_a_number_is_plain_digits_within_bounds(written, number):
    assert inputs.whole_number(written) == number
    assert inputs.whole_number("12", least=13) is inputs.whole_number("12", most=11) is None


def test_what_an_address_asks_for_is_read_as_what_it_is(rf):
    query = inputs.Query(rf.get("/", {"q": "  words  ", "page": "3", "year": "²", "of": ["a", "b"], "flag": ""}))

    assert (query.text("q"), query.text("q", most=2), query.text("none")) == ("words", "wo", "")
    assert (query.number("page"), query.number("none")) == (3, None)
    assert (query.texts("of"), query.says("flag"), query.says("none")) == (["a", "b"], True, False)
    with pytest.raises(Refused, match="year"):
        query.number("year")
    with pytest.raises(Refused):
        query.number("page", most=2)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 January 1948", datetime.date(1948, 1, 1)),
        ("31/12/2200", datetime.date(2200, 12, 31)),
        ("31/12/1947", None),
        ("2201-01-01", None),
        ("31/12/9999", None),
        ("1/1/0001", None),
    ],
)
def test_a_day_is_one_that_the_portal_can_speak_of(written, day):
    field = DayField(required=False)
    with translation.override("en"):
        if day is None:
            with pytest.raises(ValidationError, match="Give a day between 1948 and 2200."):
                field.clean(written)
        else:
            assert field.clean(written) == day


def test_a_day_is_read_as_extracts_read_it_in_whichever_language_the_page_is():
    field = DayField(required=False)
    for language in ("en", "cy"):
        with translation.override(language):
            for written in (
                "31 Mar 2026",
                "31 Mawrth 2026",
                "31 March 2026",
                "31-03-2026",
                "31-MAR-2026",
                "31 maw. 2026",
            ):
                assert field.clean(written) == datetime.date(2026, 3, 31), written


@pytest.mark.parametrize("day", ["0001-01-01", "1947-12-31", "9999-12-31"])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Give a day between 1948 and 2200."), ("cy", "Rhowch ddiwrnod rhwng 1948 a 2200.")],
)
def test_a_page_of_another_day_is_refused(client, day, language, sentence):
    slug = {"en": "city-health", "cy": "iechyd-y-ddinas"}[language]

    response = client.get(page_address("portal:cluster", language, slug=slug), {"on": day})

    assert (response.status_code, sentence in main_of(response)) == (400, True)


def test_an_address_may_name_its_part_as_it_likes():
    parts = {"slug": "a", "kind": "cluster_imtp", "year": 2026, "number": 1, "language": "fr"}

    assert page_address("plans:original", "en", **parts).endswith("/edition-1/original-fr/")


def test_an_original_that_is_not_there_is_not_found(client):
    assert client.get("/en/clusters/city-health/plan/2026/edition-1/original-fr/").status_code == 404


@pytest.mark.parametrize("query", ["per_page=-1", "per_page=0", "page=99999999999", "sort=nothing"])
def test_a_list_takes_no_number_that_it_did_not_offer(client, query):
    assert client.get(f"/en/health-boards/powys/?{query}").status_code == 200
