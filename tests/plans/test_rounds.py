"""Planning rounds: opening one, by when its stages are due, and a board's way to approval."""

import datetime

import pytest

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office
from governance.powers.policies import NotAllowed
from plans.due import due_days
from plans.models import ApprovalRoute, Deadline, PlanningRound, Stage
from plans.review import round_actions as actions
from tests.factories import (
    AppointmentFactory,
    ApprovalRouteFactory,
    ClusterFactory,
    DeadlineFactory,
    HealthBoardFactory,
    PlanFactory,
    PlanningRoundFactory,
    SeatFactory,
    TemplateEditionFactory,
)
from tests.moments import AT, ON
from tests.reading import answered

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOW = {"at": AT, "on": ON}
NAMES = {"name_en": "Planning 2027", "name_cy": "Cynllunio 2027"}


class Country:
    """A nation with a board, each with its administrator, and a round of the nation."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.nation = self.board.parent
        self.national = self.administrator(Office.NATIONAL_ADMINISTRATOR, self.nation)
        self.local = self.administrator(Office.BOARD_ADMINISTRATOR, self.board)
        self.round = PlanningRoundFactory(body=self.nation)

    def administrator(self, office, body):
        seat = SeatFactory(office=office, body=body)
        return AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON)).person

    def open(self, **more):
        values = {"body": self.nation, "template": self.round.template, "first_year": 2027, "by": self.national}
        return actions.open_round(**{**values, **NAMES, **NOW, **more})

    def due(self, board=None, by=None, **days):
        chosen = {Stage(stage): day for stage, day in days.items()}
        by = by or self.national
        actions.set_deadlines(planning_round=self.round, board=board, days=chosen, by=by, **NOW)

    def route(self, start=ON, by=None, board=None, offices=("approver",), through=False):
        return actions.set_route(
            board=board or self.board,
            through_planning_group=through,
            final_offices=offices,
            start=start,
            by=by or self.local,
            **NOW,
        )


@pytest.fixture
def country(moved_clock):
    moved_clock(AT.isoformat())
    return Country()


def at(name: str, **arguments: int) -> str:
    return page_address(f"plans:{name}", "en", **arguments)


def test_a_round_is_opened_once_a_template_and_year(country):
    opened = country.open()

    assert (opened.opens_on, opened.name_cy) == (ON, "Cynllunio 2027")
    with pytest.raises(Refused, match="for this year already"):
        country.open()
    assert AuditRecord.objects.filter(action="plans.open_round").count() == 1


@pytest.mark.parametrize("more", [{"name_cy": " "}, {"by": "local"}, {"body": "cluster"}])
def test_a_round_that_cannot_be_is_refused(country, more):
    named = {"local": country.local, "cluster": ClusterFactory(parent=country.board)}

    with pytest.raises(Refused):
        country.open(**{name: named.get(value, value) for name, value in more.items()})

    assert not PlanningRound.objects.filter(first_year=2027).exists()


def test_a_board_opens_a_round_of_its_own(country):
    opened = country.open(body=country.board, by=country.local)

    assert opened.body_id == country.board.pk


def test_the_days_of_a_board_come_before_those_of_the_round(country):
    plan = PlanFactory(round=country.round, body=ClusterFactory(parent=country.board))
    other = PlanFactory(round=country.round, body=ClusterFactory(parent=HealthBoardFactory(parent=country.nation)))
    country.due(agreed=ON + 10 * DAY, board=None, published=ON + 90 * DAY)
    country.due(agreed=ON + 20 * DAY, board=country.board, by=country.local)

    assert due_days(plan) == {"agreed": ON + 20 * DAY, "published": ON + 90 * DAY}
    assert due_days(other) == {"agreed": ON + 10 * DAY, "published": ON + 90 * DAY}
    assert set(AuditRecord.objects.filter(action="plans.set_deadlines").values_list("by", flat=True)) == {
        country.national.pk,
        country.local.pk,
    }


def test_a_day_is_moved_and_taken_away(country):
    country.due(agreed=ON + 10 * DAY)
    country.due(agreed=ON + 11 * DAY)
    assert Deadline.objects.get().due_on == ON + 11 * DAY

    country.due(agreed=None)

    assert not Deadline.objects.exists()


def test_stages_are_due_in_their_order_and_set_by_whose_they_are(country):
    with pytest.raises(Refused, match="due on the day of the one before it, or later"):
        country.due(agreed=ON + 10 * DAY, board=None, planning_group=ON + 9 * DAY)
    with pytest.raises(NotAllowed):
        country.due(agreed=ON + DAY, by=country.local)
    elsewhere = HealthBoardFactory()
    country.administrator(Office.NATIONAL_ADMINISTRATOR, elsewhere.parent)
    with pytest.raises(NotAllowed):
        country.due(agreed=ON + DAY, board=elsewhere)

    assert not Deadline.objects.exists()


def test_a_way_ends_where_the_next_one_begins(country):
    country.route(through=True)

    country.route(start=ON + 30 * DAY, offices=["approver", "partnership_board"])

    first, second = ApprovalRoute.objects.filter(board=country.board).order_by("during")
    assert (first.during, second.during) == (from_day(ON, ON + 30 * DAY), from_day(ON + 30 * DAY))
    assert second.final_offices == ["approver", "partnership_board"]


def test_a_way_that_was_to_begin_later_gives_way_to_an_earlier_one(country):
    country.route(start=ON + 30 * DAY)

    route = country.route(start=ON + 10 * DAY)

    assert list(ApprovalRoute.objects.filter(board=country.board)) == [route]


@pytest.mark.parametrize("more", [{"start": ON - DAY}, {"offices": []}, {"offices": ["cluster_lead"]}])
def test_a_way_that_cannot_be_is_refused(country, more):
    with pytest.raises(Refused):
        country.route(**more)

    assert not ApprovalRoute.objects.exists()


def test_a_way_is_set_by_the_administrators_of_the_board(country):
    with pytest.raises(NotAllowed):
        country.route(board=HealthBoardFactory(parent=country.nation))


# --- Pages ---


def test_a_round_and_its_days_are_entered_page_by_page(country, client, enter, page):
    enter(country.national)
    answers = {**NAMES, "body": country.nation.pk, "template": TemplateEditionFactory().pk, "first_year": "2028"}

    response = client.post(at("open_round"), answers)
    opened = PlanningRound.objects.get(first_year=2028)
    assert response.url == at("round", key=opened.pk)
    answered(client, response.url, {"agreed": "1 September 2028", "published": "31 March 2029"})

    said = page(at("rounds")).main.get_text(" ", strip=True)
    assert "Planning 2027" in said
    assert "1 September 2028" in said
    assert page(at("round", key=opened.pk)).select_one("input[name=agreed]")["value"] == "1 September 2028"


def test_a_board_sets_its_own_days_and_way_page_by_page(country, client, enter, page):
    enter(country.local)

    answered(client, at("board_days", key=country.board.pk), {"board": "9 April 2026"})
    way = {"through_planning_group": "no", "final_offices": ["approver", "partnership_board"], "start": "10 March 2026"}
    response = answered(client, at("route", key=country.board.pk), way)

    deadline = Deadline.objects.get()
    assert (deadline.board_id, deadline.stage, deadline.due_on) == (country.board.pk, "board", ON + 31 * DAY)
    assert response.url == at("rounds")
    route = ApprovalRoute.objects.get()
    assert (route.through_planning_group, route.during.lower) == (False, ON + DAY)
    assert page(at("board_days", key=country.board.pk)).select_one("input[name=board]")["value"] == "9 April 2026"


@pytest.mark.parametrize("name", ["open_round", "board_days", "route"])
def test_a_broken_answer_is_told_and_changes_nothing(country, client, enter, name):
    enter(country.local)
    arguments = {"key": country.board.pk} if name != "open_round" else {}
    broken = {"round": country.round.pk, "agreed": "9 April 2026", "planning_group": "8 April 2026"}
    wrong = {"start": "1 March 2026", "through_planning_group": "no", "final_offices": ["approver"]}

    response = answered(client, at(name, **arguments), {**broken, **wrong})

    assert "nhsuk-error-summary" in response.content.decode()
    assert not Deadline.objects.exists()
    assert not ApprovalRoute.objects.exists()


def test_the_list_of_rounds_asks_no_more_for_many(country, client, enter, django_assert_max_num_queries):
    for year in range(2030, 2040):
        DeadlineFactory(round=PlanningRoundFactory(body=country.nation, first_year=year))
    ApprovalRouteFactory(board=country.board)
    enter(country.local)
    client.get(at("rounds"))

    with django_assert_max_num_queries(12):
        client.get(at("rounds"))


def test_days_of_an_earlier_round_are_set_on_a_page_of_their_own(country, client, enter, page):
    later = PlanningRoundFactory(body=country.nation, first_year=country.round.first_year + 1)
    DeadlineFactory(round=later, board=country.board, stage=Stage.AGREED, due_on=ON + DAY)
    enter(country.local)
    address = at("board_days", key=country.board.pk)
    [link] = page(address).select("main ul a")

    answered(client, f"{address}{link['href']}", {"board": "9 April 2026"})

    found = set(Deadline.objects.values_list("round", "stage", "due_on"))
    assert found == {(later.pk, "agreed", ON + DAY), (country.round.pk, "board", ON + 31 * DAY)}
