"""The pages of money drawn together: what they show, who may see them, and how few queries they take."""

import datetime

import pytest
from django.urls import reverse

from budgets.models import Entry, Kind
from governance.models import Office
from tests.budgets.together import FIRST, Country, entry
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"


@pytest.fixture
def country(moved_clock):
    moved_clock(NOW)
    return Country()


def address(name, body, query=""):
    return reverse(f"budgets:{name}", kwargs={"key": body.pk, "year": FIRST}) + query


def test_a_board_of_fourteen_clusters_takes_few_queries(moved_clock, enter, page, django_assert_max_num_queries):
    moved_clock(NOW)
    country = Country(clusters=14)
    country.fill()
    country.close(1, 2, 3)
    enter(country.officer)

    for name, body in (("board", country.board), ("group", country.group)):
        page(address(name, body))
        with django_assert_max_num_queries(15):
            found = page(address(name, body))
        total = found.select("table.app-table tfoot tr")[0].get_text(" ", strip=True)
        assert total.startswith("All together £560,000 £0 £0 £560,000 £0 £84,000 £476,000 £162,400")
    with django_assert_max_num_queries(15):
        lines = page(address("board", country.board, "?lines=all"))
    assert len(lines.select("tbody tr")) == 14 * 40


def test_the_page_shows_what_stands_out(country, enter, page):
    line = country.line(title_en="A pharmacist")
    country.allocate(line, "1200", promised_on=ON - datetime.timedelta(days=9))
    Entry.objects.bulk_create([entry(line, Kind.ACTUAL, 1, 30), entry(line, Kind.FORECAST, 12, 400)])
    country.close(1, 2, 3)
    enter(country.officer)

    text = page(address("board", country.board)).get_text(" ", strip=True)

    assert "Budget: £1,200. Spent: £30. Committed: £0. Free: £1,170." in text
    assert "Closed up to and including: June 2025. Lines without a forecast: 0 of 1." in text
    assert "At the rate of the closed months (£10 a month), £1,080 of £1,200 will be left in March." in text
    assert "Not yet: 9 days late so far" in text
    assert "£770 under budget No reason is given yet" in text
    assert "There is no forecast of the whole." not in text


def test_without_lines_the_page_says_so(country, enter, page):
    enter(country.officer)

    assert "There are no budget lines for this year." in page(address("board", country.board)).get_text()


def test_every_total_leads_to_its_lines(country, enter, page):
    country.line(0, 0, "staff", title_en="One")
    other = country.line(1, 1, "training", title_en="Two")
    Entry.objects.bulk_create([entry(other, Kind.ACTUAL, 5, 30)])
    enter(country.officer)
    found = page(address("board", country.board))
    ways = [link["href"] for link in found.select("tbody th a")]

    listed = {way: rows(page(address("board", country.board, way))) for way in ways}

    assert len(ways) == 2 + 2 + 2 + 4
    assert [found for way, found in listed.items() if way.startswith("?quarter=2")] == [["Two"]]
    assert sorted(name for way, found in listed.items() if "quarter" not in way for name in found) == [
        "One",
        "One",
        "One",
        "Two",
        "Two",
        "Two",
    ]
    assert rows(page(address("board", country.board, "?stream=999&lines=all"))) == []


def rows(found) -> list[str]:
    return [one.get_text().rpartition(" · ")[2] for one in found.select("tbody th")]


@pytest.mark.parametrize("query", ["?body=x", "?quarter=6", "?category=gold"])
def test_what_is_no_choice_is_not_found(country, enter, client, query):
    enter(country.officer)

    assert client.get(address("board", country.board, query)).status_code == 404


def test_a_past_day_is_shown_and_a_day_to_come_refused(country, enter, client, page):
    line = country.line(opened_at=AT - datetime.timedelta(days=40))
    country.allocate(line, "100")
    enter(country.officer)

    past = page(address("board", country.board, "?on=2026-03-01")).get_text(" ", strip=True)

    assert "Budget: £0." in past
    assert client.get(address("board", country.board, "?on=2026-03-10")).status_code == 400
    assert client.get(reverse("budgets:board", kwargs={"key": country.board.pk, "year": 2090})).status_code == 404


def test_a_group_counts_the_clusters_that_it_covers_and_nobody_outside_sees_either(country, enter, client, page):
    stranger, outside = Country(), country.line(body=country.board)
    country.allocate(country.line(), "70")
    country.allocate(country.line(body=country.group), "5")
    country.allocate(outside, "900")
    enter(country.appoint(Office.PLANNING_GROUP_CHAIR, country.group))

    assert "Budget: £75." in page(address("group", country.group)).get_text()
    assert client.get(address("board", country.board)).status_code == 404
    enter(stranger.officer)
    for name, body in (("board", country.board), ("group", country.group)):
        assert client.get(address(name, body)).status_code == 404
