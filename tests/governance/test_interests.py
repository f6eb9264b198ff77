"""Declaring and ending one's own interests, and the register of a body."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.decisions import interest_actions
from governance.models import Interest, Office
from tests.factories import AppointmentFactory, ClusterFactory, InterestFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
ANSWERS = {
    "organisation": "Example Pharmacy",
    "organisation_code": "w12345",
    "nature": "financial",
    "details": "Owns a share of it.",
    "start": "1 January 2025",
    "public_extract_en": "Owns a pharmacy.",
    "public_extract_cy": "Yn berchen ar fferyllfa.",
}


@pytest.fixture
def lead(client, moved_clock):
    moved_clock(NOW.isoformat())
    term = AppointmentFactory(during=from_day(TODAY - DAY))
    client.force_login(term.person)
    return term


def at(name: str, language: str = "en", **arguments: int) -> str:
    return page_address(f"governance:{name}", language, **arguments)


def test_a_person_declares_an_interest_and_ends_it(client, page, lead):
    client.post(at("declare_interest"), ANSWERS)
    declared = Interest.objects.get()
    said = page(at("interests", "cy")).main.get_text(" ", strip=True)
    client.post(at("end_interest", key=declared.pk), {"last_day": "31 March 2026"})

    declared.refresh_from_db()
    assert (declared.person, declared.organisation_code, declared.declared_at) == (lead.person, "W12345", NOW)
    assert declared.during == from_day(datetime.date(2025, 1, 1), datetime.date(2026, 4, 1))
    assert "Yn berchen ar fferyllfa." in said
    records = AuditRecord.objects.filter(subject_kind="governance.interest", by=lead.person, on_behalf_of=None)
    actions = ["governance.declare_interest", "governance.end_interest"]
    assert list(records.order_by("pk").values_list("action", flat=True)) == actions


@pytest.mark.parametrize(
    "changes",
    [
        {"details": " "},
        {"last_day": "31 December 2024"},
        {"public_extract_cy": ""},
        {"nature": "other"},
        {"start": "1/13/2025"},
    ],
)
def test_a_broken_answer_declares_nothing(client, lead, changes):
    response = client.post(at("declare_interest"), {**ANSWERS, **changes})

    assert BeautifulSoup(response.content, "html.parser").select_one(".nhsuk-error-summary li")
    assert not Interest.objects.exists()
    assert not AuditRecord.objects.filter(action="governance.declare_interest").exists()


def test_the_same_interest_is_declared_once(client, lead):
    client.post(at("declare_interest"), ANSWERS)
    client.post(at("declare_interest"), {**ANSWERS, "organisation": "EXAMPLE pharmacy"})

    assert Interest.objects.count() == 1


def test_nobody_ends_the_interest_of_somebody_else(client, lead):
    other = InterestFactory()

    status = client.post(at("end_interest", key=other.pk), {"last_day": "31 March 2026"}).status_code
    with pytest.raises(Refused):
        interest_actions.end_interest(interest=other, last_day=TODAY, by=lead.person, at=NOW, on=TODAY)

    other.refresh_from_db()
    assert (status, other.last_day) == (404, None)


@pytest.mark.parametrize(
    ("until", "last_day"),
    [(TODAY, TODAY + DAY), (None, TODAY - 9 * DAY)],
    ids=["it has ended", "the day is before the first"],
)
def test_an_interest_is_not_ended_twice_or_before_it_began(lead, until, last_day):
    interest = InterestFactory(person=lead.person, during=from_day(TODAY - 5 * DAY, until))

    with pytest.raises(Refused):
        interest_actions.end_interest(interest=interest, last_day=last_day, by=lead.person, at=NOW, on=TODAY)

    interest.refresh_from_db()
    assert interest.during == from_day(TODAY - 5 * DAY, until)


def test_the_register_shows_what_present_holders_declared_and_marks_what_is_public(page, lead):
    body = lead.seat.body
    InterestFactory(person=lead.person, organisation="Own Ltd", public_extract_en="A share", public_extract_cy="Cyfran")
    follower = SeatFactory(body=body, office=Office.CLUSTER_MEMBER, follows=SeatFactory(body=ClusterFactory()))
    ex_officio = AppointmentFactory(seat=follower.follows).person
    InterestFactory(person=ex_officio, organisation="Ex Officio Ltd")
    gone = AppointmentFactory(seat=SeatFactory(body=body, office=Office.DEPUTY), during=from_day(TODAY - DAY, TODAY))
    InterestFactory(person=gone.person, organisation="Gone Ltd")
    InterestFactory(person=lead.person, organisation="Past Ltd", during=from_day(TODAY - DAY, TODAY))
    InterestFactory(organisation="Elsewhere Ltd")

    rows = page(at("register", key=body.pk)).select("tbody tr")

    found = {row.select("td")[0].get_text(strip=True): row.select("td")[3].get_text(" ", strip=True) for row in rows}
    assert found == {"Own Ltd": "Public A share", "Ex Officio Ltd": "nothing"}


def test_the_register_of_another_cluster_is_not_found(client, lead):
    assert client.get(at("register", key=ClusterFactory().pk)).status_code == 404


def test_the_seat_and_the_desk_lead_to_the_interests(page, lead):
    seat = page(at("seat", key=lead.seat_id))
    desk = page(page_address("portal:desk", "en"))

    assert seat.select_one(f'a[href="{at("register", key=lead.seat.body_id)}"]')
    assert desk.select_one(f'a[href="{at("interests")}"]')


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", ["interests", "declare_interest", "end_interest", "register"])
def test_each_page_asks_little_of_the_database(client, lead, django_assert_max_num_queries, name, language):
    for number in range(20):
        InterestFactory(person=lead.person, organisation=f"Organisation {number}")
        member = SeatFactory(body=lead.seat.body, office=Office.CLUSTER_MEMBER, name_en=f"Seat {number}")
        InterestFactory(person=AppointmentFactory(seat=member).person)
    key = {"end_interest": Interest.objects.filter(person=lead.person).first().pk, "register": lead.seat.body_id}
    address = at(name, language, **({"key": key[name]} if name in key else {}))
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_whoever_holds_no_seat_declares_too(client, moved_clock):
    moved_clock(NOW.isoformat())
    person = PersonFactory()
    client.force_login(person)

    client.post(at("declare_interest"), ANSWERS)

    assert Interest.objects.get().person == person
