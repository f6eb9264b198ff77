"""What of plans waits for somebody: each kind, followed to its end, is gone from My work; list and desk agree."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from governance.models import Appointment, Basis, Office
from governance.powers.policies import powers_of
from plans.models import Deadline, Edition, EditionState, Stage
from plans.turns import turns_of
from tests.factories import SeatFactory
from tests.plans.deciding import Deciding, holder
from tests.plans.setting import AT, ON, Setting

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def at(moved_clock):
    moved_clock(AT.isoformat())


def work(client, language="en") -> list[BeautifulSoup]:
    return BeautifulSoup(
        client.get(f"/{language}/{'work' if language == 'en' else 'gwaith'}/").content, "html.parser"
    ).select(".app-todo li")


def titles(client) -> list[str]:
    return [one.a.get_text() for one in work(client)]


def test_an_open_round_waits_until_its_plan_is_started(client, enter):
    setting = Setting()
    Edition.objects.all().delete()
    setting.plan.delete()
    Deadline.objects.create(round=setting.round, stage=Stage.AGREED, due_on=ON + 40 * DAY)
    Deadline.objects.create(round=setting.round, board=setting.board, stage=Stage.AGREED, due_on=ON + 5 * DAY)
    enter(setting.lead)

    (item,) = work(client)
    page = BeautifulSoup(client.get(item.a["href"]).content, "html.parser")
    client.post(item.a["href"], {"plan": page.select_one("main input[type=radio], main option[selected]")["value"]})

    assert item.a.get_text().startswith("Start the plan: ")
    assert item.find_previous("h2").get_text() == "Next 14 days"
    assert [one.split(":")[0] for one in titles(client)] == ["Write the plan"]
    enter(setting.pharmacy_lead)
    assert [one.split(":")[0] for one in titles(client)] == ["Write the plan"]


def test_a_remark_waits_for_those_who_write_the_part_until_they_answer_or_settle_it(client, enter):
    setting = Setting()
    part = setting.section("workforce", setting.pharmacy)
    member = setting.appoint(Office.CLUSTER_MEMBER, setting.cluster)
    address = reverse("plans:remarks", kwargs={"kind": "section", "key": part.pk})
    enter(member)
    client.post(address, {"text": "Is this so?", "step": "remark"})
    assert titles(client) == []

    enter(setting.pharmacy_lead)
    (remark,) = [one for one in work(client) if "remark" in one.a.get_text()]
    client.post(remark.a["href"], {"text": "It is.", "step": f"answer:{setting.plan.comments.get().pk}"})

    assert remark.a["href"] == address
    assert member.name in remark.get_text()
    assert not [one for one in titles(client) if "remark" in one]
    optometry = setting.appoint(Office.COLLABORATIVE_LEAD, setting.optometry)
    enter(optometry)
    assert not [one for one in titles(client) if "remark" in one]
    enter(setting.lead)
    assert [one for one in titles(client) if "remark" in one]
    client.post(address, {"step": f"resolve:{setting.plan.comments.filter(answers=None).get().pk}"})
    assert not [one for one in titles(client) if "remark" in one]


@pytest.mark.parametrize("state", [state for state in EditionState if state != EditionState.SUPERSEDED])
def test_the_list_of_plans_says_that_it_is_ones_turn_where_my_work_does(client, enter, state):
    setting = Deciding()
    setting.bring_to(state)
    second = holder(Office.APPROVER, setting.board)

    for person in (setting.lead, setting.pharmacy_lead, setting.chair, setting.approver, second, setting.administrator):
        enter(person)
        listed = client.get(reverse("plans:plans")).content.decode()
        waits = [one for one in work(client) if "Plan ·" in one.get_text()]
        assert ("It is your turn" in listed) is bool(waits), (state, person)


def test_whoever_decided_or_acted_for_the_plan_is_not_asked_again(client, enter):
    setting = Deciding()
    setting.bring_to(EditionState.WITH_BOARD)
    own = SeatFactory(office=Office.APPROVER, body=setting.board, name_en="Of the lead")
    Appointment.objects.create(
        seat=own, person=setting.lead, basis=Basis.JOINT, during=(ON, None), nominated_at=AT, confirmed_at=AT
    )

    assert [turn.edition for turn in turns_of(setting.approver, powers_of(setting.approver, on=ON))] == [
        setting.edition
    ]
    assert turns_of(setting.lead, powers_of(setting.lead, on=ON)) == []
    setting.move("approve")
    assert turns_of(setting.approver, powers_of(setting.approver, on=ON)) == []


def test_an_approver_sees_the_difference_with_the_decision_below_it(client, enter):
    setting = Deciding()
    setting.bring_to(EditionState.WITH_BOARD)
    enter(setting.approver)

    (item,) = [one for one in work(client) if one.a.get_text().startswith("Decide")]
    page = BeautifulSoup(client.get(item.a["href"]).content, "html.parser")

    assert [one.get_text() for one in page.select("main h2")][:2] == ["What changed", "Your decision"]
    assert page.select("main .app-change")
    assert page.select("main form[method=post]")


def test_a_plan_that_waits_for_a_seat_without_a_holder_waits_for_the_administrator(client, enter):
    setting = Deciding()
    setting.bring_to(EditionState.WITH_PLANNING_GROUP)
    enter(setting.administrator)
    assert not [one for one in titles(client) if "seat that nobody holds" in one]
    term = Appointment.objects.get(person=setting.chair)
    term.during = (ON - 9 * DAY, ON)
    term.save()

    (item,) = [one for one in work(client) if "seat that nobody holds" in one.a.get_text()]

    assert item.a["href"] == reverse("governance:appoint", kwargs={"key": term.seat_id})
    term.during = (ON - 9 * DAY, None)
    term.save()
    assert not [one for one in titles(client) if "seat that nobody holds" in one]


def test_work_is_told_in_welsh_too(client, enter):
    setting = Setting()
    enter(setting.lead)

    (item,) = work(client, "cy")

    assert item.a.get_text().startswith("Ysgrifennu'r cynllun: ")
