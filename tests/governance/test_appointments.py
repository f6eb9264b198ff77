"""Nominating, confirming and ending: what is refused changes nothing, and two changes never overlap."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditRecord
from common.dated import from_day
from common.errors import Refused
from governance.models import Appointment, Basis, Office, Seat
from governance.offices import actions
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, powers_of
from governance.recording import Overtaken
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    DelegationFactory,
    HealthBoardFactory,
    NationFactory,
    PersonFactory,
    SeatFactory,
)
from tests.governance.setting import Setting

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def setting():
    return Setting()


def held() -> list[tuple]:
    return list(Appointment.objects.order_by("pk").values_list("pk", "during", "confirmed_at", "declined_at"))


def test_an_appointment_counts_from_its_first_day_once_somebody_else_confirmed_it(setting):
    appointment = setting.nominate(start=ON + DAY)

    before = powers_of(appointment.person, on=ON + DAY).grants
    setting.confirm(appointment)

    assert before == ()
    assert powers_of(appointment.person, on=ON).grants == ()
    assert powers_of(appointment.person, on=ON + DAY).grants != ()


def test_nobody_confirms_their_own_nomination_nor_their_own_appointment(setting):
    own_nomination = setting.nominate()
    own_appointment = setting.nominate(person=setting.other)
    before = held()

    for appointment, by in ((own_nomination, setting.one), (own_appointment, setting.other)):
        with pytest.raises(Refused):
            setting.confirm(appointment, by=by)

    assert held() == before


def test_the_database_holds_no_appointment_that_its_nominator_confirmed(setting):
    appointment = setting.nominate()

    with pytest.raises(IntegrityError, match="nobody_confirms_their_own_nomination"), transaction.atomic():
        Appointment.objects.filter(pk=appointment.pk).update(confirmed_by=setting.one, confirmed_at=AT)


def test_somebody_without_the_office_is_refused_and_nothing_changes(setting):
    stranger = AppointmentFactory(seat__office=Office.BOARD_ADMINISTRATOR, seat__body=HealthBoardFactory()).person
    appointment = setting.nominate()
    before, records = held(), AuditRecord.objects.count()

    with pytest.raises(NotAllowed):
        setting.nominate(by=stranger)
    with pytest.raises(NotAllowed):
        setting.confirm(appointment, by=stranger)
    with pytest.raises(NotAllowed):
        actions.decline(appointment=appointment, by=stranger, at=AT, on=ON, reason="No")

    assert (held(), AuditRecord.objects.count()) == (before, records)


def test_a_successor_ends_the_term_of_the_holder_the_day_before(setting):
    holder = AppointmentFactory(seat=setting.seat, during=from_day(ON - 99 * DAY))
    appointment = setting.nominate(start=ON + 5 * DAY)

    change = setting.confirm(appointment)

    holder.refresh_from_db()
    assert [ending.appointment.pk for ending in change.endings] == [holder.pk]
    assert holder.during == from_day(ON - 99 * DAY, ON + 5 * DAY)
    assert Appointment.objects.current(on=ON + 5 * DAY).get(seat=setting.seat).person == appointment.person


def test_a_term_that_begins_later_stands_in_the_way_and_is_never_cut_silently(setting):
    later = AppointmentFactory(seat=setting.seat, during=from_day(ON + 30 * DAY))
    before = held()

    with pytest.raises(Refused, match=later.person.name):
        setting.nominate()

    assert held() == before


def test_an_interim_term_needs_an_end(setting):
    with pytest.raises(Refused):
        setting.nominate(basis=Basis.INTERIM)
    with pytest.raises(IntegrityError, match="interim_has_an_end"), transaction.atomic():
        AppointmentFactory(basis=Basis.INTERIM)


def test_a_joint_holder_joins_those_who_are_kept(setting):
    holder = AppointmentFactory(seat=setting.seat, during=from_day(ON - 99 * DAY, ON + 99 * DAY))
    appointment = setting.nominate(basis=Basis.JOINT, keep_jointly=[holder.pk])

    setting.confirm(appointment)

    joint = Appointment.objects.current(on=ON).filter(seat=setting.seat)
    assert {(one.person, one.basis) for one in joint} == {
        (holder.person, Basis.JOINT),
        (appointment.person, Basis.JOINT),
    }
    assert joint.get(person=holder.person).during == from_day(ON, ON + 99 * DAY)


def test_somebody_acts_for_the_holder_without_ending_their_term(setting):
    holder = AppointmentFactory(seat=setting.seat)

    setting.confirm(setting.nominate(basis=Basis.ACTING, until=ON + 30 * DAY))

    holder.refresh_from_db()
    assert holder.during == from_day(ON)
    assert Appointment.objects.current(on=ON).filter(seat=setting.seat).count() == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Basis.SUBSTANTIVE, Basis.SUBSTANTIVE),
        (Basis.SUBSTANTIVE, Basis.JOINT),
        (Basis.ACTING, Basis.ACTING),
    ],
)
def test_the_database_refuses_terms_that_overlap(first, second):
    holder = AppointmentFactory(basis=first, during=from_day(ON, ON + 9 * DAY))

    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(seat=holder.seat, basis=second, during=from_day(ON + 8 * DAY))

    following = AppointmentFactory(seat=holder.seat, basis=second, during=from_day(ON + 9 * DAY))
    assert list(Appointment.objects.current(on=ON + 9 * DAY)) == [following]


def test_a_seat_that_follows_another_takes_no_appointment(setting):
    follower = SeatFactory(office=Office.CLUSTER_MEMBER, body=setting.seat.body, follows=setting.seat)

    with pytest.raises(Refused):
        setting.nominate(seat=follower)
    with pytest.raises(IntegrityError, match="has no appointments of its own"), transaction.atomic():
        AppointmentFactory(seat=follower)


@pytest.mark.parametrize("reason", ["", "  "])
def test_the_past_asks_for_a_reason(setting, reason):
    with pytest.raises(Refused):
        setting.nominate(start=ON - DAY, reason=reason)

    assert setting.nominate(start=ON - DAY, reason="The letter came late.").reason == "The letter came late."


def test_a_declined_nomination_is_over(setting):
    appointment = setting.nominate()

    actions.decline(appointment=appointment, by=setting.other, at=AT, on=ON, reason="Not eligible")

    with pytest.raises(Overtaken):
        setting.confirm(appointment)
    assert not Appointment.objects.awaiting().exists()


def test_an_ended_term_keeps_its_last_day(setting):
    appointment = setting.nominate()
    setting.confirm(appointment)

    actions.end_appointment(
        appointment=appointment, last_day=ON + 3 * DAY, by=setting.one, at=AT, on=ON, reason="Moved away"
    )

    appointment.refresh_from_db()
    assert (appointment.last_day, appointment.end_reason) == (ON + 3 * DAY, "Moved away")


def test_an_administrator_cannot_end_their_own_appointment(setting):
    own = Appointment.objects.get(person=setting.one)

    with pytest.raises(Refused):
        actions.end_appointment(appointment=own, last_day=ON, by=setting.one, at=AT, on=ON, reason="Enough")

    own.refresh_from_db()
    assert own.during == from_day(ON - 9 * DAY)


def test_a_form_that_somebody_overtook_changes_nothing(setting):
    seen = setting.seat.version
    setting.confirm(setting.nominate())

    with pytest.raises(Overtaken):
        setting.nominate(seen_version=seen)

    assert Appointment.objects.filter(seat=setting.seat).count() == 1


def test_each_write_leaves_one_record_that_says_who(setting):
    appointment = setting.nominate()
    setting.confirm(appointment)

    made = AuditRecord.objects.filter(action__startswith="governance.").order_by("pk")
    assert [(record.action, record.by) for record in made] == [
        ("governance.nominate", setting.one),
        ("governance.confirm", setting.other),
    ]


def test_closing_a_seat_ends_the_terms_in_it(setting):
    holder = AppointmentFactory(seat=setting.seat, during=from_day(ON - DAY))

    actions.close_seat(seat=setting.seat, by=setting.one, at=AT, on=ON + DAY, reason="Merged")

    holder.refresh_from_db()
    assert holder.during == from_day(ON - DAY, ON + DAY)
    assert not Seat.objects.current(on=ON + DAY).filter(pk=setting.seat.pk).exists()
    assert powers_of(holder.person, on=ON + DAY).grants == ()


def test_the_first_national_administrator_is_appointed_with_a_record_of_its_own():
    nation, person = NationFactory(), PersonFactory()

    actions.appoint_first(nation=nation, person=person, at=AT, on=ON)

    record = AuditRecord.objects.get(action="governance.appoint_first")
    assert (record.by, record.details) == (None, {"person": person.pk})
    with pytest.raises(Refused):
        actions.appoint_first(nation=nation, person=person, at=AT, on=ON)


def test_whoever_lets_somebody_nominate_for_them_is_not_the_second_pair_of_eyes(setting):
    office = Seat.objects.get(office=Office.BOARD_ADMINISTRATOR, body=setting.board)
    acting = DelegationFactory(seat=office, principal=setting.one, permissions=[Permission.NOMINATE]).delegate
    appointment = setting.nominate(by=acting)

    with pytest.raises(Refused):
        setting.confirm(appointment, by=setting.one)
    setting.confirm(appointment)

    appointment.refresh_from_db()
    assert appointment.confirmed_by == setting.other


def test_a_nomination_for_a_seat_that_closed_meanwhile_is_not_confirmed(setting):
    appointment = setting.nominate(start=ON + DAY)
    Seat.objects.filter(pk=setting.seat.pk).update(closed_on=ON + DAY)

    with pytest.raises(Refused):
        setting.confirm(appointment)

    appointment.refresh_from_db()
    assert appointment.confirmed_at is None


def test_somebody_whose_access_ended_is_not_nominated(setting):
    with pytest.raises(Refused):
        setting.nominate(person=PersonFactory(is_active=False))

    assert not Appointment.objects.filter(seat=setting.seat).exists()
