"""Published plans beside each other: sections, halves, and nothing that is not public."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from plans.models import Visibility
from tests.factories import EditionFactory
from tests.moments import AT
from tests.plans.followed import published
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Return two published plans of clusters, each with a text, a part, and a list."""
    return [written("First"), written("Second")]


def written(name: str):
    setting = Setting()
    setting.save(setting.section(), text_en=f"{name} summary.", text_cy="")
    setting.save(setting.section("workforce", setting.pharmacy), text_en=f"{name} pharmacists.")
    priority = setting.add("priority", title_en=f"{name} priority")
    setting.add("action", title_en=f"{name} action", priority=priority.key)
    setting.add("action", title_en=f"{name} secret", priority=priority.key, visibility=Visibility.PARTNERS)
    return published(setting)


def page(client, editions, of="summary", language="en"):
    address = reverse("plans:side_by_side").replace("/en/", f"/{language}/", 1)
    answer = client.get(address, {"edition": [one.pk for one in editions], "of": of})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def sides(found) -> list[str]:
    return [side.get_text(" ", strip=True) for side in found.select("main section")]


def test_two_plans_stand_beside_each_other_by_section(client, two):
    first, second = sides(page(client, two))

    assert "First summary." in first
    assert "Second summary." in second
    assert "pharmacists" not in first


def test_the_parts_of_collaboratives_and_the_rows_of_a_list_stand_in_their_section(client, two):
    workforce = sides(page(client, two, "workforce"))
    lists = sides(page(client, two, "actions"))

    assert "First pharmacists." in workforce[0]
    assert "First priority First action" in lists[0]
    assert "secret" not in lists[0]


def test_a_text_in_the_other_language_is_said_to_be_so(client, two):
    address = reverse("plans:side_by_side")
    with_welsh = client.get(
        address.replace("/en/plans/side-by-side/", "/cy/cynlluniau/ochr-yn-ochr/"), {"edition": two[0].pk}
    )
    found = BeautifulSoup(with_welsh.content, "html.parser")

    assert found.select_one("main section div[lang=en]").get_text(strip=True) == "First summary."


def test_drafts_cannot_be_chosen_and_no_more_than_four_can(client, two, django_assert_max_num_queries):
    draft = EditionFactory()
    more = [published(setting) for setting in (Setting(), Setting(), Setting())]

    with django_assert_max_num_queries(15):
        found = page(client, [draft, *two, *more])

    assert len(sides(found)) == 3
    assert str(draft.pk) not in {option["value"] for option in found.select("select[name=edition] option")}
    assert len(found.select("select[name=edition]")) == 4


def test_a_withdrawn_plan_cannot_be_chosen(client, two):
    type(two[0]).objects.filter(pk=two[0].pk).update(state="withdrawn", withdrawn_at=AT)

    assert len(sides(page(client, two))) == 1


def test_without_a_choice_the_page_asks_for_one(client, two):
    found = page(client, [])

    assert not found.select("main section")
    assert found.select_one("main form")
