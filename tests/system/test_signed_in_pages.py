"""What holds on every page for signed-in people, in both languages, wide and narrow."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from governance.permissions import URL_PERMISSIONS, Permission
from tests.system.conftest import NARROW, WIDE
from tests.system.examples import LANGUAGES
from tests.system.signed_in import ADMINISTRATOR, NOT_LOOKED_AT_HERE, PAGES, PREPARE, SignedIn, cookie
from tests.system.test_every_page import SMALL_TARGETS, SMALLEST_TARGET, TAGS


@pytest.fixture(scope="module")
def window(browser, portal) -> Iterator:
    opened = browser.new_context(base_url=portal.web.address, viewport=WIDE)
    portal.shell(PREPARE)
    opened.add_cookies([cookie(portal, ADMINISTRATOR)])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tab(window) -> Page:
    """One tab for all pages, with what the console said of the one that it shows."""
    page = window.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.name)
def asked_for(request) -> SignedIn:
    return request.param


@pytest.fixture(scope="module", params=LANGUAGES)
def visited(request, asked_for, tab, portal) -> Page:
    """Return the tab with a page that was opened once for all tests of it."""
    tab.said.clear()
    tab.set_viewport_size(WIDE)
    address = asked_for.address(portal, request.param)
    assert tab.goto(address).status == 200
    assert urlsplit(tab.url).path == address
    return tab


def test_every_page_for_signed_in_people_is_looked_at():
    guarded = {name for name, permission in URL_PERMISSIONS.items() if permission != Permission.PUBLIC}

    assert guarded - NOT_LOOKED_AT_HERE == {page.name for page in PAGES}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
def test_axe_finds_no_violation(visited, viewport):
    visited.set_viewport_size(viewport)
    if not visited.evaluate("'axe' in window"):
        visited.evaluate(Axe().axe_script)

    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    found = visited.evaluate("options => axe.run(document, options)", options)["violations"]

    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


def test_the_page_never_scrolls_sideways_at_320(visited):
    visited.set_viewport_size(NARROW)

    assert visited.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_controls_are_big_enough_to_hit(visited):
    visited.set_viewport_size(NARROW)

    assert visited.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == []


def test_the_browser_has_nothing_to_complain_of(visited):
    assert visited.said == []


def test_there_is_one_main_heading_and_a_way_to_the_other_language(visited):
    assert visited.locator("h1").count() == 1
    assert visited.locator("a[rel~=alternate]").count() == 1


def test_no_search_engine_keeps_the_page(visited):
    assert visited.locator("meta[name=robots][content*=noindex]").count() == 1


def test_a_table_longer_than_a_sheet_begins_on_the_sheet_where_it_stands(window, portal):
    page = window.new_page()
    page.goto(next(one for one in PAGES if one.name == "governance:record").address(portal, "en"))
    page.emulate_media(media="print")

    table = page.locator("main table")

    assert table.evaluate("table => getComputedStyle(table).breakInside") == "auto"
    assert table.evaluate("table => getComputedStyle(table.rows[1]).breakInside") == "avoid"
    page.close()
