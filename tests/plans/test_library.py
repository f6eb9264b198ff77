"""The library of plans, the search through their words, and where else plans are listed."""

import pytest
from bs4 import BeautifulSoup

from common.addresses import page_address
from governance.models import Body
from plans.addresses import edition_address, plan_address
from tests.plans.published import publish, published, write_plan
from tests.plans.setting import Setting
from tests.reading import words

pytestmark = pytest.mark.django_db


def real(setting: Setting) -> Setting:
    """Let a setting's bodies be real ones, so that Wales' lists have them."""
    for body in (setting.board, setting.cluster):
        body.is_example = False
        body.save()
    return setting


def results(client, name: str, **query: str) -> list[BeautifulSoup]:
    response = client.get(page_address(name, "en"), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select(".app-results li")


@pytest.mark.parametrize("word", ["Caerdydd", "Gaerdydd", "nghaerdydd", "Chaerdydd", "CAERDYDD"])
@pytest.mark.parametrize("written", ["yng Nghaerdydd", "o Gaerdydd", "a Chaerdydd", "Caerdydd"])
def test_each_form_of_a_word_finds_the_others(client, word, written):
    setting = real(write_plan(Setting()))
    setting.save(setting.section("needs"), text_cy=f"Mae pobl {written} yn aros yn rhy hir.")
    edition = publish(setting)

    found = results(client, "plans:library", q=word)

    assert [one.a["href"] for one in found] == [edition_address(edition)]
    place = found[0].select_one(".app-place")
    assert words(place.mark) == written.split()[-1]
    assert place.q["lang"] == "cy"
    assert words(place).startswith("An example section: Mae pobl")


def test_accents_do_not_count(client):
    setting = real(write_plan(Setting()))
    setting.save(setting.section("needs"), text_cy="Tŷ'r Ŵyl")
    publish(setting)

    assert len(results(client, "plans:library", q="wyl")) == 1


def test_words_that_are_not_there_find_nothing(client):
    publish(real(write_plan(Setting())))

    assert results(client, "plans:library", q="hippopotamus") == []


def test_examples_stand_apart_from_the_plans_of_wales(client):
    setting = write_plan(Setting())
    setting.board.is_example = setting.cluster.is_example = True
    setting.board.save()
    setting.cluster.save()
    publish(setting)

    assert results(client, "plans:library") == []
    assert len(results(client, "plans:library", examples="1")) == 1
    assert "/plan/" not in client.get("/sitemap.xml").text


def test_a_real_plan_stands_in_sitemap_search_and_library(client):
    edition = publish(real(write_plan(Setting())))

    assert edition_address(edition) in client.get("/sitemap.xml").text
    assert [one.a["href"] for one in results(client, "portal:search", q="pharmacists")] == [edition_address(edition)]
    assert len(results(client, "plans:library", board=edition.plan.body.parent.slug)) == 1
    assert results(client, "plans:library", board="cardiff-and-vale") == []


def test_the_pages_of_places_lead_to_the_plan(page):
    setting = write_plan(Setting())
    edition = publish(setting)

    for body in (setting.cluster, setting.board):
        assert page(body.get_absolute_url()).select(f"a[href='{plan_address(edition.plan)}']")
    card = page(setting.cluster.get_absolute_url()).select_one("#plan")
    assert "Edition 1, published on 9 March 2026" in words(card)
    assert [words(one) for one in card.select("li")] == ["A priority"]


def without(client, **query: str) -> dict[str, list[str]]:
    """Return the bodies of which no plan was published here, by board."""
    soup = BeautifulSoup(client.get(page_address("plans:library", "en"), query).content, "html.parser")
    rows = zip(soup.select("main dl dt"), soup.select("main dl dd"), strict=True)
    return {words(board): [words(one) for one in bodies.select("li")] for board, bodies in rows}


def test_what_was_not_published_is_named_by_board_and_every_body_stands_somewhere(client):
    edition = publish(real(write_plan(Setting())))
    cluster = edition.plan.body

    missing = without(client)
    assert cluster.name not in missing.get(cluster.parent.name, [])
    assert "Llanelli" in missing["Hywel Dda University Health Board"]
    assert "Carmarthenshire Pan Cluster Planning Group" in missing["Hywel Dda University Health Board"]
    bodies = Body.objects.real().filter(body_kind__in=("cluster", "planning_group"))
    assert sum(map(len, missing.values())) == bodies.count() - 1
    assert without(client, q="pharmacists") == {}


def test_the_library_is_narrowed_to_a_year_in_which_a_plan_is_in_force(client):
    edition = publish(real(write_plan(Setting())))
    first, cluster = edition.plan.first_year, edition.plan.body

    for year in range(first, first + edition.plan.years):
        assert len(results(client, "plans:library", year=str(year))) == 1
    for year in (first - 1, first + edition.plan.years):
        assert results(client, "plans:library", year=str(year)) == []
        assert cluster.name in without(client, year=str(year))[cluster.parent.name]
    assert client.get(page_address("plans:library", "en"), {"year": "x"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_board_is_chosen_by_its_name_in_either_language(client, language):
    board = publish(real(write_plan(Setting()))).plan.body.parent

    for slug in (board.slug_en, board.slug_cy):
        answer = client.get(page_address("plans:library", language), {"board": slug})
        soup = BeautifulSoup(answer.content, "html.parser")
        assert len(soup.select("main .app-results li")) == 1
        assert soup.select_one("#board option[selected]")["value"] == getattr(board, f"slug_{language}")


def test_the_library_asks_little_of_the_database(client, django_assert_max_num_queries):
    for _each in range(3):
        published(real(Setting()))

    with django_assert_max_num_queries(8):
        assert len(results(client, "plans:library", q="pharmacists")) == 3
