"""Ending somebody's access: at once, by who reaches all their offices, with its record and its day."""

import pytest

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office
from governance.people import actions
from governance.powers.policies import NotAllowed, grants_of, powers_of
from tests.factories import AT, ON, AppointmentFactory, DelegationFactory, PersonFactory, SeatFactory
from tests.governance.setting import DAY, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return Setting()


def end(person, by, **changes):
    values = {"person": person, "by": by, "at": AT, "on": ON, "reason": "Left the health board"}
    return actions.end_access(**{**values, **changes})


def test_access_ends_at_once_with_every_session_and_leaves_its_record(setting, client):
    lead = AppointmentFactory(seat=setting.seat, during=from_day(ON - DAY)).person
    lead.set_password("a long password of the lead")
    lead.save()
    client.force_login(lead)

    end(lead, setting.one)

    lead.refresh_from_db()
    record = AuditRecord.objects.get(action="governance.end_access")
    assert (record.by, record.subject_key, record.details) == (
        setting.one,
        str(lead.pk),
        {"reason": "Left the health board"},
    )
    assert client.get("/en/work/").status_code == 302
    assert not lead.has_usable_password()
    assert powers_of(lead, on=ON).grants == ()


def test_what_they_let_others_do_ends_with_it_but_counts_for_the_days_before(setting):
    lead = AppointmentFactory(seat=setting.seat, during=from_day(ON - 9 * DAY)).person
    acting = DelegationFactory(seat=setting.seat, principal=lead, during=from_day(ON - 9 * DAY, ON + 9 * DAY)).delegate

    end(lead, setting.one)

    on_days = [bool(grants_of([acting.pk], on=ON - n * DAY)[acting.pk]) for n in (1, 0)]
    assert on_days == [True, False]


def test_nobody_ends_the_access_of_who_has_an_office_beyond_their_reach(setting):
    lead = AppointmentFactory(seat=setting.seat).person
    nation = SeatFactory(office=Office.NATIONAL_ADMINISTRATOR, body=setting.board.parent)
    national = AppointmentFactory(seat=nation, basis=Basis.JOINT, during=from_day(ON - DAY))
    AppointmentFactory(seat=nation, basis=Basis.JOINT, person=lead, during=from_day(ON + 9 * DAY))

    for person in (lead, national.person, PersonFactory()):
        with pytest.raises(NotAllowed):
            end(person, setting.one)
    end(lead, national.person)

    lead.refresh_from_db()
    assert not lead.is_active


def test_it_needs_a_reason_and_is_never_ones_own(setting):
    lead = AppointmentFactory(seat=setting.seat).person
    with pytest.raises(Refused):
        end(lead, setting.one, reason=" ")
    with pytest.raises(Refused):
        end(setting.one, setting.one)
    end(lead, setting.one)
    with pytest.raises(Refused):
        end(lead, setting.one)

    assert AuditRecord.objects.filter(action="governance.end_access").count() == 1


def test_an_administrator_ends_access_over_the_page_only_within_their_reach(setting, client, moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    lead, elsewhere = AppointmentFactory(seat=setting.seat).person, AppointmentFactory().person
    wider = AppointmentFactory(seat=SeatFactory(body=setting.seat.body, office=Office.DEPUTY)).person
    AppointmentFactory(person=wider)
    setting.one.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(setting.one)
    address = {who: page_address("governance:end_access", "en", key=who.pk) for who in (lead, elsewhere, wider)}

    statuses = [client.post(address[who], {"reason": "Left"}).status_code for who in (lead, elsewhere, wider)]

    for who in (lead, elsewhere, wider):
        who.refresh_from_db()
    assert statuses == [302, 404, 200]
    assert [lead.is_active, elsewhere.is_active, wider.is_active] == [False, True, True]
