"""What holds on every page for signed-in people as a browser shows it: English wide and narrow, Welsh narrow."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from governance.powers.permissions import URL_PERMISSIONS, Permission
from tests.system.conftest import NARROW, WIDE
from tests.system.layout import OF_LAYOUT, OF_WORDS, Visit
from tests.system.running import Portal
from tests.system.signed_in import NOT_LOOKED_AT_HERE, PAGES, SignedIn


@pytest.fixture(scope="module")
def window(browser, prepared, session) -> Iterator:
    opened = browser.new_context(base_url=prepared.web.address, viewport=WIDE)
    opened.add_cookies([session])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tab(window) -> Page:
    """One tab for all visits: the browser then reads the accessibility rules once, not once for each page."""
    return window.new_page()


def visited(tab: Page, portal: Portal, page: SignedIn, language: str, viewport: dict[str, int]) -> Visit:
    """Return a visit of exactly this page: whoever may not come in is sent elsewhere."""
    address = page.address(portal, language)
    visit = Visit(tab, address, viewport=viewport)
    assert (visit.status, urlsplit(tab.url).path) == (200, urlsplit(address).path)
    return visit


def test_every_page_for_signed_in_people_is_looked_at():
    guarded = {name for name, permission in URL_PERMISSIONS.items() if permission != Permission.PUBLIC}

    assert guarded - NOT_LOOKED_AT_HERE == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_english_page_at_both_widths(page, tab, prepared, every_rule):
    visit = visited(tab, prepared, page, "en", WIDE)

    found = visit.faults_when_wide() | visit.faults_when_narrow(*([] if every_rule else OF_LAYOUT))
    found["browser"] = visit.complaints
    visit.leave()

    assert {check: faults for check, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_welsh_page_on_a_phone(page, tab, prepared, every_rule):
    visit = visited(tab, prepared, page, "cy", NARROW)

    found = visit.faults_when_narrow(*([] if every_rule else OF_WORDS)) | {"browser": visit.complaints}
    if every_rule:
        found |= visit.faults_when_wide()
    visit.leave()

    assert {check: faults for check, faults in found.items() if faults} == {}


def test_a_table_longer_than_a_sheet_begins_on_the_sheet_where_it_stands(window, prepared):
    page = window.new_page()
    page.goto(next(one for one in PAGES if one.name == "governance:record").address(prepared, "en"))
    page.emulate_media(media="print")

    table = page.locator("main table")

    assert table.evaluate("table => getComputedStyle(table).breakInside") == "auto"
    assert table.evaluate("table => getComputedStyle(table.rows[1]).breakInside") == "avoid"
    page.close()
