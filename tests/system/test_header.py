"""The header in a browser: what it offers is seen, reached and pressed at every width, with and without scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from common.addresses import page_address
from tests.system.conftest import NARROW, WIDE
from tests.system.examples import LANGUAGES
from tests.system.signed_in import cookie

LEAD = "cluster.lead@example.org"
LINKS = ("account", "account_logout")
PHONE, TALLEST_OF_A_PHONE = {"width": 390, "height": 844}, 120
SMALLEST_TARGET = 24
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWPORTS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def desk(request, browser, portal) -> Iterator[Page]:
    """A tab of a cluster's lead who just signed in."""
    window = browser.new_context(base_url=portal.web.address, java_script_enabled=request.param)
    window.add_cookies([cookie(portal, LEAD)])
    yield window.new_page()
    window.close()


@VIEWPORTS
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_signing_out_and_what_waits_are_seen_and_big_enough(desk, viewport, language):
    desk.set_viewport_size(viewport)
    desk.goto(page_address("portal:desk", language))

    links = desk.locator("header .app-reader a, .app-workbar a:first-child").filter(visible=True)

    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs[:3] == [page_address(name, language) for name in (*LINKS, "portal:desk")]
    boxes = [link.bounding_box() for link in links.all()]
    assert all(min(box["width"], box["height"]) >= SMALLEST_TARGET for box in boxes)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"] for box in boxes)
    assert desk.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_signs_out_by_the_header_and_comes_back_by_it(desk, language):
    desk.goto(page_address("portal:desk", language))

    desk.locator(".app-reader a").last.click()
    desk.locator("main form button").click()
    desk.goto(page_address("portal:home", language))
    desk.locator(".app-reader a").click()

    assert page_address("account_login", language) in desk.url
    assert page_address("portal:desk", language) in desk.url


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["portal:desk", "portal:home"])
def test_on_a_phone_it_is_low_and_unfolds_its_sections(desk, name, language):
    desk.set_viewport_size(PHONE)
    desk.goto(page_address(name, language))
    sections = desk.locator(".app-sections a").filter(visible=True)

    assert desk.locator("header").bounding_box()["height"] <= TALLEST_OF_A_PHONE
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert sections.count() == 0
    desk.locator(".app-menu summary").press("Enter")
    assert sections.count() == 6
    assert desk.locator("header").bounding_box()["height"] > TALLEST_OF_A_PHONE
    desk.locator(".app-menu summary").press("Tab")
    assert desk.evaluate("document.activeElement === document.querySelector('.app-sections a')")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_typed_into_it_are_searched_for(desk, language):
    desk.goto(page_address("portal:about", language))

    desk.locator("#find").fill("Llanelli")
    desk.locator("#find").press("Enter")

    assert desk.url.endswith(page_address("portal:search", language) + "?q=Llanelli")


def test_the_focus_is_seen_on_the_current_section(desk):
    desk.goto(page_address("portal:home", "en"))
    current = desk.locator(".app-sections [aria-current]")
    before = current.evaluate("link => getComputedStyle(link).backgroundColor")

    desk.locator(".app-reader a").last.focus()
    desk.keyboard.press("Tab")

    assert current.evaluate("link => link === document.activeElement")
    assert current.evaluate("link => getComputedStyle(link).backgroundColor") != before


def test_nothing_of_it_is_printed(desk):
    desk.goto(page_address("portal:desk", "en"))
    desk.emulate_media(media="print")

    for part in (".app-reader", ".app-find", ".app-menu", ".app-sections", ".app-workbar"):
        assert not desk.locator(part).is_visible()


@VIEWPORTS
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_header(browser, portal, viewport, language):
    window = browser.new_context(base_url=portal.web.address, viewport=viewport)
    window.add_cookies([cookie(portal, LEAD)])
    page = window.new_page()

    for name in ("portal:desk", "portal:home"):
        page.goto(page_address(name, language))
        page.evaluate(Axe().axe_script)
        options = {"runOnly": TAGS, "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]

        assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []
    window.close()
