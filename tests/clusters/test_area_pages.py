"""Clusters renamed, merged, opened and closed over the pages, each seen before it is done."""

import pytest
from bs4 import BeautifulSoup

from clusters.areas import actions
from clusters.areas.changes import Overtaken
from clusters.models import Area, Membership
from common.addresses import page_address
from governance.models import Body
from tests.clusters.administering import LATER, NOW, Country, administrator
from tests.factories import (
    BudgetLineFactory,
    CollaborativeFactory,
    EditionFactory,
    EntryFactory,
    MembershipFactory,
    MoneyRequestFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
NAMES = {"name_en": "Example Whole", "name_cy": "Enghraifft Gyfan"}


@pytest.fixture
def country(client, moved_clock) -> Country:
    moved_clock(NOW)
    made = Country()
    client.force_login(made.by)
    return made


def at(name: str, **arguments) -> str:
    return page_address(f"clusters:{name}", "en", **arguments)


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def checked(client, page: str, **given) -> tuple[str, dict[str, str]]:
    """Send answers; return what the check page says and what it would send."""
    soup = read(client.post(page, {"start": "1 April 2026", "reason": "Agreed", **given}))
    return words(soup.main), {one["name"]: one["value"] for one in soup.select("main input[type=hidden]")}


def test_two_clusters_are_merged_into_a_new_one_after_everything_was_shown(client, country):
    CollaborativeFactory(cluster=country.one, name_en="Example collaborative")
    line, other = (BudgetLineFactory(body=one, title_en="Falls service") for one in (country.one, country.two))
    EntryFactory(line=line, kind="allocation", amount="36048.30")
    MoneyRequestFactory(from_line=line, to_line=other, amount=250)
    EditionFactory(plan__body=country.one)
    page = at("merge_area", key=country.one.pk)

    said, sent = checked(client, page, into="new", others=[str(country.two.pk)], **NAMES)
    unchanged = Area.objects.filter(slug_en="example-whole").exists()
    client.post(page, {**sent, "step": "confirm"})

    assert "Example Whole Cluster opens 1 April 2026" in said
    assert "Example collaborative Collaborative ends" in said
    assert f"{country.practice} Membership ends" in said
    assert f"{country.one}: Falls service" in said
    assert "Budget line stays open on the closed cluster, with so much free: £36,048.30" in said
    assert "Plan stays with the closed cluster, where nobody writes any more: Draft" in said
    assert "Request waits to be decided: £250" in said
    assert not unchanged
    whole = Area.objects.get(slug_en="example-whole")
    assert Membership.objects.current(on=LATER).get(provider=country.practice).cluster_id == whole.pk


PARTS = {
    "first_en": "Example Upper",
    "first_cy": "Enghraifft Uchaf",
    "second_en": "Example Lower",
    "second_cy": "Enghraifft Isaf",
}


def test_a_cluster_is_divided_and_each_member_goes_where_it_was_sent(client, country):
    stays = MembershipFactory(cluster=country.one).provider
    page = at("split_area", key=country.one.pk)

    said, sent = checked(client, page, moving=[str(country.practice.pk)], **PARTS)
    unchanged = Area.objects.filter(slug_en="example-lower").exists()
    client.post(page, {**sent, "step": "confirm"})

    assert "Example Upper Cluster opens 1 April 2026" in said
    assert "Example Lower Cluster opens 1 April 2026" in said
    assert not unchanged
    current = Membership.objects.current(on=LATER)
    assert current.get(provider=country.practice).cluster.slug_en == "example-lower"
    assert current.get(provider=stays).cluster.slug_en == "example-upper"


def test_two_parts_of_one_name_are_refused(client, country):
    page = at("split_area", key=country.one.pk)
    parts = {**PARTS, "second_en": "EXAMPLE UPPER", "start": "1 April 2026", "reason": "Divided"}

    told = read(client.post(page, parts))

    assert "The two clusters need names that differ." in words(told.main)
    assert not Area.objects.filter(slug_en="example-upper").exists()


def test_who_confirms_what_changed_since_is_told(client, country):
    page = at("close_area", key=country.one.pk)
    _said, sent = checked(client, page)
    MembershipFactory(cluster=country.one)

    told = read(client.post(page, {**sent, "step": "confirm"}), 409)

    assert "Check the change again." in words(told.main)
    country.one.refresh_from_db()
    assert country.one.closed_on is None


@pytest.mark.parametrize("seal", [{}, {"shown": ""}, {"shown": "guessed"}])
@pytest.mark.parametrize("seen", ["", "guessed"])
def test_nothing_is_confirmed_that_was_not_shown(client, country, seal, seen):
    page = at("close_area", key=country.one.pk)
    answers = {"start": "1 April 2026", "reason": "Agreed", "seen": seen}

    shown = read(client.post(page, {**answers, **seal, "step": "confirm"}))

    assert "Nothing is written yet." in words(shown.main)
    country.one.refresh_from_db()
    assert country.one.closed_on is None


@pytest.mark.parametrize("changed", [{"start": "2 April 2026"}, {"reason": "Another"}, {"seen": ""}])
def test_nothing_is_confirmed_otherwise_than_it_was_shown(client, country, changed):
    page = at("close_area", key=country.one.pk)
    _said, sent = checked(client, page)

    shown = read(client.post(page, {**sent, **changed, "step": "confirm"}))

    assert "Nothing is written yet." in words(shown.main)
    country.one.refresh_from_db()
    assert country.one.closed_on is None


def test_what_somebody_else_was_shown_is_nothing_that_one_saw_oneself(client, country):
    page = at("close_area", key=country.one.pk)
    _said, sent = checked(client, page)
    client.force_login(administrator(country.board))

    assert "Nothing is written yet." in words(read(client.post(page, {**sent, "step": "confirm"})).main)


def test_an_action_takes_no_empty_mark_for_one(country):
    change = actions.close(country.one, start=LATER)

    with pytest.raises(Overtaken):
        actions.reorganise(change, deed="close", seen="", reason="Agreed", **country.who)


def test_a_cluster_is_opened_and_another_renamed(client, country):
    opening, renaming = at("open_area"), at("rename_area", key=country.one.pk)

    _said, sent = checked(client, opening, authority=str(country.authority.pk), **NAMES)
    client.post(opening, {**sent, "step": "confirm"})
    old = read(client.get(renaming)).select_one("[name=seen]")["value"]
    names = {"name_en": "Example Renamed", "name_cy": "Enghraifft Newydd", "name_cy_status": "seen", "seen": old}
    said, sent = checked(client, renaming, **names)
    client.post(renaming, {**sent, "step": "confirm"})

    assert Area.objects.get(slug_en="example-whole").opened_on == LATER
    assert "It is called: Example Renamed / Enghraifft Newydd" in said
    country.one.refresh_from_db()
    assert country.one.name_en == "Example Renamed"


def test_the_pages_ask_little_of_the_database(client, country, django_assert_max_num_queries):
    client.get(at("areas"))
    deeds = [at(f"{deed}_area", key=country.one.pk) for deed in ("rename", "merge", "split", "close")]
    for page in (at("areas"), at("open_area"), *deeds):
        with django_assert_max_num_queries(12):
            read(client.get(page))


def test_the_clusters_are_found_by_words_and_stand_in_pages(client, country, monkeypatch):
    for one, name, folded in ((country.one, "Ynys Môn", "ynys mon"), (country.two, "Dinefwr", "dinefwr")):
        Area.objects.filter(pk=one.pk).update(name_en=name, sort_key_en=folded, search_text=folded)
    Body.objects.filter(pk=country.board.pk).update(search_text="the board")
    monkeypatch.setattr("clusters.areas.views.PER_PAGE", 1)

    def shown(query: str) -> list[str]:
        return [words(one) for one in read(client.get(f"{at('areas')}?{query}")).select("tbody th")]

    assert [shown("page=1"), shown("page=2"), shown("q=mon")] == [["Dinefwr"], ["Ynys Môn"], ["Ynys Môn"]]
    assert shown("q=dinefwr+board") == ["Dinefwr"]
    nothing = read(client.get(f"{at('areas')}?q=zzzz"))
    assert "No cluster matches" in words(nothing.main)
    assert nothing.select_one("#q")["value"] == "zzzz"
