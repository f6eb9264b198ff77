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
LINKS = ("portal:desk", "account", "account_logout")
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
def test_what_waits_the_name_and_signing_out_are_seen_and_big_enough(desk, viewport, language):
    desk.set_viewport_size(viewport)
    desk.goto(page_address("portal:desk", language))

    links = desk.locator("header .app-reader a")

    assert [link.get_attribute("href") for link in links.all()] == [page_address(name, language) for name in LINKS]
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


def test_nothing_of_it_is_printed(desk):
    desk.goto(page_address("portal:desk", "en"))
    desk.emulate_media(media="print")

    assert not desk.locator(".app-reader").is_visible()


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
