"""A plan is written in a real browser, with and without scripts: by one, by two at once, and by one who crashes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.system.conftest import NARROW, WIDE
from tests.system.running import Portal
from tests.system.test_people_journeys import IDS, WAYS, Member

FIRST_YEAR = 2040
LEAD, SUPPORT = "cluster.lead@example.org", "support.officer@example.org"
START = """
from accounts.models import Person
from common import clock
from governance.models import Body
from plans import actions
from plans.models import PlanningRound, TemplateEdition
by, body = Person.objects.get(email="cluster.lead@example.org"), Body.objects.get(slug_en="example-central")
template, on = TemplateEdition.objects.get(code="cluster-imtp-1"), clock.today()
name = {"name_en": "Example", "name_cy": "Enghraifft"}
round = PlanningRound.objects.create(body=body.parent.parent, template=template, first_year=FIRST, opens_on=on, **name)
print(actions.start_plan(body=body, planning_round=round, by=by, at=clock.now(), on=on).pk)
"""
SECTION = "SELECT id FROM plans_section WHERE edition_id = %s AND code = %s AND collaborative_id IS NULL"
TEXTS = "SELECT text_en, text_cy, status FROM plans_section WHERE id = %s"
ACTION = "SELECT title_en, title_cy, first_year_money FROM plans_plannedaction WHERE edition_id = %s AND title_en = %s"


@pytest.fixture(scope="module")
def edition(request, portal) -> int:
    """Return a plan that was just started, in a round of the year of the module that asks: all share a portal."""
    return int(portal.shell(START.replace("FIRST", str(request.module.FIRST_YEAR))))


@pytest.fixture
def member(browser, portal) -> Iterator[Callable[..., Member]]:
    """Return a function that lets somebody in, at a browser of their own."""
    members = []

    def entered(email: str, language: str = "en", *, scripts: bool = True) -> Member:
        members.append(Member(browser, portal, language, scripts=scripts))
        members[-1].enter_as(email)
        return members[-1]

    yield entered
    for one in members:
        one.window.close()


def section_of(portal: Portal, edition: int, code: str) -> int:
    return portal.read(SECTION, edition, code)[0][0]


@pytest.mark.parametrize(("language", "scripts"), WAYS, ids=IDS)
def test_a_lead_writes_a_section_and_an_action(member, portal, edition, language, scripts):
    lead = member(LEAD, language, scripts=scripts)
    section = section_of(portal, edition, {"en": "executive-summary", "cy": "introduction"}[language])
    lead.open("plans:home", key=edition)
    lead.page.locator(f"main a[href$='/{section}/']").click()

    lead.write(text_en="What we will do.", text_cy="Yr hyn y byddwn yn ei wneud.")
    lead.choose("status", "completed")
    lead.press("Save and continue")

    assert portal.read(TEXTS, section) == [("What we will do.", "Yr hyn y byddwn yn ei wneud.", "completed")]
    lead.open("plans:add_row", key=edition, kind="action")
    lead.write(title_en=f"Walk, {language}", title_cy="Cerdded", first_year_money="£1,250")
    lead.choose("visibility", "public")
    lead.press("Save and continue")
    assert lead.reads(f"Walk, {language}" if language == "en" else "Cerdded")
    (written,) = portal.read(ACTION, edition, f"Walk, {language}")
    assert written == (f"Walk, {language}", "Cerdded", 1250)


def test_two_browsers_on_one_section_lose_nothing(member, portal, edition):
    first, second = member(LEAD), member(SUPPORT)
    section = section_of(portal, edition, "overview")
    for one in (first, second):
        one.open("plans:section", key=section)

    first.write(text_en="By the first.")
    first.press("Save as draft")
    second.write(text_en="By the second.")
    second.press("Save as draft")

    assert second.reads("By the first.")
    box = second.page.locator("main textarea[name=text_en]")
    assert box.input_value() == "By the second."
    box.fill("By the first. By the second.")
    second.press("Save as draft")
    assert portal.read(TEXTS, section)[0][0] == "By the first. By the second."


def test_a_browser_that_dies_loses_nothing_that_was_acknowledged(member, portal, edition):
    lead = member(LEAD, "cy")
    section = section_of(portal, edition, "planning-context")
    lead.open("plans:section", key=section)
    lead.page.locator("main textarea[name=text_cy]").press_sequentially("Hanner brawddeg")
    kept = lead.page.locator("main [data-part=kept]")
    expect(kept).to_have_text(re.compile(r"\d\d:\d\d"), timeout=10_000)
    lead.window.close()

    again = member(LEAD, "cy")
    again.open("plans:section", key=section)

    assert again.page.locator("main textarea[name=text_cy]").input_value() == "Hanner brawddeg"
    assert not portal.read(TEXTS, section)[0][1]
    again.press("Discard it")
    assert again.page.locator("main textarea[name=text_cy]").input_value() == ""


def test_words_are_found_again_whatever_happens_before_they_are_sent(member, portal, edition):
    lead = member(LEAD)
    section = section_of(portal, edition, "overview")
    lead.open("plans:remarks", kind="section", key=section)
    page, told = lead.page, lead.page.locator("main [data-part=kept]").last
    box = page.locator("main textarea[name=text]").last

    # A remark, in a form that a plan knows nothing of: it is there again in the other language.
    box.fill("Half a remark")
    page.locator(".app-languages a").click()
    page.wait_for_url("**/cy/**")
    expect(box).to_have_value("Half a remark")
    expect(page.locator("[data-part=put-back]")).to_be_visible()

    # Without a connection the page says so, and keeps it as soon as there is one.
    expect(told).to_have_text(re.compile(r"\d\d:\d\d"))
    page.context.set_offline(True)
    box.fill("Half a remark, and more")
    expect(told).to_have_text(re.compile("cysylltiad"), timeout=10_000)
    page.context.set_offline(False)
    expect(told).to_have_text(re.compile(r"\d\d:\d\d"), timeout=20_000)

    # What no table can hold goes from what is pasted; what is too long for a browser that leaves is kept all the same.
    box.fill("Pasted\0 text. " + "Many words. " * 8_000)
    with page.expect_response("**/cyfrif/drafftiau/") as answer:
        pass
    assert answer.value.ok
    page.reload()
    expect(box).to_have_value(re.compile("^Pasted text. Many words."))

    # Signed out elsewhere, the page promises nothing; signed in again, what is typed is kept and can be sent.
    cookies = [one for one in page.context.cookies() if one["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    box.fill("The whole remark.")
    expect(told.locator("a")).to_be_visible(timeout=10_000)
    page.context.add_cookies(cookies)
    expect(told).to_have_text(re.compile(r"\d\d:\d\d"), timeout=20_000)
    page.locator("main button[value=remark]").click()
    expect(page.locator("main .app-thread")).to_contain_text("The whole remark.")
    lead.open("plans:remarks", kind="section", key=section)
    expect(page.locator("main textarea[name=text]").last).to_have_value("")


def test_both_halves_stand_side_by_side_where_there_is_room_and_one_under_the_other_where_not(member, portal, edition):
    lead = member(LEAD)
    lead.page.set_viewport_size(WIDE)
    lead.open("plans:section", key=section_of(portal, edition, "overview"))

    def places() -> list[dict[str, float]]:
        return [lead.page.locator(f"main textarea[name=text_{one}]").bounding_box() for one in ("en", "cy")]

    english, welsh = places()
    assert english["y"] == welsh["y"]
    assert english["x"] + english["width"] < welsh["x"]
    lead.page.set_viewport_size(NARROW)
    english, welsh = places()
    assert english["x"] == welsh["x"]
    assert english["y"] + english["height"] < welsh["y"]
