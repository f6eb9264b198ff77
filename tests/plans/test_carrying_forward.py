"""What a plan takes over from the one before, item by item; and a published plan that needs no change."""

import datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import AuditRecord
from governance.powers.policies import NotAllowed
from plans import actions
from plans.models import Confirmation, Edition, EditionState, Milestone, PlannedAction
from plans.writing import carry_actions
from plans.writing.carry_actions import year_later
from tests.factories import PlanningRoundFactory
from tests.plans.setting import AT, NOW, Setting

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 30)


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Setting()


@pytest.fixture
def lead(client, setting):
    client.force_login(setting.lead)
    return client


def next_plan(setting):
    later = PlanningRoundFactory(body=setting.board.parent, template=setting.round.template, first_year=2027)
    return actions.start_plan(body=setting.cluster, planning_round=later, by=setting.lead, **NOW)


def address(name, edition):
    return reverse(f"plans:{name}", kwargs={"key": edition.pk})


def read(answer):
    assert answer.status_code == 200, answer.content[-3000:].decode()
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def test_unfinished_actions_are_chosen_beforehand_and_finished_ones_are_not(lead, setting):
    going, done = setting.add("action", title_en="Going on"), setting.add("action", title_en="Done")
    done.action.status = "completed"
    done.action.save()
    target = next_plan(setting)

    page = read(lead.get(address("carry_forward", target)))

    chosen = {one["value"]: one.has_attr("checked") for one in page.select("input[name=action]")}
    assert chosen == {str(going.key): True, str(done.key): False}
    assert "Done (Completed)" in page.text


def test_what_is_chosen_comes_with_its_milestones_and_says_where_it_came_from(lead, setting):
    need = setting.add("need")
    kept, left = setting.add("priority", needs=[need.key]), setting.add("priority")
    money = {"first_year_money": Decimal(1), "second_year_money": Decimal(2), "third_year_money": Decimal(3)}
    action = setting.add("action", priority=left.key, ends_on=DAY, **money)
    setting.add("milestone", action=action.key, due_on=DAY)
    target = next_plan(setting)
    answers = {"priority": [str(kept.key)], "action": [str(action.key)], "a_year_on": "yes"}

    for _again in range(2):
        assert lead.post(address("carry_forward", target), answers).url == address("home", target)

    copy = PlannedAction.objects.get(edition=target)
    assert (copy.key, copy.action, copy.came_from, copy.priority) == (action.key, action.action, setting.edition, None)
    assert copy.money == (Decimal(2), Decimal(3), None)
    assert copy.ends_on == datetime.date(2027, 9, 30)
    assert Milestone.objects.get(edition=target).due_on == datetime.date(2027, 9, 30)
    assert target.priority_rows.get().needs == []
    assert not target.need_rows.exists()
    section = read(lead.get(reverse("plans:section", kwargs={"key": target.section_rows.get(code="actions").pk})))
    assert section.select_one(f".app-rows a[href='{address('home', setting.edition)}']")


def test_days_stay_where_nobody_asks_to_move_them(lead, setting):
    action = setting.add("action", ends_on=DAY)
    target = next_plan(setting)

    lead.post(address("carry_forward", target), {"action": [str(action.key)], "a_year_on": "no"})

    assert PlannedAction.objects.get(edition=target).ends_on == DAY


def test_the_first_plan_of_a_body_has_nothing_to_carry_forward(lead, setting):
    assert "no earlier plan of this body" in read(lead.get(address("carry_forward", setting.edition))).text


def test_a_collaborative_lead_does_not_carry_forward_for_the_cluster(setting):
    target = next_plan(setting)

    with pytest.raises(NotAllowed):
        carry_actions.carry_forward(
            source=setting.edition, target=target, keys=[], a_year_on=False, by=setting.pharmacy_lead, **NOW
        )


@pytest.mark.parametrize(
    ("day", "later"), [("2026-04-01", "2027-04-01"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")]
)
def test_a_day_a_year_later(day, later):
    assert year_later(datetime.date.fromisoformat(day)).isoformat() == later


def test_a_published_edition_is_confirmed_as_it_is_and_no_other(lead, setting):
    page = read(lead.post(address("nothing_to_change", setting.edition), {"note": "All is right."}))
    assert "Only a published edition" in page.text
    setting.freeze()
    Edition.objects.filter(pk=setting.edition.pk).update(state=EditionState.PUBLISHED, published_at=AT)

    lead.post(address("nothing_to_change", setting.edition), {"note": "All is right."})

    made = Confirmation.objects.get()
    assert (made.confirmed_by, made.confirmed_at, made.note) == (setting.lead, AT, "All is right.")
    assert AuditRecord.objects.filter(action="plans.confirm_unchanged").count() == 1
    home = read(lead.get(address("home", setting.edition)))
    assert f"Looked at again, nothing to change: 9 March 2026, {setting.lead.name}." in home.text
