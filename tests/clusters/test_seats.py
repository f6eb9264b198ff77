"""Every real body has its standard seats; the public reads that a holder was not entered, never that none is."""

import datetime

import pytest

from clusters.models import Cluster, HealthBoard, PlanningGroup
from clusters.seat_actions import open_standard_seats
from common.dated import from_day
from governance.models import Basis, Office, Seat
from tests.factories import AT, ON, AppointmentFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def seats():
    return open_standard_seats(at=AT, on=ON)


def test_each_body_gets_its_seats_once(seats):
    again = open_standard_seats(at=AT, on=ON)

    counts = {office: Seat.objects.filter(office=office).count() for office in (Office.CLUSTER_LEAD, Office.APPROVER)}
    assert (seats, again) == (Seat.objects.count(), 0)
    assert counts == {Office.CLUSTER_LEAD: 60, Office.APPROVER: 7}
    assert not Seat.objects.filter(body__is_example=True).exists()


def test_a_cluster_lead_sits_in_the_planning_group_of_the_cluster(seats, page):
    lead = Seat.objects.get(office=Office.CLUSTER_LEAD, body__slug_en="tywi-taf")
    appointment = AppointmentFactory(seat=lead, is_named=True, during=from_day(ON - DAY))
    group = PlanningGroup.objects.get(
        coverages__local_authority=Cluster.objects.get(slug_en="tywi-taf").local_authority
    )

    said = page(f"{group.get_absolute_url()}?on={ON.isoformat()}").main.get_text()
    before = page(f"{group.get_absolute_url()}?on={(ON - 2 * DAY).isoformat()}").main.get_text()

    assert appointment.person.name in said
    assert appointment.person.name not in before


@pytest.mark.parametrize("is_named", [True, False])
def test_the_public_reads_a_name_only_where_it_was_agreed(seats, client, is_named):
    lead = Seat.objects.get(office=Office.CLUSTER_LEAD, body__slug_en="tywi-taf")
    appointment = AppointmentFactory(seat=lead, is_named=is_named, person__name="Agreeable Lead", during=from_day(ON))

    said = client.get(f"/en/clusters/tywi-taf/?on={ON.isoformat()}").content.decode()

    assert (appointment.person.name in said) is is_named
    assert ("Held; the name is not published" in said) is not is_named


def test_an_interim_holder_is_said_with_the_last_day_and_of_the_others_that_nobody_was_entered(seats, page):
    lead = Seat.objects.get(office=Office.CLUSTER_LEAD, body__slug_en="tywi-taf")
    AppointmentFactory(seat=lead, basis=Basis.INTERIM, is_named=True, during=from_day(ON, ON + 23 * DAY))

    said = page(f"/cy/clystyrau/tywi-taf/pobl/?on={ON.isoformat()}").select_one("#who").get_text(" ", strip=True)

    assert "Dros dro, hyd 31 Mawrth 2026" in said
    assert said.count("Nid yw pwy sy'n dal y swyddi hyn wedi'i gofnodi yn y porth hwn:") == 1
    assert "Gwag" not in said


def test_nobody_is_shown_who_was_only_nominated(seats, client):
    lead = Seat.objects.get(office=Office.CLUSTER_LEAD, body__slug_en="tywi-taf")
    AppointmentFactory(seat=lead, nominated=True, is_named=True, person__name="Hopeful Lead", during=from_day(ON))

    assert b"Hopeful Lead" not in client.get(f"/en/clusters/tywi-taf/?on={ON.isoformat()}").content


def test_boards_hold_their_seats_for_those_who_may_see_them(seats):
    offices = set(Seat.objects.filter(body=HealthBoard.objects.get(slug_en="powys")).values_list("office", flat=True))

    assert offices == {Office.BOARD_ADMINISTRATOR, Office.APPROVER, Office.FINANCE_OFFICER}
