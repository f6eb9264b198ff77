"""The pages on which plans are decided: the whole way by HTTP, what changed, comparing, and how little they ask."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.addresses import page_address
from plans.actions import remove_row
from plans.models import EditionState, Milestone, PlannedAction, Visibility
from tests.factories import AuditRecordFactory, MilestoneFactory, PlannedActionFactory
from tests.moments import AT, ON
from tests.plans.deciding import REASON, REASONS, Deciding, State
from tests.reading import hidden

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def setting(moved_clock):
    moved_clock(AT.isoformat())
    return Deciding()


def at(name: str, setting, language: str = "en") -> str:
    return page_address(f"plans:{name}", language, key=setting.edition.pk)


@pytest.fixture
def sends(client, enter, setting):
    """Return a function by which somebody sends the form of a move, as the page gave it to them."""

    def sent(name: str, person, status: int = 302, **answers):
        enter(person)
        page = BeautifulSoup(client.get(at(name, setting)).content, "html.parser")
        seen = page.select_one("input[name=seen]")
        answers.setdefault("seen", seen["value"] if seen else setting.edition.version)
        response = client.post(at(name, setting), answers)
        assert response.status_code == status
        setting.edition.refresh_from_db()
        return response

    return sent


def test_a_plan_goes_all_the_way_page_by_page(setting, sends):
    sends("agree", setting.lead, declaration="agreed")
    sends("send", setting.lead, choice="send")
    assert setting.edition.state == State.WITH_PLANNING_GROUP
    sends("pass_on", setting.chair, choice="return", **REASON)
    assert (setting.edition.state, setting.edition.return_reason) == (State.RETURNED, REASON["reason"])
    sends("agree", setting.lead, declaration="agreed")
    sends("send", setting.lead, choice="reopen")
    assert setting.edition.state == State.DRAFT
    sends("agree", setting.lead, declaration="agreed")
    sends("send", setting.lead, choice="send")
    sends("pass_on", setting.chair, choice="pass")
    sends("approve", setting.approver, choice="pass")
    assert setting.edition.state == State.APPROVED
    sends("publish", setting.administrator, choice="now")
    assert setting.edition.state == State.PUBLISHED
    response = sends("withdraw", setting.administrator, status=200, **REASONS)
    assert "Check your answers" in response.content.decode()
    assert setting.edition.state == State.PUBLISHED
    sends("withdraw", setting.administrator, status=200, step="confirm", **REASONS)
    assert setting.edition.state == State.PUBLISHED
    sends("withdraw", setting.administrator, **{**hidden(response), "step": "confirm"})
    assert setting.edition.state == State.WITHDRAWN


def test_what_is_still_missing_leads_to_where_it_is_written(setting, client, enter):
    enter(setting.lead)
    section = setting.section()
    setting.save(section, text_en="Half.", text_cy="", status="in_progress")

    page = client.get(at("agree", setting)).content.decode()

    assert f'href="{page_address("plans:section", "en", key=section.pk)}"' in page


def test_the_board_returns_a_plan_with_a_reason_and_not_without(setting, sends):
    setting.bring_to(State.WITH_BOARD)

    response = sends("approve", setting.approver, status=200, choice="return")
    assert "Say what is to be changed, and why." in response.content.decode()
    sends("approve", setting.approver, choice="return", **REASON)

    assert setting.edition.state == State.RETURNED


def test_a_form_that_was_overtaken_is_told_so_and_changes_nothing(setting, sends):
    setting.bring_to(State.WITH_PLANNING_GROUP)

    response = sends("pass_on", setting.chair, status=409, choice="pass", seen=1)

    assert "Somebody else has moved this plan on since you opened it." in response.content.decode()
    assert setting.edition.state == State.WITH_PLANNING_GROUP


def test_a_moment_is_set_and_taken_back(setting, sends):
    setting.bring_to(State.APPROVED)

    sends("publish", setting.administrator, status=200, choice="later", day="10 March 2026")
    sends("publish", setting.administrator, choice="later", day="10 March 2026", time="09:00")
    assert setting.edition.publish_at == datetime.datetime(2026, 3, 10, 9, tzinfo=datetime.UTC)
    sends("publish", setting.administrator, choice="unschedule")

    assert (setting.edition.publish_at, setting.edition.state) == (None, State.APPROVED)


def test_leave_is_given_on_the_way_to_publication(setting, sends, client):
    setting.save(setting.section(), text_cy="")
    setting.bring_to(State.APPROVED)

    response = sends("publish", setting.administrator, status=200, choice="now")
    assert "Section: An example section. Not written, Welsh" in response.content.decode()
    answers = {"reason": "The translator is away.", "due_on": "9 April 2026"}
    assert sends("exempt", setting.administrator, **answers).url == at("publish", setting)
    assert "The translator is away." in client.get(at("publish", setting)).content.decode()
    sends("publish", setting.administrator, choice="now")

    assert setting.edition.state == State.PUBLISHED


def test_what_is_missing_stands_on_the_page_of_agreement(setting, page, enter):
    setting.save(setting.section("needs"), text_en="", text_cy="")
    enter(setting.lead)

    said = page(at("agree", setting)).main.get_text(" ", strip=True)

    assert "Nothing is written in this section: An example section." in said


@pytest.mark.parametrize("state", EditionState)
def test_each_state_offers_each_person_the_moves_that_they_may_make(setting, page, enter, state):
    setting.bring_to(state)
    offered = {}
    for who in ("lead", "chair", "approver", "administrator"):
        enter(getattr(setting, who))
        links = page(at("review", setting)).select("main a.nhsuk-button")
        offered[who] = [link["href"].rstrip("/").rpartition("/")[2] for link in links]

    assert offered == {**dict.fromkeys(offered, []), **OFFERED.get(state, {})}


OFFERED = {
    State.DRAFT: {"lead": ["agree"]},
    State.RETURNED: {"lead": ["agree"]},
    State.AGREED: {"lead": ["send"]},
    State.WITH_PLANNING_GROUP: {"chair": ["pass-on"]},
    State.WITH_BOARD: {"approver": ["approve"]},
    State.APPROVED: {"administrator": ["publish", "withdraw"]},
    State.PUBLISHED: {"administrator": ["withdraw"]},
    State.SUPERSEDED: {"administrator": ["withdraw"]},
}


def test_a_reviewer_sees_what_changed_since_their_own_last_decision(setting, page, enter):
    row = setting.add("need", said_en="Two clinics.")
    gone = setting.add("risk")
    setting.bring_to(State.RETURNED)
    row.refresh_from_db()
    setting.save(row, said_en="Three clinics.")
    setting.add("priority", title_en="Sleep well")
    remove_row(row=gone, version=gone.version, by=setting.lead, at=AT, on=ON)
    setting.move("agree")
    setting.move("submit_to_group")
    enter(setting.chair)

    main = page(at("review", setting)).main

    assert "Changes since your last decision, on what was sent on 9 March 2026." in main.get_text()
    counts = [one.get_text(strip=True) for one in main.select(".nhsuk-summary-list__value")]
    assert counts == ["1", "1", "0", "1"]
    changed = [one.get_text(" ", strip=True) for one in main.select("h3")]
    assert changed == ["Need: A need Changed", "Priority: Sleep well Added", "Risk: A risk Removed"]
    assert [one.get_text(" ", strip=True) for one in main.select("ins")][0] == "added: + Three"
    assert [one.get_text(" ", strip=True) for one in main.select("del")][0] == "removed: − Two"  # noqa: RUF001
    assert REASON["reason"] in main.get_text()


def test_somebody_who_has_decided_nothing_sees_what_changed_since_the_last_edition(setting, page, enter):
    setting.bring_to(State.PUBLISHED)
    setting.edition = setting.next_edition()
    enter(setting.approver)
    assert "Changes since your last decision" in page(at("review", setting)).main.get_text()

    enter(setting.pharmacy_lead)

    said = page(at("review", setting)).main.get_text()
    assert "Changes since the last published edition, number 1." in said
    assert "Nothing changed." in said


def test_rows_for_the_cluster_alone_are_not_shown_to_those_who_decide(setting, page, enter):
    setting.add("need", title_en="Between ourselves", visibility=Visibility.CLUSTER)
    setting.bring_to(State.WITH_BOARD)

    for who, is_shown in (("approver", False), ("lead", True)):
        enter(getattr(setting, who))
        for address in (at("review", setting), f"{at('compare', setting)}?from=nothing"):
            assert ("Between ourselves" in page(address).main.get_text()) is is_shown


def test_any_two_are_compared_and_those_of_another_plan_are_not(setting, page, enter):
    setting.bring_to(State.PUBLISHED)
    first = setting.edition
    setting.edition = setting.next_edition()
    other = Deciding()
    other.add("need", title_en="Of another plan")
    enter(setting.lead)
    address = at("compare", setting)

    main = page(f"{address}?from=edition-{first.pk}&to=sent-{setting.plan.submissions.first().pk}").main
    elsewhere = page(f"{address}?from=edition-{other.edition.pk}&to=edition-{other.edition.pk}").main

    assert "Nothing changed." in main.get_text()
    assert [one["value"] for one in main.select("option[selected]")][0] == f"edition-{first.pk}"
    assert len(main.select("#to option")) == 4
    assert "Of another plan" not in elsewhere.get_text()


def test_the_history_is_told_the_newest_first_in_both_languages(setting, page, enter):
    setting.bring_to(State.RETURNED)
    enter(setting.lead)

    english = [one.get_text(" ", strip=True) for one in page(at("review", setting)).select(".app-results li")]
    welsh = page(at("review", setting, "cy"))

    assert len(english) == 4
    assert "returned a plan for changes, for the planning group" in english[0]
    assert REASON["reason"] in english[0]
    assert "started a plan" in english[-1]
    assert welsh.html["lang"] == "cy"


def full(setting) -> None:
    """Give the edition 40 actions with three milestones each."""
    body = setting.plan.body
    actions = [PlannedActionFactory(edition=setting.edition, action__body=body) for _number in range(40)]
    for action in actions:
        for _number in range(3):
            MilestoneFactory(edition=setting.edition, action=action.key)
    assert PlannedAction.objects.filter(edition=setting.edition).count() == 40
    assert Milestone.objects.filter(edition=setting.edition).count() == 120


@pytest.mark.parametrize("state", [State.DRAFT, State.WITH_BOARD, State.APPROVED])
@pytest.mark.parametrize("name", ["review", "compare"])
def test_a_full_plan_is_read_in_few_queries(setting, client, enter, django_assert_max_num_queries, name, state):
    full(setting)
    setting.bring_to(state)
    for who in ("approver", "lead", "pharmacy_lead"):
        enter(getattr(setting, who))
        client.get(at(name, setting))
        # Whose word is awaited is asked of the way to approval, the verdicts, and those who wrote: seven, ever.
        with django_assert_max_num_queries(20):
            client.get(at(name, setting))


def test_ten_editions_make_the_pages_ask_no_more(setting, client, enter):
    def asked() -> list[int]:
        counts = []
        for name in ("review", "compare"):
            client.get(at(name, setting))
            with CaptureQueriesContext(connection) as queries:
                client.get(at(name, setting))
            counts.append(len(queries))
        return counts

    setting.bring_to(State.PUBLISHED)
    setting.edition = setting.next_edition()
    enter(setting.approver)
    few = asked()
    for _number in range(8):
        setting.move("publish")
        setting.edition = setting.next_edition()
    assert setting.plan.editions.count() == 10

    assert asked() == few


def test_what_waits_for_somebody_stands_on_their_desk_with_its_age(setting, page, enter, moved_clock):
    def waits(who: str) -> list[str]:
        enter(getattr(setting, who))
        links = page("/en/work/").select(".app-todo li")
        return [one.get_text(" ", strip=True) for one in links if "/plans/" in one.a["href"]]

    setting.bring_to(State.WITH_PLANNING_GROUP)
    moved_clock((AT + 3 * DAY).isoformat())
    assert waits("approver") == []
    assert waits("lead") == []
    [said] = waits("chair")
    assert said.startswith("Decide for the planning group: ")
    assert "Waiting for 3 days" in said
    setting.move("pass_on")
    assert [len(waits(who)) for who in ("lead", "chair", "approver", "administrator")] == [0, 0, 1, 0]
    setting.move("approve")
    assert [len(waits(who)) for who in ("lead", "chair", "approver", "administrator")] == [0, 0, 0, 1]
    AuditRecordFactory(action="plans.start_plan", subject_kind="plans.edition", subject_key=str(setting.edition.pk))
    assert len(waits("administrator")) == 1
