"""Letting somebody act, opening seats, saying that an appointment is still right, and agreeing to be named."""

import datetime

import pytest

from accounts.models import AuditRecord
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Delegation, Office, Recertification, Seat
from governance.offices import actions
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, powers_of
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    ClusterFactory,
    DelegationFactory,
    HealthBoardFactory,
    PersonFactory,
    SeatFactory,
)
from tests.governance.setting import DAY, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return Setting()


@pytest.fixture
def lead():
    return AppointmentFactory(during=from_day(ON - DAY))


def delegate(lead, **changes):
    values = {
        "seat": lead.seat,
        "to": PersonFactory(),
        "permissions": [Permission.NOMINATE],
        "start": ON,
        "until": ON + 14 * DAY,
        "reason": "Away",
        "by": lead.person,
        "at": AT,
        "on": ON,
    }
    return actions.delegate(**{**values, **changes})


def records() -> list[str]:
    return list(AuditRecord.objects.filter(action__startswith="governance.").values_list("action", flat=True))


def test_a_holder_lets_somebody_act_until_it_is_revoked(lead):
    delegation = delegate(lead)
    acting = powers_of(delegation.delegate, on=ON)

    actions.revoke(delegation=delegation, by=lead.person, at=AT)

    assert acting.may(Permission.NOMINATE, lead.seat.body)
    assert not acting.may(Permission.DESCRIBE, lead.seat.body)
    assert powers_of(delegation.delegate, on=ON).grants == ()
    assert records() == ["governance.delegate", "governance.revoke"]


@pytest.mark.parametrize(
    "changes",
    [
        {"permissions": []},
        {"permissions": [Permission.DELEGATE]},
        {"permissions": [Permission.SEE_RECORD]},
        {"until": ON},
        {"reason": " "},
        {"on": ON - 9 * DAY},
    ],
)
def test_what_cannot_be_handed_on_is_refused_and_leaves_nothing(lead, changes):
    with pytest.raises(Refused):
        delegate(lead, **changes)

    assert not Delegation.objects.exists()
    assert records() == []


def test_nobody_stands_in_for_themselves_or_twice(lead):
    first = delegate(lead)

    with pytest.raises(Refused):
        delegate(lead, to=lead.person)
    with pytest.raises(Refused):
        delegate(lead, to=first.delegate, start=ON + DAY)

    assert Delegation.objects.get() == first


def test_only_the_two_people_concerned_end_a_delegation():
    delegation = DelegationFactory()

    with pytest.raises(Refused):
        actions.revoke(delegation=delegation, by=PersonFactory(), at=AT)

    delegation.refresh_from_db()
    assert delegation.revoked_at is None


def test_a_delegate_acts_and_the_record_says_for_whom(setting):
    giver = setting.one
    office = Seat.objects.get(office=Office.BOARD_ADMINISTRATOR, body=setting.board)
    delegation = DelegationFactory(seat=office, principal=giver, permissions=[Permission.NOMINATE])

    setting.nominate(by=delegation.delegate)

    record = AuditRecord.objects.get(action="governance.nominate")
    assert (record.by, record.on_behalf_of) == (delegation.delegate, giver)


def test_a_seat_is_opened_where_its_office_exists(setting):
    seat = actions.open_seat(body=setting.seat.body, office=Office.DEPUTY, by=setting.one, at=AT, on=ON)

    assert (seat.opened_on, seat.version) == (ON, 1)
    with pytest.raises(Refused):
        actions.open_seat(body=setting.seat.body, office=Office.APPROVER, by=setting.one, at=AT, on=ON)
    with pytest.raises(NotAllowed):
        actions.open_seat(body=ClusterFactory(), office=Office.DEPUTY, by=setting.one, at=AT, on=ON)
    assert Seat.objects.filter(body=setting.seat.body).count() == 2


def test_a_seat_follows_only_one_that_is_held_by_appointment(setting):
    member = {"body": setting.seat.body, "office": Office.CLUSTER_MEMBER, "by": setting.one, "at": AT, "on": ON}
    follower = actions.open_seat(**member, follows=setting.seat)

    with pytest.raises(Refused):
        actions.open_seat(**{**member, "name_en": "Another"}, follows=follower)


def test_a_seat_with_a_later_term_is_not_closed(setting):
    AppointmentFactory(seat=setting.seat, during=from_day(ON + 30 * DAY))

    with pytest.raises(Refused):
        actions.close_seat(seat=setting.seat, by=setting.one, at=AT, on=ON + DAY, reason="Merged")

    setting.seat.refresh_from_db()
    assert setting.seat.closed_on is None


def test_an_appointment_is_said_to_be_right_once_a_year_by_somebody_else(setting):
    term = AppointmentFactory(seat=setting.seat)
    said = {"appointment": term, "year": 2026, "at": AT, "on": ON}

    first = actions.recertify(**said, by=setting.one)
    again = actions.recertify(**said, by=setting.other)

    assert first == again == Recertification.objects.get()
    assert first.certified_by == setting.one
    own = setting.one.appointments.get()
    with pytest.raises(Refused):
        actions.recertify(**{**said, "appointment": own}, by=setting.one)


def test_a_lead_may_not_say_that_appointments_are_right(setting):
    lead = AppointmentFactory(seat=setting.seat, during=from_day(ON - DAY))
    other = AppointmentFactory(seat=SeatFactory(body=setting.seat.body, office=Office.DEPUTY))

    with pytest.raises(NotAllowed):
        actions.recertify(appointment=other, year=2026, by=lead.person, at=AT, on=ON)

    assert not Recertification.objects.exists()


def test_only_the_person_agrees_to_be_named(lead):
    with pytest.raises(Refused):
        actions.name_in_public(appointment=lead, agreed=True, by=PersonFactory(), at=AT)
    actions.name_in_public(appointment=lead, agreed=True, by=lead.person, at=AT)

    lead.refresh_from_db()
    assert lead.is_named
    assert records() == ["governance.name_in_public"]


@pytest.mark.parametrize("days", [0, 1])
def test_a_term_cannot_end_before_it_begins_or_after_it_has_ended(setting, days):
    office = SeatFactory(office=Office.FINANCE_OFFICER, body=setting.board)
    term = AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(ON, ON + 9 * DAY))
    last_day = {0: ON - DAY, 1: ON + 20 * DAY}[days]

    with pytest.raises(Refused):
        actions.end_appointment(appointment=term, last_day=last_day, by=setting.one, at=AT, on=ON, reason="Enough")

    term.refresh_from_db()
    assert term.during == from_day(ON, ON + datetime.timedelta(days=9))


def test_an_administrator_of_another_board_opens_nothing_here(setting):
    stranger = AppointmentFactory(
        seat__office=Office.BOARD_ADMINISTRATOR, seat__body=HealthBoardFactory(), basis=Basis.JOINT
    ).person
    before = Seat.objects.count()

    with pytest.raises(NotAllowed):
        actions.open_seat(body=setting.seat.body, office=Office.DEPUTY, by=stranger, at=AT, on=ON)

    assert Seat.objects.count() == before


def test_no_office_that_needs_a_confirmation_is_held_ex_officio(setting):
    with pytest.raises(Refused):
        actions.open_seat(
            body=setting.board,
            office=Office.BOARD_ADMINISTRATOR,
            name_en="Another",
            follows=setting.seat,
            by=setting.one,
            at=AT,
            on=ON,
        )

    assert Seat.objects.filter(follows__isnull=False).count() == 0


@pytest.mark.parametrize("changes", [{"start": ON - DAY}, {"inactive": True}])
def test_nobody_is_said_to_have_acted_before_today_or_without_access(lead, changes):
    given = {"to": PersonFactory(is_active=False)} if changes.pop("inactive", False) else {}

    with pytest.raises(Refused):
        delegate(lead, **changes, **given)

    assert not Delegation.objects.exists()


def test_what_was_revoked_still_counts_for_the_days_before(lead):
    delegation = delegate(lead)

    actions.revoke(delegation=delegation, by=lead.person, at=AT + 3 * DAY)

    on_days = [powers_of(delegation.delegate, on=ON + n * DAY).holds(Permission.NOMINATE) for n in (2, 3)]
    assert on_days == [True, False]


@pytest.mark.parametrize(("days", "year"), [(30, 2026), (0, 2025)])
def test_only_a_term_that_goes_on_is_said_to_be_right_and_only_this_year(setting, days, year):
    term = AppointmentFactory(seat=setting.seat, during=from_day(ON + days * DAY))

    with pytest.raises(Refused):
        actions.recertify(appointment=term, year=year, by=setting.one, at=AT, on=ON)

    assert not Recertification.objects.exists()
