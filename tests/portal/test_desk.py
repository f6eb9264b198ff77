"""The first page after signing in: what waits, and one's own offices."""

import datetime

import pytest

from common.addresses import page_address
from common.dated import from_day
from governance.models import Basis, Office
from governance.powers.permissions import OFFICE_POWERS
from tests.factories import AppointmentFactory, AuditRecordFactory, ClusterFactory, HealthBoardFactory, SeatFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def administrator(client, moved_clock):
    """A board's administrator, signed in with a second factor."""
    moved_clock("2026-03-09T10:00:00+00:00")
    office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=HealthBoardFactory())
    person = AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(TODAY - DAY)).person
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(person)
    return person


def words_under(title):
    return [one.get_text() for one in title.find_next("ul").select("a")]


def board_of(person):
    return person.appointments.get().seat.body


def test_nominations_and_ends_in_reach_wait_and_those_elsewhere_do_not(administrator, page):
    cluster = ClusterFactory(parent=board_of(administrator))
    here = AppointmentFactory(seat=SeatFactory(body=cluster), nominated=True)
    ending = AppointmentFactory(
        seat=SeatFactory(body=cluster, office=Office.DEPUTY), during=from_day(TODAY - DAY, TODAY + 20 * DAY)
    )
    elsewhere = AppointmentFactory(nominated=True)
    for number, one in enumerate((here, ending, elsewhere)):
        one.person.name = f"Person {number}"
        one.person.save()

    found = page("/en/work/")

    said = {title.get_text(): words_under(title) for title in found.select(".app-desk > div:first-child h2")}
    assert said == {
        "Later, or without a day": [
            "A term ends: Person 1",
            "Are these appointments still right?",
            "Confirm or decline: Person 0",
        ]
    }
    assert "due 28 March 2026" in found.select_one(".app-todo li").get_text()


def test_ones_offices_stand_with_their_days(administrator, page):
    AppointmentFactory(person=administrator, during=from_day(TODAY + 9 * DAY, TODAY + 19 * DAY))

    said = [one.get_text(" ", strip=True) for one in page(page_address("portal:desk", "cy")).select(".app-offices li")]

    assert "8 Mawrth 2026" in said[0]
    assert "27 Mawrth 2026" in said[1]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/en/work/").status_code == 302


def test_the_page_asks_little_for_somebody_with_twenty_offices(administrator, client, django_assert_max_num_queries):
    for _number in range(20):
        AppointmentFactory(person=administrator, during=from_day(TODAY - DAY))
    client.get("/en/work/")

    with django_assert_max_num_queries(15):
        client.get("/en/work/")


def test_somebody_with_twenty_offices_of_a_lead_costs_twelve_queries(
    client, enter, moved_clock, django_assert_max_num_queries
):
    moved_clock("2026-03-09T10:00:00+00:00")
    person = AppointmentFactory(during=from_day(TODAY - DAY)).person
    for _number in range(19):
        AppointmentFactory(person=person, during=from_day(TODAY - DAY))
    enter(person)
    client.get("/en/work/")

    with django_assert_max_num_queries(12):
        client.get("/en/work/")


def test_what_others_changed_since_one_last_looked_is_told(administrator, client, moved_clock):
    client.get("/en/work/")
    seat = administrator.appointments.first().seat
    concerning = {"bodies": [seat.body_id], "subject_kind": "governance.seat", "subject_en": "A seat"}
    later = datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)
    told = AuditRecordFactory(action="governance.open_seat", at=later, **concerning)
    AuditRecordFactory(action="governance.close_seat", at=later, by=administrator, **concerning)
    AuditRecordFactory(
        action="governance.close_seat", at=later, **(concerning | {"subject_kind": "governance.interest"})
    )
    AuditRecordFactory(action="governance.close_seat", at=later, **(concerning | {"bodies": []}))
    AuditRecordFactory(action="governance.close_seat", at=later - 9 * DAY, **concerning)

    assert "What changed since you last looked" not in client.get("/en/work/").content.decode()
    client.force_login(administrator)
    client.session.flush()
    client.force_login(administrator)
    text = client.get("/en/work/").content.decode()

    assert "What changed since you last looked" in text
    assert f"{told.by.name} opened a seat: A seat." in text
    assert text.count("closed a seat") == 0


def test_who_comes_for_the_first_time_reads_what_each_office_is_for_and_later_no_more(administrator, page, client):
    found = page(page_address("portal:desk", "cy"))
    assert "Eich ymweliad cyntaf" in found.main.get_text()

    first = page("/en/work/").select_one("main section")

    board = board_of(administrator)
    assert [first.h2.get_text(), first.select_one("a").get_text()] == ["Your first visit", board.name_en]
    assert first.select_one("a")["href"] == page_address("portal:body", "en", kind="health_board", slug=board.slug_en)
    labels = {str(power.permission.label) for power in OFFICE_POWERS[Office.BOARD_ADMINISTRATOR]}
    assert {one.get_text() for one in first.select("details li")} == labels
    client.logout()
    client.force_login(administrator)
    assert "Your first visit" not in page("/en/work/").main.get_text()
