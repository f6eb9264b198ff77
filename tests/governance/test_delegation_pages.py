"""Letting somebody act over the pages, and saying once a year that an appointment is still right."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from governance.models import Basis, Delegation, Office, Recertification
from tests.factories import AppointmentFactory, DelegationFactory, HealthBoardFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(client, moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    term = AppointmentFactory(during=from_day(TODAY - DAY))
    client.force_login(term.person)
    return term


@pytest.fixture
def administrator(client, moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=HealthBoardFactory())
    term = AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(TODAY - DAY))
    term.person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(term.person)
    return term


def at(name: str, language: str = "en") -> str:
    return page_address(f"governance:{name}", language)


def answers(lead, **changes):
    given = {
        "seat": lead.seat_id,
        "permissions": ["nominate"],
        "start": "9 March 2026",
        "last_day": "20 March 2026",
        "reason": "Away",
    }
    return {**given, **changes}


def test_a_lead_lets_somebody_act_and_ends_it(client, page, lead):
    other = PersonFactory(name="Example Deputy")

    client.post(at("delegate"), answers(lead, email=other.email.upper()))
    given = Delegation.objects.get()
    said = page(at("delegations")).main.get_text(" ", strip=True)
    client.post(at("delegations"), {"delegation": given.pk})

    given.refresh_from_db()
    assert (given.delegate, given.permissions, given.during.upper) == (other, ["nominate"], TODAY + 12 * DAY)
    assert "Example Deputy acts for you" in said
    assert "9 March 2026 to 20 March 2026" in said
    assert given.revoked_at is not None
    actions = AuditRecord.objects.filter(subject_kind="governance.delegation").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["governance.delegate", "governance.revoke"]


@pytest.mark.parametrize(
    "changes", [{"email": "nobody@example.org"}, {"permissions": ["invite"]}, {"start": "1/3/2026"}]
)
def test_a_broken_answer_gives_nothing(client, lead, changes):
    given = answers(lead, **{"email": PersonFactory().email, **changes})

    response = client.post(at("delegate"), given)

    assert BeautifulSoup(response.content, "html.parser").select_one(".nhsuk-error-summary li")
    assert not Delegation.objects.exists()


def test_nobody_sees_or_ends_what_concerns_two_others(client, page, lead):
    other = DelegationFactory(during=from_day(TODAY, TODAY + 9 * DAY))

    status = client.post(at("delegations"), {"delegation": other.pk}).status_code

    other.refresh_from_db()
    assert (status, other.revoked_at) == (404, None)
    assert not page(at("delegations")).select("main form")


def test_terms_that_end_soonest_stand_first_and_leave_the_list_once_said_to_be_right(client, page, administrator):
    board = administrator.seat.body
    later, sooner = (
        AppointmentFactory(
            seat=SeatFactory(body=board, office=Office.FINANCE_OFFICER, name_en=f"Seat {days}"),
            basis=Basis.JOINT,
            person__name=f"Ends in {days}",
            during=from_day(TODAY - DAY, TODAY + days * DAY),
        )
        for days in (90, 30)
    )
    elsewhere = AppointmentFactory(during=from_day(TODAY - DAY))

    before = [one.get_text() for one in page(at("recertification")).select("tbody th")]
    client.post(at("recertification"), {"appointment": sooner.pk})
    status = client.post(at("recertification"), {"appointment": elsewhere.pk}).status_code

    after = [one.get_text() for one in page(at("recertification")).select("tbody th")]
    assert (before, after) == (["Ends in 30", "Ends in 90"], ["Ends in 90"])
    assert status == 404
    assert Recertification.objects.get().appointment == sooner
    assert later.recertifications.count() == 0


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", ["delegations", "delegate", "recertification"])
def test_each_page_asks_little_of_the_database(client, administrator, django_assert_max_num_queries, name, language):
    for number in range(20):
        seat = SeatFactory(body=administrator.seat.body, office=Office.FINANCE_OFFICER, name_en=f"Seat {number}")
        AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(TODAY - DAY))
        DelegationFactory(seat=administrator.seat, principal=administrator.person)
    client.get(at(name, language))

    with django_assert_max_num_queries(12):
        assert client.get(at(name, language)).status_code == 200
