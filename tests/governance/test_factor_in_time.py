"""Whoever may move money or agree plans has a second factor: told on their first page, asked for after some days."""

import datetime

import pytest

from accounts import factors
from common.addresses import page_address
from common.dated import from_day
from governance.models import Basis, Office
from governance.powers.permissions import (
    OFFICE_POWERS,
    OFFICES_WITH_SECOND_FACTOR,
    PERMISSIONS_WITH_SECOND_FACTOR,
    Permission,
)
from governance.powers.policies import needs_second_factor, needs_second_factor_in_time
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    DelegationFactory,
    HealthBoardFactory,
    PersonFactory,
    SeatFactory,
)
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
DESK, SET_UP = page_address("portal:desk", "en"), page_address("mfa_activate_totp", "en")


@pytest.fixture
def lead():
    cluster = ClusterFactory(parent=HealthBoardFactory())
    seat = SeatFactory(office=Office.CLUSTER_LEAD, body=cluster)
    return AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON - DAY, ON + 60 * DAY)).person


@pytest.fixture
def sign_in(client, moved_clock):
    """Return a function that signs somebody in some days from now; `and_out` ends what session there was."""

    def signed_in(person, days=0):
        client.logout()
        moved_clock((AT + days * DAY).isoformat())
        client.force_login(person)
        person.refresh_from_db()

    return signed_in


def give_factor(person):
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})


# --- who ---


def test_every_office_that_moves_money_or_agrees_plans_needs_a_factor():
    moving = {
        office
        for office, powers in OFFICE_POWERS.items()
        if {power.permission for power in powers} & PERMISSIONS_WITH_SECOND_FACTOR
    }

    assert {Permission.WRITE_BUDGETS, Permission.AGREE_PLANS} <= PERMISSIONS_WITH_SECOND_FACTOR
    assert moving - OFFICES_WITH_SECOND_FACTOR == {
        Office.CLUSTER_LEAD,
        Office.COLLABORATIVE_LEAD,
        Office.DEPUTY,
        Office.PLANNING_GROUP_CHAIR,
    }


def test_a_lead_needs_one_in_time_and_a_member_does_not(lead):
    member = AppointmentFactory(seat__office=Office.CLUSTER_MEMBER, seat__body=ClusterFactory(), basis=Basis.JOINT)

    assert needs_second_factor_in_time(lead, on=ON)
    assert not needs_second_factor(lead, on=ON)
    assert not needs_second_factor_in_time(lead, on=ON + 60 * DAY)
    assert not needs_second_factor_in_time(member.person, on=ON)


@pytest.mark.parametrize(("permission", "needed"), [(Permission.WRITE_BUDGETS, True), (Permission.READ_PLANS, False)])
def test_a_delegate_needs_one_for_what_asks_for_it(lead, permission, needed):
    seat = lead.appointments.get().seat
    delegate = DelegationFactory(seat=seat, principal=lead, permissions=[permission]).delegate

    assert needs_second_factor_in_time(delegate, on=ON) is needed


# --- when ---


def test_from_the_sign_in_on_there_are_fourteen_days_and_the_first_page_says_so(lead, sign_in, page, client):
    sign_in(lead)

    told = page(DESK).main

    assert lead.factor_due_on == ON + 14 * DAY
    assert "From this day on you sign in with a second factor: 23 March 2026." in told.get_text(" ", strip=True)
    assert told.select_one(f'a[href="{SET_UP}"]')
    assert client.get(page_address("budgets:budgets", "en")).status_code == 200


@pytest.mark.parametrize(("days", "is_open"), [(13, True), (14, False), (30, False)])
def test_after_them_nothing_opens_before_the_factor_is_set_up(lead, sign_in, client, days, is_open):
    sign_in(lead)
    sign_in(lead, days)

    answer = client.get(DESK)

    assert (answer.status_code == 200) is is_open
    assert is_open or answer.url == SET_UP
    assert lead.factor_due_on == ON + 14 * DAY


def test_days_that_run_out_while_somebody_works_end_with_the_session(lead, sign_in, client, moved_clock):
    sign_in(lead)
    late = AT.replace(hour=23, minute=55) + 13 * DAY
    client.logout()
    moved_clock(late.isoformat())
    client.force_login(lead)
    client.get(DESK)
    moved_clock((late + datetime.timedelta(minutes=10)).isoformat())

    assert client.get(DESK).status_code == 200


def test_whoever_has_a_factor_is_told_nothing_and_whoever_takes_it_away_has_no_new_days(lead, sign_in, page, client):
    give_factor(lead)
    sign_in(lead)
    assert "second factor" not in page(DESK).main.get_text()

    lead.authenticator_set.all().delete()
    sign_in(lead, 20)

    assert client.get(DESK).url == SET_UP


def test_an_office_that_ended_asks_for_nothing_and_the_next_one_gives_days_anew(lead, sign_in, client):
    sign_in(lead)
    appointment = lead.appointments.get()
    appointment.during = from_day(ON - DAY, ON + 5 * DAY)
    appointment.save()

    sign_in(lead, 20)
    assert lead.factor_due_on is None
    assert client.get(DESK).status_code == 200

    AppointmentFactory(
        seat=SeatFactory(office=Office.DEPUTY, body=ClusterFactory()), person=lead, during=from_day(ON + 20 * DAY)
    )
    sign_in(lead, 21)
    assert lead.factor_due_on == ON + 35 * DAY


def test_a_factor_used_at_the_identity_provider_counts(lead, sign_in, client):
    sign_in(lead)
    sign_in(lead, 20)
    session = client.session
    session[factors.USED_ELSEWHERE] = True
    session.save()

    answer = client.get(DESK)

    assert answer.status_code == 200
    assert "From this day on" not in answer.text


def test_who_needs_none_is_told_nothing(sign_in, page):
    person = PersonFactory()
    sign_in(person)

    assert person.factor_due_on is None
    assert "second factor" not in page(DESK).main.get_text()
