"""Two people who say at the same moment how one action stands, in transactions that really commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from common.errors import Meanwhile
from governance.models import ActionUpdate
from plans.models import MilestoneUpdate
from tests.moments import ON
from tests.plans.test_following import Followed


def at_once(followed: Followed, deed) -> list[str]:
    def done(by) -> str:
        try:
            deed(by)
        except Meanwhile:
            return "overtaken"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(done, (followed.setting.lead, followed.setting.pharmacy_lead)))


@pytest.mark.usefixtures("committed")
def test_of_two_updates_at_the_same_moment_one_is_written_and_the_other_told():
    followed = Followed()

    assert at_once(followed, lambda by: followed.update(by, version=1)) == ["overtaken", "written"]
    assert at_once(followed, lambda by: followed.reach(by, done_on=ON)) == ["overtaken", "written"]
    assert (ActionUpdate.objects.count(), MilestoneUpdate.objects.count()) == (1, 1)
