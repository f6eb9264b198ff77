"""Administrators' pages of providers: found, shown with their dated memberships, changed in steps."""

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from clusters.memberships.actions import memberships_of, move, standing
from clusters.models import Membership
from common.addresses import page_address
from tests.clusters.administering import DAY, LATER, NOW, Country
from tests.factories import MembershipFactory
from tests.reading import confirmed, hidden, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(client, moved_clock) -> Country:
    moved_clock(NOW)
    made = Country()
    client.force_login(made.by)
    return made


def at(name: str, language: str = "en", **arguments) -> str:
    return page_address(f"clusters:{name}", language, **arguments)


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def cells(soup: BeautifulSoup) -> list[list[str]]:
    return [[words(cell) for cell in row.select("th, td")] for row in soup.select("tbody tr")]


def answers(country: Country, **changes) -> dict[str, str]:
    given = {
        "start": "1 April 2026",
        "change": "move",
        "cluster": str(country.two.pk),
        "reason": "",
        "seen": standing(memberships_of(country.practice)),
    }
    return {**given, **changes}


def problems(soup: BeautifulSoup) -> list[str]:
    return [words(one) for one in soup.select(".nhsuk-error-summary li")]


def test_a_move_is_shown_before_it_is_written_and_confirmed(client, country):
    page = at("change_membership", key=country.practice.pk)
    records = AuditRecord.objects.count()

    check = read(client.post(page, answers(country)))
    seen_before_written = (Membership.objects.filter(provider=country.practice).count(), AuditRecord.objects.count())
    sent = {field["name"]: field["value"] for field in check.select("main input[type=hidden]")}
    done = client.post(page, {**sent, "step": "confirm"})

    assert cells(check) == [
        [str(country.practice), f"Membership ends: {country.one.name}", "not entered", "31 March 2026"],
        [str(country.practice), f"Membership begins: {country.two.name}", "1 April 2026", "no end known"],
    ]
    assert seen_before_written == (1, records)
    assert done["Location"] == at("provider", key=country.practice.pk)
    assert Membership.objects.current(on=LATER).get(provider=country.practice).cluster_id == country.two.pk
    assert [row[:3] for row in cells(read(client.get(done["Location"])))] == [
        [country.two.name, "1 April 2026", "no end known"],
        [country.one.name, "not entered", "31 March 2026"],
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"start": "1 March 2026"}, "A day in the past needs a reason: the record will show it."),
        ({"start": ""}, "Answer this question: First day"),
        ({"change": "join"}, "Move it, or end that first."),
        ({"change": "join_also"}, "Only a service of another kind can belong to several clusters at a time."),
    ],
)
def test_what_cannot_be_is_said_beside_the_answers(client, country, changes, problem):
    page = read(client.post(at("change_membership", key=country.practice.pk), answers(country, **changes)))

    assert problem in problems(page)[0]
    assert Membership.objects.filter(provider=country.practice).count() == 1


def test_who_comes_second_is_told_and_sees_the_answers_again(client, country):
    page = at("change_membership", key=country.practice.pk)
    shown = hidden(client.post(page, answers(country)))
    move(provider=country.practice, cluster=country.two, start=LATER + DAY, **country.who)

    told = read(client.post(page, {**shown, "step": "confirm"}), 409)

    assert "Somebody else changed where" in problems(told)[0]
    assert told.select_one("[name=seen]")["value"] == standing(memberships_of(country.practice))
    assert not Membership.objects.current(on=LATER).filter(provider=country.practice, cluster=country.two).exists()


def test_a_membership_is_ended_after_its_last_day(client, country):
    page = at("end_membership", key=country.membership.pk)
    given = {
        "last_day": "31 March 2026",
        "reason": "It closes",
        "seen": standing(memberships_of(country.practice)),
    }

    confirmed(client, page, given)

    country.membership.refresh_from_db()
    assert country.membership.during.upper == LATER


@pytest.mark.parametrize("language", ["en", "cy"])
def test_providers_are_found_by_words_kind_and_cluster_within_reach(client, country, language):
    other = MembershipFactory(cluster=country.elsewhere).provider
    query = f"?kind=gp_practice&cluster={country.one.pk}"

    listed = read(client.get(at("providers", language) + query)).main.get_text()
    written = client.get(at("providers_csv", language) + query).content.decode()

    assert country.practice.ods_code in listed
    assert other.ods_code not in listed
    assert country.practice.ods_code in written
    assert read(client.get(at("providers", language) + "?q=xyzzy")).select("table") == []


def test_a_provider_of_another_board_is_not_found_and_stays_as_it_is(client, country):
    other = MembershipFactory(cluster=country.elsewhere)

    for page in (at("provider", key=other.provider_id), at("end_membership", key=other.pk)):
        assert client.get(page).status_code == 404
        assert client.post(page, {"step": "confirm"}).status_code == 404

    other.refresh_from_db()
    assert other.during.upper is None


def test_the_pages_ask_little_of_the_database(client, country, django_assert_max_num_queries):
    pages = [
        at("providers"),
        at("provider", key=country.practice.pk),
        at("change_membership", key=country.practice.pk),
        at("end_membership", key=country.membership.pk),
    ]
    client.get(pages[0])
    for page in pages:
        with django_assert_max_num_queries(12):
            read(client.get(page))
