"""Seats of a body: seen together, opened for an organisation, closed with the terms in them."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from governance.models import Appointment, Basis, Office, Seat
from tests.factories import (
    AppointmentFactory,
    CoverageFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    PlanningGroupFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def group(moved_clock, client, enter):
    moved_clock("2026-03-09T10:00:00+00:00")
    board = HealthBoardFactory()
    seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=board)
    enter(AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(TODAY - DAY)).person)
    return PlanningGroupFactory(parent=board)


def opening(**changes):
    answers = {"office": Office.PLANNING_GROUP_MEMBER, "name_en": "The council", "name_cy": "Y cyngor"}
    return {**answers, "start": "9 March 2026", **changes}


def send(client, name, key, answers):
    return client.post(page_address(f"governance:{name}", "en", key=key), answers)


def test_a_seat_is_opened_for_an_organisation_and_stands_on_the_list(client, group):
    answer = send(client, "open_seat", group.pk, opening())

    seat = Seat.objects.get(body=group)
    assert answer["Location"] == page_address("governance:seat", "en", key=seat.pk)
    assert (seat.name_en, seat.name_cy, seat.opened_on) == ("The council", "Y cyngor", TODAY)
    assert AuditRecord.objects.filter(action="governance.open_seat").count() == 1
    shown = BeautifulSoup(client.get(page_address("governance:body_seats", "cy", key=group.pk)).content, "html.parser")
    assert "Y cyngor" in shown.select_one("tbody th").get_text()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name_cy": ""}, "in both languages"),
        ({"name_en": "", "name_cy": ""}, "Name the organisation"),
        ({"start": "8 March 2026"}, "This day has passed"),
        ({"office": Office.CLUSTER_LEAD}, "Select a valid choice"),
        ({"start": "yesterday"}, "day"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_a_sentence(client, group, changes, said):
    answer = send(client, "open_seat", group.pk, opening(**changes))

    assert answer.status_code == 200
    assert said in BeautifulSoup(answer.content, "html.parser").select_one(".nhsuk-error-summary").get_text()
    assert not Seat.objects.filter(body=group).exists()


def test_the_same_seat_is_not_opened_twice(client, group):
    send(client, "open_seat", group.pk, opening())

    answer = send(client, "open_seat", group.pk, opening())

    assert "has such a seat already" in answer.content.decode()
    assert Seat.objects.filter(body=group).count() == 1


def test_a_seat_is_closed_with_the_term_in_it_and_is_no_longer_on_the_list(client, group, moved_clock, enter):
    seat = SeatFactory(body=group, office=Office.PLANNING_GROUP_CHAIR)
    term = AppointmentFactory(seat=seat, during=from_day(TODAY - 9 * DAY))

    answers = {"last_day": "10 March 2026", "reason": "Merged", "seen_version": seat.version}
    answer = send(client, "close_seat", seat.pk, answers)

    seat.refresh_from_db()
    term.refresh_from_db()
    assert answer["Location"] == page_address("governance:body_seats", "en", key=group.pk)
    assert (seat.closed_on, term.last_day) == (TODAY + 2 * DAY, TODAY + DAY)
    assert "is closed already" in send(client, "close_seat", seat.pk, answers | {"seen_version": 2}).content.decode()
    moved_clock("2026-03-12T10:00:00+00:00")
    client.logout()
    enter(Appointment.objects.get(seat__office=Office.BOARD_ADMINISTRATOR).person)
    assert "no seat yet" in client.get(page_address("governance:body_seats", "en", key=group.pk)).content.decode()


def test_a_seat_that_changed_meanwhile_is_not_closed(client, group):
    seat = SeatFactory(body=group, office=Office.PLANNING_GROUP_CHAIR, version=3)

    answer = send(client, "close_seat", seat.pk, {"last_day": "10 March 2026", "reason": "Merged", "seen_version": 1})

    assert answer.status_code == 409
    assert Seat.objects.get(pk=seat.pk).closed_on is None


def test_a_planning_group_has_the_seats_of_its_usual_partners_ready_to_open(client, group):
    authority = LocalAuthorityFactory(name_en="Ceredigion", name_cy="Sir Ceredigion")
    CoverageFactory(planning_group=group, local_authority=authority)
    page = page_address("governance:open_seat", "en", key=group.pk)

    shown = BeautifulSoup(client.get(page).content, "html.parser")

    links = {link.get_text(): link["href"] for link in shown.select("main form")[0].find_previous("ul").select("a")}
    assert list(links) == ["Local authority: Ceredigion", "Public health", "Third sector"]
    filled = BeautifulSoup(client.get(links["Local authority: Ceredigion"]).content, "html.parser")
    assert filled.select_one("[name=name_cy]")["value"] == "Sir Ceredigion"
    assert (
        filled.select_one("[name=office][checked], [name=office] [selected]")["value"] == Office.PLANNING_GROUP_MEMBER
    )
    # Which organisation speaks for public health or the third sector, nobody but a person says.
    for words, office in (("Public health", Office.PLANNING_GROUP_MEMBER), ("Third sector", Office.THIRD_SECTOR)):
        third = BeautifulSoup(client.get(links[words]).content, "html.parser")
        assert not third.select_one("[name=name_en]").get("value")
        nobody = opening(office=office, name_en="", name_cy="")
        assert "Name the organisation" in send(client, "open_seat", group.pk, nobody).content.decode()
    send(client, "open_seat", group.pk, opening(name_en="Ceredigion", name_cy="Sir Ceredigion"))
    assert "Local authority: Ceredigion" not in client.get(page).content.decode()
    assert client.get(f"{page}?office=king&name_en={'x' * 300}").status_code == 200
