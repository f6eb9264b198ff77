"""What somebody does for another is recorded with whom they did it for."""

import pytest

from accounts import actions as accounts
from accounts.models import AuditRecord
from common.dated import from_day
from governance.entering import person_for
from governance.models import Office
from governance.people.actions import acting_for, end_access, restore_access
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from plans.models import PlanKind
from plans.published.actions import attach_historic
from tests.factories import AppointmentFactory, ClusterFactory, DelegationFactory, HealthBoardFactory, SeatFactory
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
NOW = {"at": AT, "on": ON}


class Away:
    """A board's administrator who is away, somebody who acts for them, and a holder of an office in a cluster."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.cluster = ClusterFactory(parent=self.board)
        seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=self.board)
        self.principal = AppointmentFactory(seat=seat, basis="joint", during=from_day(ON)).person
        permissions = [Permission.INVITE.value, Permission.PUBLISH_PLANS.value]
        given = DelegationFactory(seat=seat, principal=self.principal, permissions=permissions)
        self.delegate = given.delegate
        held = SeatFactory(office=Office.CLUSTER_LEAD, body=self.cluster)
        self.holder = AppointmentFactory(seat=held, during=from_day(ON)).person


@pytest.fixture
def away():
    return Away()


def recorded(action: str):
    record = AuditRecord.objects.get(action=action)
    return record.by, record.on_behalf_of


def test_access_that_ends_and_is_given_back(away):
    end_access(person=away.holder, reason="Left", by=away.delegate, **NOW)
    away.holder.refresh_from_db()
    restore_access(person=away.holder, reason="Came back", by=away.delegate, **NOW)

    assert recorded("governance.end_access") == (away.delegate, away.principal)
    assert recorded("governance.restore_access") == (away.delegate, away.principal)


def test_an_invitation(away, client, enter):
    away.holder.set_unusable_password()
    away.holder.save()
    behalf = acting_for(powers_of(away.delegate, on=ON), away.holder)
    accounts.invite(person=away.holder, by=away.delegate, at=AT, on_behalf_of=behalf)

    assert recorded("accounts.invite") == (away.delegate, away.principal)
    assert acting_for(powers_of(away.principal, on=ON), away.holder) is None


def test_somebody_new_who_is_entered(away):
    person_for(email="new@example.org", name="Sam New", body=away.cluster, by=away.delegate, **NOW)

    assert recorded("governance.enter_person") == (away.delegate, away.principal)


def test_a_plan_from_before(away):
    attach_historic(
        body=away.cluster,
        kind=PlanKind.CLUSTER_IMTP,
        first_year=2020,
        years=3,
        language="en",
        summary_en="Before",
        summary_cy="Cynt",
        name="plan.pdf",
        content=b"%PDF-1.7 an example",
        media_type="application/pdf",
        by=away.delegate,
        **NOW,
    )

    assert recorded("plans.attach_historic") == (away.delegate, away.principal)
