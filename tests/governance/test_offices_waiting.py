"""What of offices waits for somebody: each kind, followed to its end, is gone from My work."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import Invitation
from common.dated import from_day
from governance.models import Appointment, Basis, Office
from tests.factories import AppointmentFactory, ClusterFactory, HealthBoardFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def administrator(moved_clock, client, enter):
    moved_clock("2026-03-09T10:00:00+00:00")
    seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=HealthBoardFactory())
    person = AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(TODAY - DAY)).person
    enter(person)
    return person


@pytest.fixture
def cluster(administrator):
    return ClusterFactory(parent=administrator.appointments.get().seat.body)


def work(client) -> dict[str, str]:
    found = BeautifulSoup(client.get("/en/work/").content, "html.parser").select(".app-todo a")
    return {one.get_text(): one["href"] for one in found}


def test_somebody_appointed_waits_to_be_invited(client, cluster):
    holder = PersonFactory(name="New Lead")
    holder.set_unusable_password()
    holder.save()
    AppointmentFactory(seat=SeatFactory(body=cluster), person=holder, during=from_day(TODAY))

    client.post(work(client)["Invite to sign in: New Lead"], {"deed": "invite"})

    assert Invitation.objects.filter(person=holder).count() == 1
    assert "Invite to sign in: New Lead" not in work(client)


def test_many_to_invite_are_one_thing_that_leads_to_their_list(client, cluster):
    for number in range(5):
        holder = PersonFactory(name=f"Lead {number}")
        holder.set_unusable_password()
        holder.save()
        seat = SeatFactory(body=cluster, office=Office.CLUSTER_MEMBER, name_en=f"Seat {number}")
        AppointmentFactory(seat=seat, person=holder, during=from_day(TODAY))

    href = work(client)["Invite people who hold an office. Not invited yet: 5"]

    assert len(BeautifulSoup(client.get(href).content, "html.parser").select("main tbody tr")) == 5


def test_a_seat_long_vacant_waits_until_somebody_is_nominated(client, cluster):
    seat = SeatFactory(body=cluster, vacant_since=TODAY - 91 * DAY)
    SeatFactory(body=cluster, office=Office.DEPUTY, vacant_since=TODAY - 9 * DAY)
    SeatFactory(body=cluster, office=Office.THIRD_SECTOR)
    words = f"Fill a seat that is vacant: {seat.title}"

    assert [one for one in work(client) if one.startswith("Fill")] == [words]
    assert work(client)[words] == reverse("governance:appoint", kwargs={"key": seat.pk})
    AppointmentFactory(seat=seat, nominated=True)
    assert words not in work(client)


def test_whose_term_ends_prepares_the_handover(client, cluster, enter):
    seat = SeatFactory(body=cluster)
    leaving = AppointmentFactory(seat=seat, during=from_day(TODAY - DAY, TODAY + 20 * DAY)).person
    coming = AppointmentFactory(seat=seat, during=from_day(TODAY + 20 * DAY)).person
    enter(leaving)
    words = f"Prepare to hand over: {seat.title}"

    client.post(work(client)[words], {"to": coming.pk, "note": "Keys are at the desk."})

    assert words not in work(client)
    enter(coming)
    assert any(one.startswith("A handover waits for you") for one in work(client))


def test_what_is_late_stands_first_and_says_so(client, administrator, cluster, moved_clock):
    AppointmentFactory(seat=SeatFactory(body=cluster), during=from_day(TODAY - 9 * DAY, TODAY + 5 * DAY))
    Appointment.objects.filter(person=administrator).update(during=from_day(TODAY - 400 * DAY))

    page = BeautifulSoup(client.get("/en/work/").content, "html.parser")

    assert page.select_one(".app-todo").find_previous("h2").get_text() == "Next 14 days"
    assert "due 13 March 2026" in page.select_one(".app-todo li").get_text()


def test_the_address_that_ones_work_once_had_leads_on(client, administrator):
    answer = client.get("/en/desk/")

    assert (answer.status_code, answer["Location"]) == (301, "/en/work/")
    assert client.get("/cy/desg/")["Location"] == "/cy/gwaith/"
