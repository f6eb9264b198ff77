"""One search over everything: what people type, what they find first, and what they never find."""

import csv
import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from clusters.models import Assignment, Cluster, Membership, Place
from common import public
from common.addresses import page_address
from common.dated import from_day
from common.search import current
from governance.models import Office
from tests.factories import (
    AppointmentFactory,
    BodyAliasFactory,
    ClusterFactory,
    CollaborativeFactory,
    HealthBoardFactory,
    PersonFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
# In each file 30 searches, with the words of the link that stands first; a file may have two that are wrong.
LISTS = sorted(Path(__file__).parent.glob("searches_*.csv"))
MOST_WRONG = 2


@pytest.fixture
def search(client):
    """Return a function that searches in a language and reads the page."""

    def ask(asked: str, language: str = "en", **query: str) -> BeautifulSoup:
        response = client.get(page_address("portal:search", language), {"q": asked, **query})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return ask


def links(page, place: str = ".app-results") -> list[str]:
    return [words(link) for link in page.select(f"main {place} a")]


def first(page) -> str:
    found = page.select_one("main .app-found a, main .app-results a")
    return words(found) if found else ""


def headings(page) -> list[str]:
    return [words(one) for one in page.select("main h2")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_people_look_for_stands_first(search, path):
    with path.open(encoding="utf-8", newline="") as stream:
        asked = list(csv.DictReader(stream))
    found = {(row["language"], row["words"]): first(search(row["words"], row["language"])) for row in asked}
    wrong = {
        key: (found[key], row["answer"])
        for row, key in ((row, (row["language"], row["words"])) for row in asked)
        if found[key] != row["answer"]
    }

    assert len(asked) == 30
    assert len(wrong) <= MOST_WRONG, wrong


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_of_a_shorter_district_stands_among_those_of_a_longer(search, language):
    page = search("SA31", language)

    assert "SA3 1AY" not in words(page.main)
    assert all("SA31 " in words(one) for one in page.select("main ul")[-1].select("li"))


@pytest.mark.parametrize(
    ("asked", "shown"), [("sa313ax", "SA31 3AX"), ("SA3 1", "SA3 1"), ("CF101", "CF10 1"), ("ll", "LL")]
)
def test_a_postcode_is_read_however_much_of_it_is_written(search, asked, shown):
    page = search(asked)

    assert headings(page)[0] == f"Postcode {shown}"
    assert first(page)


def test_no_district_that_is_not_there_has_clusters(search):
    assert "No postcode in our list begins like this." in words(search("SA98").main)


SHORT = (("GP", "Pages"), ("ty", "Tywi/Taf"), ("Mon", "Monmouth"), ("plan", "Planning groups"), ("SA3", "SA31"))


def test_a_short_word_is_no_beginning_of_another(search):
    for asked, never in SHORT:
        results = " ".join(words(one) for one in search(asked).select("main h2, main .app-results"))

        assert results
        assert never not in results


NEAR = (
    ("Landidno", "en", "Conwy West"),
    ("Wrexam", "en", "Wrexham"),
    ("Merthr Tidfil", "en", "Merthyr Tydfil"),
    ("Pwllelli", "cy", "Dwyfor a Gogledd Meirionnydd"),
)


def test_what_is_only_near_is_a_question_and_stands_beside_no_result(search):
    for asked, language, answer in NEAR:
        page = search(asked, language)

        assert headings(page)[:1] == [{"en": "Did you mean", "cy": "Oeddech chi'n golygu"}[language]]
        assert len(page.select("main .app-results")) == 1
        assert first(page) == answer


def test_a_place_leads_to_the_cluster_of_its_small_area_and_names_that_of_its_nearest_practice(search):
    place = search("Cardigan").select_one("main .app-results li")

    assert [words(link) for link in place.select("a")] == ["South Ceredigion", "North Pembrokeshire"]
    assert words(place).startswith("Cardigan : South Ceredigion The cluster of this place, by our own approximation")
    assert "The nearest practice belongs to" in words(place)


def test_a_place_without_a_welsh_name_says_in_which_language_its_name_is(search):
    name = search("Whitchurch", "cy").select_one("main .app-results b")

    assert (words(name), name["lang"]) == ("Whitchurch", "en")


def test_the_clusters_of_towns_are_those_of_the_shipped_list():
    towns = list(csv.DictReader((settings.DATA_DIR / "places_wales.csv").open(encoding="utf-8")))
    member = dict(Membership.objects.values_list("provider", "cluster__slug_en"))
    here = dict(Assignment.objects.values_list("small_area", "cluster__slug_en"))
    places = {place.geonames_key: place for place in Place.objects.all()}
    shipped = {int(row["geonameid"]): row for row in towns}

    assert shipped.keys() == places.keys()
    assert {key: here[place.small_area_id] for key, place in places.items()} == {
        key: row["cluster_slug"] for key, row in shipped.items()
    }
    assert {key: member[place.nearest_practice_id] for key, place in places.items()} == {
        key: row["nearest_practice_cluster_slug"] for key, row in shipped.items()
    }


def test_what_is_not_known_is_said_so_and_leads_on(search):
    page = search("zzzzqqq")

    assert headings(page)[0] == "Nothing found: zzzzqqq"
    assert "We do not know this place; try a postcode." in words(page.main)


def test_words_that_stand_nowhere_together_are_answered_each(search):
    page = search("diabetes Cardiff")

    assert "What follows has some of them." in words(page.main)
    assert {"GP-recorded diabetes, aged 17 and over", "Cardiff"} <= set(links(page))


def test_a_kind_of_which_there_is_more_is_shown_whole_on_a_page_of_its_own(search):
    some = search("surgery")
    link = next(one for one in some.select("main a") if words(one).startswith("Practices and services: all"))
    kind = search("surgery", kind="practices")

    assert "kind=practices" in link["href"]
    assert headings(kind)[0] == "Practices and services"
    assert len(kind.select("main .app-results li")) > len(some.select("main .app-results")[0].select("li"))


HOSTILE = (
    "",
    "%",
    "_",
    "%_%",
    "--",
    "'; DROP TABLE",
    "a",
    "(",
    "\\",
    "x" * 5_000,
    "é" * 200,
    "²",
    "1" * 90,
    "\u200b",
    "y y y",
)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_hostile_words_are_answered(search, language):
    for asked in HOSTILE:
        search(asked, language)


def test_what_changes_is_found_under_its_new_name_at_once(search, django_capture_on_commit_callbacks):
    assert first(search("Brandnewtown")) == ""
    cluster = ClusterFactory(
        name_en="Brandnewtown",
        name_cy="Trenewyddsbon",
        slug_en="brandnewtown",
        slug_cy="trenewyddsbon",
        is_example=False,
    )
    BodyAliasFactory(body=cluster, name="Oldnewtown")

    with django_capture_on_commit_callbacks(execute=True):
        public.raise_version()

    assert first(search("Brandnewtown")) == first(search("Oldnewtown")) == "Brandnewtown"
    assert first(search("Drenewyddsbon", "cy")) == "Trenewyddsbon"


def test_a_holder_is_found_by_name_where_they_agreed_to_be_named(search):
    cluster = Cluster.objects.get(slug_en="tywi-taf")
    for name, is_named in (("Namedholder", True), ("Quietperson", False)):
        seat = SeatFactory(body=cluster, office=Office.CLUSTER_MEMBER, name_en=name, name_cy=name)
        AppointmentFactory(
            seat=seat, person=PersonFactory(name=name), during=from_day(datetime.date(2026, 1, 1)), is_named=is_named
        )
    CollaborativeFactory(
        name_en="Eyes of Tywi", name_cy="Llygaid Tywi", cluster=cluster, parent=cluster, is_example=False
    )

    found = search("namedholder")

    assert headings(found)[0] == "People in office"
    assert found.select_one("main .app-results a")["href"] == cluster.get_absolute_url()
    assert links(search("Quietperson")) == []
    assert first(search("llygaid tywi", "cy")) == "Llygaid Tywi"


def test_no_example_is_found(search):
    board = HealthBoardFactory(name_en="Inventedboard", name_cy="Bwrdddychmygol", is_example=True)
    ClusterFactory(name_en="Inventedcluster", name_cy="Clwstwrdychmygol", parent=board, is_example=True)

    assert links(search("Inventedboard")) == links(search("Inventedcluster")) == []


def test_a_search_asks_little_of_the_database(search, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        search("Llandeilo")
    for asked, most in (("surgery", 1), ("Aberistwith", 1), ("diabetes Cardiff", 1), ("SA31", 5)):
        with django_assert_max_num_queries(most):
            search(asked)


def test_the_first_search_of_a_process_asks_little_of_the_database(search, django_assert_max_num_queries):
    """Nothing is kept of another search: what several kinds of things lie in is read once for all of them."""
    current._made = None

    with django_assert_max_num_queries(12):
        assert links(search("Caerdydd", "cy"))
