"""What each office reads of a plan: the short way and the long way say the same."""

import pytest

from governance.models import RULES, Office
from governance.powers.policies import powers_of
from plans.policies import access_to
from plans.review.policies import readable
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
