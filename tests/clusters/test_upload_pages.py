"""Files of changes over the pages: faults by row and column, good rows shown, confirmed, undone."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.models import Membership, Upload
from common.addresses import page_address
from common.dated import from_day
from tests.clusters.administering import DAY, LATER, NOW, Country
from tests.clusters.test_uploads import file_of, in_two, moves, pharmacy
from tests.factories import ON
from tests.reading import hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(client, moved_clock) -> Country:
    moved_clock(NOW)
    made = Country()
    client.force_login(made.by)
    return made


def at(name: str, language: str = "en", **arguments) -> str:
    return page_address(f"clusters:{name}", language, **arguments)


def sent(client, rows, kind: str = "memberships"):
    file = SimpleUploadedFile("changes.csv", file_of(rows), "text/csv")
    return client.post(at("uploads"), {"kind": kind, "file": file})


def read(response, status: int = 200) -> str:
    assert response.status_code == status
    return words(BeautifulSoup(response.content, "html.parser").main)


def test_fifty_rows_with_three_bad_ones_are_told_and_the_good_ones_shown(client, country):
    rows = moves(country, 50)
    rows[6]["ods_code"], rows[20]["cluster"], rows[48]["from"] = "NOBODY", "no-such-cluster", "31 February 2026"

    response = sent(client, rows)

    said = read(response)
    assert "changes.csv, row 8, column ods_code: no provider with this code is here." in said
    assert "changes.csv, row 22, column cluster:" in said
    assert "changes.csv, row 50, column from:" in said
    assert len(BeautifulSoup(response.content, "html.parser").select("tbody tr")) == 47 * 2
    assert not Upload.objects.exists()


def test_a_good_file_is_looked_at_confirmed_and_undone(client, country):
    place = sent(client, moves(country, 3))["Location"]
    page, before = client.get(place), in_two(country, LATER)
    shown = read(page)

    client.post(place, {**hidden(page), "deed": "confirm"})
    receipt, after = read(client.get(place)), in_two(country, LATER)
    unexplained = read(client.post(place, {"deed": "undo", "reason": ""}))
    client.post(place, {"deed": "undo", "reason": "The wrong file"})

    assert "Nothing is written yet. Rows of the file: 3." in shown
    assert (before, after, in_two(country, LATER)) == (0, 3, 0)
    assert "Confirmed by" in receipt
    assert "Answer this question: Reason" in unexplained
    assert "Everything is as it was before." in read(client.get(place))


def test_new_providers_are_looked_at_before_they_are_entered(client, country):
    place = sent(client, [pharmacy(country)], "providers")["Location"]

    assert "Example Pharmacy (Q1234)" in read(client.get(place))


def test_a_file_that_was_overtaken_is_shown_anew(client, country):
    rows = moves(country, 1)
    place = sent(client, rows)["Location"]
    first, second = hidden(client.get(place)), hidden(client.get(place))
    Membership.objects.filter(provider__ods_code=rows[0]["ods_code"]).update(during=from_day(ON - DAY))

    told = client.post(place, {**first, "deed": "confirm"})
    assert "Check the rows again." in read(told, 409)
    # Whoever opened the page before has not seen what it would change now.
    assert "Check the rows again." in read(client.post(place, {**second, "deed": "confirm"}), 409)
    assert client.post(place, {**hidden(told), "deed": "confirm"}).status_code == 302
    assert in_two(country, LATER) == 1


def test_a_file_is_not_confirmed_unseen(client, country):
    place = sent(client, moves(country, 1))["Location"]

    for seen in ({}, {"seen": ""}, {"seen": "guessed"}):
        assert "Check the rows again." in read(client.post(place, {**seen, "deed": "confirm"}), 409)

    assert in_two(country, LATER) == 0


@pytest.mark.parametrize("kind", ["membership", "provider"])
def test_an_empty_file_has_the_right_heading(client, country, kind):
    heading = client.get(at(f"{kind}_example")).content.decode()

    assert heading.startswith("ods_code,")


def test_the_pages_ask_little_of_the_database(client, country, django_assert_max_num_queries):
    place = sent(client, moves(country, 20))["Location"]
    for page in (at("uploads"), place):
        # What waits for somebody is counted anew after they sent something.
        with django_assert_max_num_queries(17):
            read(client.get(page))
