"""The checks of plans find what they are for, and nothing in a plan that is in order."""

import uuid

import pytest

from plans import integrity
from plans.editions.content import content_of
from tests.factories import MilestoneFactory, PlannedActionFactory, PriorityFactory, SeatFactory
from tests.moments import ON
from tests.plans.followed import publish, published
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
CHECKS = (
    integrity.keys_that_find_nothing,
    integrity.frozen_content_that_changed,
    integrity.rows_beside_frozen_content,
    integrity.actions_without_ground,
)


@pytest.fixture
def setting():
    found = Setting()
    need = found.add("need")
    priority = found.add("priority", needs=[need.key])
    action = found.add("action", priority=priority.key)
    found.add("milestone", action=action.key, due_on=ON)
    return found


def faults(check) -> list[str]:
    return list(check())


def test_a_plan_in_order_has_no_faults(setting):
    published(setting)

    assert [faults(check) for check in CHECKS] == [[], [], [], []]


def test_keys_that_lead_nowhere_are_found(setting):
    MilestoneFactory(edition=setting.edition)
    PlannedActionFactory(edition=setting.edition, priority=uuid.uuid4())
    PriorityFactory(edition=setting.edition, needs=[uuid.uuid4()])

    found = faults(integrity.keys_that_find_nothing)

    assert [line.split(": ")[1].split(" ")[0] for line in found] == [
        "plans.Milestone",
        "plans.PlannedAction",
        "plans.Priority",
    ]


def test_content_that_is_not_that_of_its_digest_is_found(setting):
    edition = published(setting, digest="1" * 64)

    (found,) = faults(integrity.frozen_content_that_changed)

    assert found.startswith(f"Edition {edition.pk} ")


def test_rows_that_are_not_those_of_the_content_are_found(setting):
    content = {**content_of(setting.edition), "milestone": []}
    published(setting, content=content)

    (found,) = faults(integrity.rows_beside_frozen_content)

    assert "of the kind milestone" in found


def test_actions_of_closed_offices_and_of_other_bodies_are_found(setting):
    PlannedActionFactory(edition=setting.edition, owner=SeatFactory(closed_on=ON))
    PlannedActionFactory(edition=setting.edition, action__body=setting.board)
    publish(setting.edition)

    found = faults(integrity.actions_without_ground)

    assert [line.rsplit(") ")[-1] for line in found] == [
        "leads to an action of another body.",
        "is owned by an office that is closed.",
    ]
