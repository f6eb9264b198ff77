"""What each office reads of a plan: the short way and the long way say the same."""

import pytest

from governance.models import RULES, Office
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from plans.policies import CLUSTER, access_to, readable
from tests.factories import DelegationFactory
from tests.moments import ON
from tests.plans.deciding import Deciding, holder
from tests.plans.test_moves import places

pytestmark = pytest.mark.django_db


def test_what_is_readable_is_what_the_access_to_a_plan_says():
    setting = Deciding()
    checked = 0
    for place, body_kind, body in places(setting):
        for office in (one for one in Office if body_kind in RULES[one].kinds):
            powers = powers_of(holder(office, body), on=ON)
            assert readable(powers, setting.plan) == access_to(powers, setting.plan).visibilities, (office, place)
            checked += 1

    assert checked == 46


def test_whoever_writes_all_of_a_plan_for_somebody_reads_all_of_it_wherever_they_read_it():
    setting = Deciding()
    seat = setting.lead.appointments.get().seat
    DelegationFactory(
        seat=seat, principal=setting.lead, delegate=setting.approver, permissions=[Permission.WRITE_PLANS.value]
    )

    powers = powers_of(setting.approver, on=ON)

    assert readable(powers, setting.plan) == access_to(powers, setting.plan).visibilities == CLUSTER
