"""Two who decide at the same moment, in transactions that really commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from governance.models import Office
from plans.models import Edition, Verdict
from plans.review import actions
from tests.factories import ApprovalRouteFactory
from tests.plans.deciding import NOW, Deciding, State


@pytest.mark.usefixtures("committed")
def test_of_two_approvals_at_the_same_moment_one_counts_and_the_other_is_told_and_comes_after_it():
    setting = Deciding()
    ApprovalRouteFactory(board=setting.board, final_offices=["approver", "partnership_board"])
    partner = setting.appoint(Office.PARTNERSHIP_BOARD, setting.group)
    setting.bring_to(State.WITH_BOARD)
    seen = setting.edition.version

    def approve(by) -> str:
        try:
            actions.approve(edition=Edition.objects.get(pk=setting.edition.pk), seen=seen, by=by, **NOW)
        except actions.Moved:
            return "told"
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(approve, (setting.approver, partner)))

    assert sorted(outcomes) == ["approved", "told"]
    assert Verdict.objects.filter(stage="board").count() == 1
    setting.move("approve", by=partner if outcomes[0] == "approved" else setting.approver)
    assert setting.edition.state == State.APPROVED
