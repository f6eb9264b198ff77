"""Writing a plan: who may, what is kept, and what is refused when two write at once or the edition is frozen."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from accounts.models import AuditRecord
from common.errors import Refused
from governance.models import Action, Office
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, powers_of
from plans import actions
from plans.editions.kinds import KINDS
from plans.models import Authorship, EditionState, Milestone, Plan, Visibility
from plans.policies import access_to, plans_within
from tests.factories import EditionFactory, PlanningRoundFactory, TemplateEditionFactory
from tests.moments import ON
from tests.plans.setting import NOW, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return Setting()


def test_a_plan_starts_with_the_sections_of_its_template_and_a_part_for_each_collaborative(setting):
    sections = list(setting.edition.section_rows.values_list("code", "collaborative"))

    assert sections == [
        ("summary", None),
        ("workforce", None),
        ("workforce", setting.pharmacy.pk),
        ("workforce", setting.optometry.pk),
        ("needs", None),
        ("actions", None),
        ("risks", None),
        ("files", None),
    ]
    assert setting.edition.state == EditionState.DRAFT
    assert AuditRecord.objects.get(action="plans.start_plan").bodies == [setting.cluster.pk]


def test_a_plan_is_started_once(setting):
    with pytest.raises(Refused, match="started already"):
        setting.start()

    assert Plan.objects.filter(body=setting.cluster).count() == 1


def test_a_planning_group_starts_no_plan_of_a_cluster(setting):
    chair = setting.appoint(Office.PLANNING_GROUP_CHAIR, setting.group)

    with pytest.raises(Refused, match="not written by this body"):
        actions.start_plan(body=setting.group, planning_round=setting.round, by=chair, **NOW)


def test_a_template_stays_as_it_is_once_a_plan_was_started_from_it(setting):
    section = setting.round.template.sections.first()
    section.title_en = "Another title"

    with pytest.raises(DatabaseError, match="it stays as it is"), transaction.atomic():
        section.save()
    with pytest.raises(DatabaseError, match="it stays as it is"), transaction.atomic():
        section.delete()


def test_a_saved_section_keeps_its_text_its_version_and_its_author(setting):
    saved = setting.save(setting.section(), text_en="What we will do.", status="in_progress")

    assert (saved.text_en, saved.status, saved.version) == ("What we will do.", "in_progress", 2)
    assert Authorship.objects.get(edition=setting.edition).person == setting.lead
    record = AuditRecord.objects.get(action="plans.save_row")
    assert record.details["key"] == str(saved.key)


def test_a_save_at_an_earlier_version_is_told_what_stands_there_and_changes_nothing(setting):
    section = setting.section()
    setting.save(section, text_en="First.")

    with pytest.raises(actions.Overtaken) as overtaken:
        setting.save(section, version=1, text_en="Second.")

    assert overtaken.value.row.text_en == "First."
    assert setting.section().text_en == "First."
    assert AuditRecord.objects.filter(action="plans.save_row").count() == 1


def test_a_collaborative_lead_writes_their_own_part_and_no_other(setting):
    own, other = setting.section("workforce", setting.pharmacy), setting.section("workforce", setting.optometry)

    setting.save(own, by=setting.pharmacy_lead, text_en="Pharmacists.")
    for section in (other, setting.section("workforce"), setting.section()):
        with pytest.raises(NotAllowed):
            setting.save(section, by=setting.pharmacy_lead, text_en="Not mine.")

    assert setting.section("workforce", setting.pharmacy).text_en == "Pharmacists."
    assert setting.section("workforce", setting.optometry).text_en in (None, "")


def test_a_collaborative_lead_adds_rows_for_their_own_collaborative_alone(setting):
    row = setting.add("action", by=setting.pharmacy_lead, collaborative=setting.pharmacy)

    for collaborative in (setting.optometry, None):
        with pytest.raises(NotAllowed):
            setting.add("action", by=setting.pharmacy_lead, collaborative=collaborative)
        with pytest.raises(NotAllowed):
            setting.save(row, by=setting.pharmacy_lead, collaborative=collaborative)
    assert setting.edition.plannedaction_rows.get().collaborative.pk == setting.pharmacy.pk


@pytest.mark.parametrize("office", [Office.CLUSTER_MEMBER, Office.THIRD_SECTOR])
def test_a_member_of_the_cluster_reads_everything_and_writes_nothing(setting, office):
    member = setting.appoint(office, setting.cluster)
    powers = powers_of(member, on=ON)

    access = access_to(powers, setting.plan)

    assert access.visibilities == frozenset(Visibility)
    assert not access.writes
    with pytest.raises(NotAllowed):
        setting.save(setting.section(), by=member, text_en="Not mine.")


def test_those_above_the_cluster_read_what_is_for_partners(setting):
    approver = setting.appoint(Office.APPROVER, setting.board)

    access = access_to(powers_of(approver, on=ON), setting.plan)

    assert access.visibilities == {Visibility.PUBLIC, Visibility.PARTNERS}


def test_a_member_of_a_collaborative_reaches_the_plan_of_its_cluster_and_no_other(setting):
    other = Setting()
    member = setting.appoint(Office.COLLABORATIVE_MEMBER, setting.pharmacy)

    reached = plans_within(powers_of(member, on=ON), Permission.READ_PLANS)

    assert list(reached) == [setting.plan]
    assert access_to(powers_of(member, on=ON), setting.plan).visibilities == frozenset(Visibility)
    assert other.plan not in reached


def test_an_action_brings_an_action_of_its_body_with_it(setting):
    row = setting.add("action")

    assert row.action == Action.objects.get(body=setting.cluster)


def test_a_row_sent_twice_is_added_once(setting):
    key = uuid.uuid4()

    first, second = (
        actions.add_row(
            edition=setting.edition,
            kind=KINDS["need"],
            values={"title_en": "Sleep"},
            key=key,
            by=setting.lead,
            **NOW,
        )
        for _ in range(2)
    )

    assert first == second
    assert setting.edition.need_rows.count() == 1


def test_a_row_cannot_point_to_what_is_not_in_the_edition(setting):
    elsewhere = Setting().add("priority")

    with pytest.raises(Refused, match="removed meanwhile"):
        setting.add("action", priority=elsewhere.key)
    with pytest.raises(Refused, match="removed meanwhile"):
        setting.add("milestone", action=uuid.uuid4(), due_on=ON)


def test_removing_an_action_removes_its_milestones_and_removing_a_need_lets_go_of_it(setting):
    need = setting.add("need")
    priority = setting.add("priority", needs=[need.key])
    action = setting.add("action", priority=priority.key)
    setting.add("milestone", action=action.key, due_on=ON)

    with pytest.raises(Refused, match="give them another one first"):
        actions.remove_row(row=priority, version=1, by=setting.lead, **NOW)
    actions.remove_row(row=action, version=1, by=setting.lead, **NOW)
    actions.remove_row(row=need, version=1, by=setting.lead, **NOW)

    assert not Milestone.objects.filter(edition=setting.edition).exists()
    priority.refresh_from_db()
    assert priority.needs == []


def test_a_row_moves_among_its_own(setting):
    first, second, third = (setting.add("need", title_en=name) for name in ("one", "two", "three"))

    actions.move_row(row=third, up=True, by=setting.lead, **NOW)
    with pytest.raises(Refused, match="end of its list"):
        actions.move_row(row=first, up=True, by=setting.lead, **NOW)

    assert list(setting.edition.need_rows.all()) == [first, third, second]


@pytest.mark.parametrize("code", [code for code in KINDS if code not in ("section", "attachment", "milestone")])
def test_frozen_rows_refuse_every_change_whoever_makes_it(setting, code):
    row = setting.add(code)
    setting.freeze()

    with pytest.raises(Refused, match="cannot be changed now. It is: Approved"):
        setting.save(row, title_en="Another")
    for change in (lambda: row.save(), lambda: row.delete(), lambda: type(row)(edition=setting.edition).save()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert type(row).objects.get(pk=row.pk).title_en == f"A {code}"


def test_what_was_approved_cannot_be_changed_in_the_database(setting):
    setting.freeze()
    edition = setting.edition

    for name, value in {"content": {"a": []}, "digest": "1" * 64, "figures": {"a": 1}, "number": 9}.items():
        with pytest.raises(DatabaseError, match="frozen_content_stays"), transaction.atomic():
            type(edition).objects.filter(pk=edition.pk).update(**{name: value})
    empty = EditionFactory(approved=True)
    with pytest.raises(DatabaseError, match="frozen_is_kept"), transaction.atomic():
        empty.delete()


def test_the_next_edition_holds_copies_of_all_rows_under_the_same_keys(setting):
    need = setting.add("need")
    priority = setting.add("priority", needs=[need.key])
    action = setting.add("action", priority=priority.key)
    setting.freeze()

    setting.edition = actions.start_edition(plan=setting.plan, by=setting.lead, **NOW)
    copy = setting.edition.plannedaction_rows.get()

    assert (copy.key, copy.priority, copy.action) == (action.key, priority.key, action.action)
    assert setting.edition.priority_rows.get().needs == [need.key]
    assert setting.edition.number == 2
    setting.save(copy, title_en="Another title")
    action.refresh_from_db()
    assert action.title_en == "A action"


def test_a_plan_has_one_edition_that_is_being_written(setting):
    with pytest.raises(Refused, match="not finished yet"):
        actions.start_edition(plan=setting.plan, by=setting.lead, **NOW)

    with pytest.raises(DatabaseError, match="one_open_edition"), transaction.atomic():
        setting.plan.editions.create(number=2, started_at=NOW["at"])


def test_rounds_of_another_template_give_another_plan(setting):
    annual = PlanningRoundFactory(
        body=setting.board.parent, template=TemplateEditionFactory(kind="cluster_annual"), first_year=2026
    )

    edition = actions.start_plan(body=setting.cluster, planning_round=annual, by=setting.lead, **NOW)

    assert edition.plan.period == "2026/27"
    assert setting.plan.period == "2026–2029"  # noqa: RUF001
