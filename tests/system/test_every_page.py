"""What holds on every public page as a browser shows it: English wide and narrow, Welsh narrow, for eyes and keyboards.

What its markup alone shows is asked in test_markup.py; every rule at every width in both languages by
`script/drill accessibility`.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from governance.powers.permissions import URL_PERMISSIONS, Permission
from tests.system.conftest import NARROW, WIDE
from tests.system.examples import EXAMPLES, NOT_PAGES, Example
from tests.system.layout import OF_LAYOUT, OF_WORDS, Visit
from tests.system.running import Portal


@pytest.fixture(scope="module")
def window(browser, prepared) -> Iterator:
    opened = browser.new_context(base_url=prepared.web.address, viewport=WIDE)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tab(window) -> Page:
    """One tab for all visits: the browser then reads the accessibility rules once, not once for each page."""
    return window.new_page()


def visited(tab: Page, portal: Portal, example: Example, language: str, viewport: dict[str, int]) -> Visit:
    visit = Visit(tab, example.address(portal, language), status=example.status, viewport=viewport)
    assert visit.status == example.status
    return visit


def faults_of_visit(visit: Visit, portal: Portal) -> dict[str, list]:
    """Return what the browser complained of, hosts that are not ours, and cookies."""
    hosts = {urlsplit(address).netloc for address in visit.requests} - {urlsplit(portal.web.address).netloc}
    return {"browser": visit.complaints, "other hosts": sorted(hosts), "cookies": visit.tab.context.cookies()}


def test_every_public_page_has_an_example():
    public = {name for name, permission in URL_PERMISSIONS.items() if permission == Permission.PUBLIC}

    assert public - NOT_PAGES == {example.name for example in EXAMPLES if example.name}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_the_english_page_at_both_widths(example, tab, prepared, every_rule):
    visit = visited(tab, prepared, example, "en", WIDE)

    found = visit.faults_when_wide() | visit.faults_when_narrow(*([] if every_rule else OF_LAYOUT))
    found |= faults_of_visit(visit, prepared)
    visit.leave()

    assert {check: faults for check, faults in found.items() if faults} == {}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_the_welsh_page_on_a_phone(example, tab, prepared, every_rule):
    visit = visited(tab, prepared, example, "cy", NARROW)

    found = visit.faults_when_narrow(*([] if every_rule else OF_WORDS)) | faults_of_visit(visit, prepared)
    if every_rule:
        found |= visit.faults_when_wide()
    visit.leave()

    assert {check: faults for check, faults in found.items() if faults} == {}
