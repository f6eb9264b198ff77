"""What the moves of a plan do beside changing its state: verdicts, freezing, publication, mails, and who is barred."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import AuditRecord, Message
from common import public
from common.dated import from_day
from common.errors import Refused
from common.models import Job
from governance.models import Office
from governance.powers.policies import NotAllowed
from indicators.models import CurrentFigureSet, Figure
from plans.actions import start_edition
from plans.editions.content import content_of, digest_of, frozen_data
from plans.editions.parity import lacking
from plans.editions.search import words_of
from plans.models import PlanKind, Verdict
from plans.review import actions
from plans.tasks import publish_due
from tests.factories import ApprovalRouteFactory, AuthorshipFactory, DelegationFactory
from tests.moments import AT, ON
from tests.plans.deciding import NOW, REASON, Deciding, State, holder

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def setting():
    return Deciding()


def told(kind: str = "plans.moved") -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("person__email", flat=True))


# --- Agreement and sending ---


def test_a_plan_that_lacks_a_required_section_is_not_agreed(setting):
    setting.save(setting.section("needs"), text_en="", text_cy="")

    with pytest.raises(Refused, match="The plan is not complete yet"):
        setting.move("agree")

    assert setting.edition.state == State.DRAFT


def test_what_was_sent_is_kept_and_its_reason_for_return_goes(setting):
    setting.bring_to(State.RETURNED)
    assert setting.edition.return_reason == REASON["reason"]
    setting.move("agree")
    assert setting.edition.return_reason == REASON["reason"]

    setting.move("submit_to_group")

    assert setting.edition.return_reason == ""
    assert setting.plan.submissions.count() == 2
    assert setting.plan.submissions.get(closed_at=None).content == content_of(setting.edition)


def test_a_plan_that_no_group_covers_goes_straight_to_the_board(setting):
    setting.group.coverages.all().delete()
    setting.move("agree")

    setting.move("submit_to_board")

    assert setting.edition.state == State.WITH_BOARD
    assert told() == {setting.approver.email}


def test_a_route_counts_from_its_first_day(setting):
    ApprovalRouteFactory(board=setting.board, through_planning_group=False, during=from_day(ON + DAY))
    setting.move("agree")

    setting.move("submit_to_group")

    assert setting.edition.state == State.WITH_PLANNING_GROUP


# --- Who does not decide ---


def test_whoever_wrote_a_plan_does_not_decide_on_it(setting):
    setting.bring_to(State.WITH_PLANNING_GROUP)
    AuthorshipFactory(edition=setting.edition, person=setting.chair)
    AuthorshipFactory(edition=setting.edition, person=setting.approver)

    for name in ("pass_on", "return_from_group"):
        with pytest.raises(Refused, match="does not decide on it"):
            setting.move(name)
    setting.move("pass_on", by=holder(Office.PLANNING_GROUP_CHAIR, setting.group))
    for name in ("approve", "return_from_board"):
        with pytest.raises(Refused, match="does not decide on it"):
            setting.move(name)


def delegated(setting, principal, to, permission):
    seat = principal.appointments.get().seat
    DelegationFactory(
        seat=seat, principal=principal, delegate=to, permissions=[permission], during=from_day(ON, ON + 9 * DAY)
    )


def test_an_author_does_not_decide_for_somebody_else_nor_somebody_else_for_an_author(setting):
    setting.bring_to(State.WITH_BOARD)
    delegated(setting, setting.approver, setting.lead, "approve_plans")

    with pytest.raises(Refused, match="does not decide on it"):
        setting.move("approve", by=setting.lead)

    AuthorshipFactory(edition=setting.edition, person=setting.approver)
    stand_in = holder(Office.CLUSTER_MEMBER, setting.cluster)
    delegated(setting, setting.approver, stand_in, "approve_plans")
    with pytest.raises(Refused, match="does not decide on it"):
        setting.move("approve", by=stand_in)


def test_those_for_whom_somebody_declared_a_plan_agreed_do_not_decide_on_it(setting):
    stand_in = holder(Office.APPROVER, setting.board)
    delegated(setting, setting.lead, stand_in, "agree_plans")
    setting.move("agree", by=stand_in)
    for name in ("submit_to_group", "pass_on"):
        setting.move(name)

    with pytest.raises(Refused, match="does not decide on it"):
        setting.move("approve", by=stand_in)

    assert AuditRecord.objects.get(action="plans.agree").on_behalf_of == setting.lead


def test_a_decision_for_somebody_else_says_for_whom(setting):
    setting.bring_to(State.WITH_PLANNING_GROUP)
    stand_in = holder(Office.CLUSTER_MEMBER, setting.cluster)
    delegated(setting, setting.chair, stand_in, "review_plans")

    setting.move("pass_on", by=stand_in)

    verdict = Verdict.objects.get()
    assert (verdict.decided_by, verdict.on_behalf_of, verdict.office) == (
        stand_in,
        setting.chair,
        "planning_group_chair",
    )
    assert AuditRecord.objects.get(action="plans.pass_on").on_behalf_of == setting.chair


# --- Returning ---


@pytest.mark.parametrize("state", [State.WITH_PLANNING_GROUP, State.WITH_BOARD])
def test_returning_needs_a_reason(setting, state):
    setting.bring_to(state)
    name = "return_from_group" if state == State.WITH_PLANNING_GROUP else "return_from_board"

    with pytest.raises(Refused, match="Give a reason"):
        setting.move(name, reason="  ")

    assert setting.edition.state == state
    assert setting.plan.submissions.get().closed_at is None


# --- Several who approve ---


@pytest.fixture
def both(setting):
    """The plan with the board, whose way asks for two offices; their holders."""
    ApprovalRouteFactory(board=setting.board, final_offices=["approver", "partnership_board"])
    partner = setting.appoint(Office.PARTNERSHIP_BOARD, setting.group)
    setting.bring_to(State.WITH_BOARD)
    return {"approver": setting.approver, "partnership_board": partner}


@pytest.mark.parametrize("order", [("approver", "partnership_board"), ("partnership_board", "approver")])
def test_a_plan_is_approved_once_every_office_has_approved_it_in_any_order(setting, both, order):
    first, second = (both[office] for office in order)

    setting.move("approve", by=first)
    assert (setting.edition.state, setting.edition.frozen_at) == (State.WITH_BOARD, None)
    with pytest.raises(Refused, match="have decided on this already"):
        setting.move("approve", by=first)
    setting.move("approve", by=second)

    assert setting.edition.state == State.APPROVED
    assert set(Verdict.objects.filter(stage="board").values_list("office", flat=True)) == set(both)
    assert AuditRecord.objects.filter(action="plans.approve_in_part").count() == 1
    assert AuditRecord.objects.filter(action="plans.approve").count() == 1


def test_one_of_them_returns_it_and_all_begin_again(setting, both):
    setting.move("approve", by=both["partnership_board"])
    setting.move("return_from_board")
    assert setting.edition.state == State.RETURNED
    for name in ("agree", "submit_to_group", "pass_on"):
        setting.move(name)

    setting.move("approve")

    assert setting.edition.state == State.WITH_BOARD


def test_an_office_that_the_way_does_not_ask_for_does_not_approve(setting):
    partner = setting.appoint(Office.PARTNERSHIP_BOARD, setting.group)
    setting.bring_to(State.WITH_BOARD)

    with pytest.raises(Refused, match="does not ask for your office"):
        setting.move("approve", by=partner)


# --- What approval makes fast ---


def test_approval_keeps_the_figures_that_are_cited_as_they_stand(setting):
    shown = CurrentFigureSet.objects.filter(is_latest=True).select_related(
        "figure_set__indicator", "figure_set__period", "figure_set__release"
    )[0]
    made, indicator = shown.figure_set, shown.figure_set.indicator
    Figure.objects.create(
        figure_set=made,
        area_id=setting.cluster.pk,
        value=12.5,
        lower95=11.0,
        upper95=14.25,
        geography_basis="exact",
    )
    type(setting.cluster).objects.filter(pk=setting.cluster.pk).update(is_example=False)
    setting.add("need", figures=[indicator.code])

    setting.bring_to(State.APPROVED)

    assert setting.edition.figures == {
        indicator.code: {
            "value": 12.5,
            "lower95": 11.0,
            "upper95": 14.25,
            "flag": "",
            "name": {"en": indicator.name_en, "cy": indicator.name_cy},
            "unit": {"en": indicator.unit_en, "cy": indicator.unit_cy},
            "period": {"en": made.period.label_en, "cy": made.period.label_cy},
            "release": {
                "number": made.release.number,
                "title": {"en": made.release.title_en, "cy": made.release.title_cy},
            },
        }
    }
    assert setting.edition.digest == digest_of(frozen_data(setting.edition))


def test_approval_gives_actions_and_milestones_what_was_approved(setting):
    priority = setting.add("priority")
    owner = setting.lead.appointments.get().seat
    days = {"starts_on": ON, "ends_on": ON + 90 * DAY}
    row = setting.add("action", priority=priority.key, owner=owner, first_year_money=Decimal(5), **days)
    milestone = setting.add("milestone", action=row.key, due_on=ON + 30 * DAY)

    setting.bring_to(State.APPROVED)

    row.action.refresh_from_db()
    milestone.refresh_from_db()
    assert (row.action.title_en, row.action.title_cy) == ("A action", "Enghraifft: action")
    assert (row.action.owner, row.action.starts_on, row.action.ends_on) == (owner, ON, ON + 90 * DAY)
    assert milestone.baseline_on == ON + 30 * DAY
    assert setting.edition.content["milestone"][0]["facts"]["baseline_on"] == str(ON + 30 * DAY)


def test_what_is_frozen_is_what_the_rows_say_and_has_its_digest(setting):
    setting.add("need")
    setting.bring_to(State.APPROVED)
    edition = setting.edition

    assert edition.content == content_of(edition)
    assert edition.frozen_at == AT
    assert edition.digest == digest_of(frozen_data(edition))
    assert AuditRecord.objects.get(action="plans.approve").details["digest"] == edition.digest
    job = Job.objects.get(kind="plans.make_documents")
    assert job.arguments == {"edition": edition.pk}


def test_a_group_has_no_figures():
    setting = Deciding(PlanKind.PAN_CLUSTER)
    setting.bring_to(State.APPROVED)

    assert setting.edition.figures == {}


def test_a_milestone_keeps_the_day_first_approved_in_the_next_edition(setting):
    row = setting.add("action")
    setting.add("milestone", action=row.key, due_on=ON + 30 * DAY)
    setting.bring_to(State.PUBLISHED)
    setting.edition = start_edition(plan=setting.plan, by=setting.lead, **NOW)
    setting.save(setting.edition.milestone_rows.get(), due_on=ON + 60 * DAY)
    setting.fill()
    for name in setting.way(State.APPROVED):
        setting.move(name)

    milestone = setting.edition.milestone_rows.get()
    assert (milestone.due_on, milestone.baseline_on) == (ON + 60 * DAY, ON + 30 * DAY)


# --- Publication ---


def test_publishing_fills_the_words_that_are_searched_and_makes_public_pages_new(setting):
    setting.add("need", title_cy="Cwsg yng Nghaerdydd")
    setting.add("risk", title_en="Hidden from the public")
    setting.bring_to(State.APPROVED)
    before = public.version()

    setting.move("publish")

    assert "cwsg yng nghaerdydd" in setting.edition.search_text
    assert "hidden" not in setting.edition.search_text
    assert setting.edition.search_text == words_of(setting.edition)
    assert setting.edition.published_at == AT
    assert public._copy() == before + 1


def test_the_next_edition_takes_the_place_of_the_public_one(setting):
    setting.bring_to(State.SUPERSEDED)

    assert setting.edition.superseded_at == AT
    assert list(setting.plan.editions.values_list("number", "state")) == [(2, "published"), (1, "superseded")]
    assert AuditRecord.objects.get(action="plans.supersede").by == setting.administrator


def test_a_withdrawal_says_why_in_both_languages(setting):
    setting.bring_to(State.PUBLISHED)

    with pytest.raises(Refused, match="in both languages"):
        setting.move("withdraw", reason_cy=" ")
    setting.move("withdraw")

    assert setting.edition.withdrawal_reason_cy == "Fe'i cyhoeddwyd yn rhy gynnar."
    assert setting.edition.withdrawn_at == AT


def half_missing(setting):
    setting.save(setting.section(), text_cy="")
    setting.bring_to(State.APPROVED)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.save(one.section(), text_cy=""),
        lambda one: one.save(one.section(), text_en="Something else."),
        lambda one: one.add("priority", title_cy=""),
        lambda one: one.save(one.section("workforce", one.pharmacy), text_en="Pharmacists."),
    ],
    ids=["a text is missing", "a translation is out of date", "a title is missing", "a part lacks one language"],
)
def test_a_plan_that_lacks_a_half_is_not_published_without_leave(setting, spoil):
    spoil(setting)
    setting.bring_to(State.APPROVED)

    for publish in (lambda: setting.move("publish"), lambda: schedule(setting)):
        with pytest.raises(Refused, match="One of the languages lacks something"):
            publish()
    exempted(setting)
    setting.move("publish")

    assert setting.edition.state == State.PUBLISHED
    assert AuditRecord.objects.get(action="plans.grant_exemption").details["due_on"] == "2026-04-09"


def test_a_row_that_is_not_public_holds_nothing_up(setting):
    setting.add("risk", title_cy="")

    assert lacking(setting.edition) == []


def exempted(setting, **more):
    values = {"reason": "The translator is away.", "due_on": ON + 31 * DAY, **more}
    seen = setting.edition.version
    actions.grant_exemption(edition=setting.edition, seen=seen, by=setting.administrator, **values, **NOW)


def schedule(setting, publish_at=AT + DAY, by=None):
    setting.edition.refresh_from_db()
    return actions.schedule(
        edition=setting.edition,
        seen=setting.edition.version,
        publish_at=publish_at,
        by=by or setting.administrator,
        **NOW,
    )


@pytest.mark.parametrize("more", [{"reason": " "}, {"due_on": ON}])
def test_leave_has_a_reason_and_a_day_to_come(setting, more):
    half_missing(setting)

    with pytest.raises(Refused):
        exempted(setting, **more)


def test_leave_that_is_not_needed_is_not_given(setting):
    setting.bring_to(State.APPROVED)

    with pytest.raises(Refused, match="no leave is needed"):
        exempted(setting)


def test_a_plan_is_published_at_the_moment_that_was_set_once(setting, moved_clock):
    setting.bring_to(State.APPROVED)
    schedule(setting)

    moved_clock((AT + DAY - datetime.timedelta(seconds=1)).isoformat())
    publish_due()
    setting.edition.refresh_from_db()
    assert setting.edition.state == State.APPROVED
    moved_clock((AT + DAY).isoformat())
    publish_due()
    publish_due()

    setting.edition.refresh_from_db()
    assert (setting.edition.state, setting.edition.published_at) == (State.PUBLISHED, AT + DAY)
    assert setting.edition.publish_at is None
    assert AuditRecord.objects.get(action="plans.publish").by is None
    assert setting.lead.email in told()


def test_a_moment_that_was_set_can_be_taken_back_and_lies_ahead(setting, moved_clock):
    setting.bring_to(State.APPROVED)
    with pytest.raises(Refused, match="still to come"):
        schedule(setting, publish_at=AT)
    edition = schedule(setting)

    actions.unschedule(edition=edition, seen=edition.version, by=setting.administrator, **NOW)
    moved_clock((AT + 2 * DAY).isoformat())
    publish_due()

    setting.edition.refresh_from_db()
    assert setting.edition.state == State.APPROVED


def test_only_those_who_publish_set_a_moment_or_give_leave(setting):
    setting.bring_to(State.APPROVED)

    with pytest.raises(NotAllowed):
        schedule(setting, by=setting.approver)
    with pytest.raises(NotAllowed):
        actions.grant_exemption(
            edition=setting.edition, seen=setting.edition.version, reason="x", due_on=ON + DAY, by=setting.lead, **NOW
        )


# --- Mails ---


def test_each_move_tells_those_whose_turn_it_is_and_never_the_one_who_made_it(setting):
    setting.move("agree")
    assert told() == set()
    setting.move("submit_to_group")
    assert told() == {setting.chair.email}
    setting.move("pass_on")
    assert told() == {setting.chair.email, setting.approver.email}
    setting.move("return_from_board")

    mail = Message.objects.get(person=setting.lead)
    assert "Why it was returned:" in mail.body
    assert REASON["reason"] in mail.body
    assert f"/plans/editions/{setting.edition.pk}/review/" in mail.body


def test_national_offices_are_told_only_where_nobody_is_nearer(setting):
    national = setting.appoint(Office.NATIONAL_ADMINISTRATOR, setting.board.parent)
    setting.bring_to(State.APPROVED)
    assert national.email not in told()
    assert setting.administrator.email in told()
