"""The library of plans, the search through their words, and where else plans are listed."""

import pytest
from bs4 import BeautifulSoup

from common.addresses import page_address
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
    card = page(setting.cluster.get_absolute_url()).select_one(".app-card--plan")
    assert "Edition 1, published on 9 March 2026" in words(card)
    assert [words(one) for one in card.select("li")] == ["A priority"]


def test_the_library_asks_little_of_the_database(client, django_assert_max_num_queries):
    for _each in range(3):
        published(real(Setting()))

    with django_assert_max_num_queries(8):
        assert len(results(client, "plans:library", q="pharmacists")) == 3
