"""How complete a plan is: what counts, and what is still missing, in sentences."""

import pytest
from django.utils import translation

from plans.editions.completeness import completeness_of, missing
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
REQUIRED = ("summary", "workforce", "needs", "actions")


@pytest.fixture
def setting():
    return Setting()


def complete(setting, *codes):
    for code in codes:
        setting.save(setting.section(code), text_en="Said.", status="completed")


def test_a_new_plan_lacks_every_required_section_and_no_other(setting):
    sentences = missing(setting.edition)

    assert sentences == ["Nothing is written in this section: An example section."] * len(REQUIRED)
    with translation.override("cy"):
        assert "Adran enghreifftiol" in missing(setting.edition)[0]


def test_a_plan_is_complete_once_each_required_section_says_something_and_is_declared_completed(setting):
    complete(setting, *REQUIRED)

    assert missing(setting.edition) == []
    assert completeness_of(setting.edition).complete == len(REQUIRED)


def test_a_section_that_was_written_and_not_declared_completed_is_named(setting):
    complete(setting, *REQUIRED[1:])
    setting.save(setting.section("summary"), text_cy="Dim ond yn Gymraeg.", status="in_progress")

    assert missing(setting.edition) == ["This section is not marked as completed: An example section."]


def test_a_section_without_a_text_says_something_by_its_rows(setting):
    complete(setting, "summary", "workforce", "actions")
    setting.add("need")
    setting.save(setting.section("needs"), status="completed")

    assert missing(setting.edition) == []


def test_the_part_of_a_collaborative_may_stay_untouched_but_not_half_done(setting):
    complete(setting, *REQUIRED)
    part = setting.save(setting.section("workforce", setting.pharmacy), text_en="We", status="in_progress")

    assert missing(setting.edition) == [
        f"This part is begun and not completed: An example section, {setting.pharmacy.name}."
    ]
    setting.save(part, status="completed")
    assert missing(setting.edition) == []


def test_rows_without_a_title_are_counted_by_kind(setting):
    complete(setting, *REQUIRED)
    setting.add("need", title_en="", title_cy="")
    setting.add("risk", title_en="", title_cy="")
    setting.add("risk", title_en="", title_cy="Risg")

    assert missing(setting.edition) == ["Needs without a title: 1.", "Risks without a title: 1."]


def test_what_is_written_is_counted_once_a_language(setting):
    setting.save(setting.section("summary"), text_en="One.", text_cy="Un.")
    setting.save(setting.section("needs"), text_en="Two.")

    found = completeness_of(setting.edition)

    assert (found.written("en"), found.written("cy"), len(found.sections)) == (2, 1, 6)


def test_completeness_takes_few_queries_however_many_rows(setting, django_assert_max_num_queries):
    for number in range(30):
        setting.add("need", title_en=f"Need {number}")
    edition = type(setting.edition).objects.select_related("plan__round__template").get(pk=setting.edition.pk)

    with django_assert_max_num_queries(3):
        completeness_of(edition)
