"""Who is asked to decide on an edition: the same for their list of work, its page and the mails."""

import datetime

import pytest

from accounts.models import Message
from clusters.models import Coverage
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Office
from plans.models import Stage
from plans.progress.queries import deadlines_missed
from plans.review.reminders import what_is_due
from tests.factories import (
    AppointmentFactory,
    ApprovalRouteFactory,
    ClusterFactory,
    DeadlineFactory,
    HealthBoardFactory,
    SeatFactory,
)
from tests.moments import AT, ON
from tests.plans.deciding import Deciding, State

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Deciding()


@pytest.fixture
def asked(setting, page, enter):
    """Return a function that says whether somebody is asked: on their desk, and on the page of the edition."""
    address = page_address("plans:approve", "en", key=setting.edition.pk)

    def is_asked(person) -> tuple[bool, bool]:
        enter(person)
        pages = (
            page(page_address("portal:desk", "en")),
            page(page_address("plans:review", "en", key=setting.edition.pk)),
        )
        return tuple(bool(one.select(f'main a[href="{address}"]')) for one in pages)

    return is_asked


def mailed() -> set[int]:
    return set(Message.objects.filter(kind="plans.moved").values_list("person", flat=True))


def test_the_approver_decides_where_no_group_stands_behind_the_only_office_that_is_asked(setting, asked):
    ApprovalRouteFactory(board=setting.board, final_offices=["partnership_board"])
    Coverage.objects.all().delete()
    setting.move("agree")
    setting.move("submit_to_board")

    assert setting.approver.pk in mailed()
    assert asked(setting.approver) == (True, True)
    setting.move("approve")
    assert setting.edition.state == State.APPROVED


def test_whoever_decided_is_asked_no_more_though_the_plan_waits_for_another_office(setting, asked):
    ApprovalRouteFactory(board=setting.board, final_offices=["approver", "partnership_board"])
    partner = setting.appoint(Office.PARTNERSHIP_BOARD, setting.group)
    setting.bring_to(State.WITH_BOARD)
    assert asked(setting.approver) == asked(partner) == (True, True)

    setting.move("approve")

    assert (asked(setting.approver), asked(partner)) == ((False, False), (True, True))


def test_somebody_in_both_offices_is_asked_once(setting, asked):
    ApprovalRouteFactory(board=setting.board, final_offices=["approver", "partnership_board"])
    seat = SeatFactory(office=Office.PARTNERSHIP_BOARD, body=setting.group)
    AppointmentFactory(seat=seat, person=setting.approver, during=from_day(ON))
    setting.bring_to(State.WITH_BOARD)
    setting.move("approve")

    assert asked(setting.approver) == (False, False)
    with pytest.raises(Refused, match="have decided on this already"):
        setting.move("approve")


def test_whoever_declared_a_plan_agreed_is_not_asked_for_the_planning_group(setting, asked):
    chair = SeatFactory(office=Office.PLANNING_GROUP_CHAIR, body=setting.group, name_en="Second chair")
    AppointmentFactory(seat=chair, person=setting.lead, during=from_day(ON))
    Message.objects.all().delete()
    setting.bring_to(State.WITH_PLANNING_GROUP)

    assert mailed() == {setting.chair.pk}
    with pytest.raises(Refused, match="does not decide on it"):
        setting.move("pass_on", by=setting.lead)


# --- What is due when ---


def test_a_later_day_of_the_board_is_the_day_for_all_who_ask(setting):
    other = ClusterFactory(parent=HealthBoardFactory(parent=setting.board.parent))
    stages = ((Stage.AGREED, 9), (Stage.PUBLISHED, 2))
    for stage, days in stages:
        DeadlineFactory(round=setting.round, board=None, stage=stage, due_on=ON - days * DAY)
        DeadlineFactory(round=setting.round, board=setting.board, stage=stage, due_on=ON + days * DAY)

    assert deadlines_missed([setting.cluster.pk, other.pk], on=ON) == {other.pk: ON - 2 * DAY}
    assert [due.due_on for due in what_is_due(on=ON)] == [ON + 9 * DAY]


def test_an_earlier_day_of_the_board_is_the_day_for_all_who_ask(setting):
    DeadlineFactory(round=setting.round, board=None, stage=Stage.PUBLISHED, due_on=ON + DAY)
    DeadlineFactory(round=setting.round, board=setting.board, stage=Stage.PUBLISHED, due_on=ON - DAY)

    assert deadlines_missed([setting.cluster.pk], on=ON) == {setting.cluster.pk: ON - DAY}


def test_the_page_of_rounds_shows_the_days_of_a_board_beside_those_for_all(setting, page, enter):
    DeadlineFactory(round=setting.round, board=setting.board, stage=Stage.BOARD, due_on=ON + 9 * DAY)
    DeadlineFactory(round=setting.round, board=setting.board, stage=Stage.AGREED, due_on=ON + DAY)
    enter(setting.administrator)

    text = page(page_address("plans:rounds", "en")).select_one("main").get_text(" ", strip=True)

    assert "No day has been set." in text
    assert "Agreed by the cluster: 10 March 2026 Decided by the board: 18 March 2026" in text
