"""What holds on every page of the register, in both languages, wide and narrow, for eyes, keyboards and machines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import ConsoleMessage, Error, Page, Request

from common.addresses import page_address
from governance.permissions import URL_PERMISSIONS, Permission
from tests.system.conftest import NARROW, WIDE
from tests.system.examples import EXAMPLES, LANGUAGES, NOT_PAGES, Example

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SWITCH_NAMES = {"en": "Cymraeg", "cy": "English"}
LANDMARKS = ("header", "main", "footer")
SMALLEST_TARGET = 24

# Exempt are (WCAG 2.5.8) a link inside a sentence, whose size is that of the line, and one that another large enough
# link on the page equals, such as a place on a map whose name stands in the list beside it.
SMALL_TARGETS = """smallest => {
  const isInSentence = element => element.tagName === 'A' && [...element.parentNode.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1);
  const isSeen = element => element.checkVisibility() && element.getBoundingClientRect().width > 1;
  const isSmall = element => {
    const target = ['checkbox', 'radio'].includes(element.type) && element.closest('label') || element;
    const sizes = [...target.getClientRects()].map(box => Math.min(Math.round(box.width), Math.round(box.height)));
    return sizes.every(size => size < smallest);
  };
  const address = element => element.getAttribute('href') || element;
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(isSeen);
  const reached = new Set(controls.filter(element => !isSmall(element)).map(address));
  return controls.filter(element => isSmall(element) && !isInSentence(element) && !reached.has(address(element)))
    .map(element => element.outerHTML.slice(0, 120));
}"""


@dataclass
class Visit:
    """A page that was opened once for all tests of it, with what the browser said and asked meanwhile."""

    example: Example
    language: str
    page: Page
    status: int = 0
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        for event, noting in self._listeners():
            self.page.on(event, noting)
        self.page.set_viewport_size(WIDE)
        self.status = self.page.goto(address).status

    def leave(self) -> None:
        """Give the tab back, for the next visit."""
        for event, noting in self._listeners():
            self.page.remove_listener(event, noting)

    def _listeners(self) -> tuple[tuple[str, Callable], ...]:
        return ("console", self._note), ("request", self._note_request), ("pageerror", self._note_error)

    def _note_request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _note_error(self, error: Error) -> None:
        self.said.append(str(error))

    def _note(self, message: ConsoleMessage) -> None:
        """Keep what the console says, but for the page's own status where that is meant to be an error."""
        if not (self.example.status >= 400 and message.location["url"] == self.page.url):
            self.said.append(message.text)

    def axe(self, options: dict[str, object]) -> dict:
        """Return what axe says of the page as it stands now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        return self.page.evaluate("options => axe.run(document, options)", options)

    @cached_property
    def document(self) -> BeautifulSoup:
        return BeautifulSoup(self.page.content(), "html.parser")


@pytest.fixture(scope="module")
def window(browser, portal) -> Iterator:
    opened = browser.new_context(base_url=portal.web.address, viewport=WIDE)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def tab(window) -> Page:
    """One tab for all visits: the browser then reads the accessibility rules once, not once for each page."""
    return window.new_page()


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda example: example.label)
def example(request) -> Example:
    return request.param


@pytest.fixture(scope="module", params=LANGUAGES)
def visit(request, example, tab, portal) -> Iterator[Visit]:
    made = Visit(example, request.param, tab)
    made.open(example.address(portal, request.param))
    yield made
    made.leave()


def test_every_public_page_has_an_example():
    public = {name for name, permission in URL_PERMISSIONS.items() if permission == Permission.PUBLIC}

    assert public - NOT_PAGES == {example.name for example in EXAMPLES if example.name}


def test_the_status_is_the_expected_one(visit):
    assert visit.status == visit.example.status


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
def test_axe_finds_no_violation(visit, viewport):
    visit.page.set_viewport_size(viewport)

    found = visit.axe({"runOnly": TAGS, "resultTypes": ["violations"]})["violations"]

    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


def test_the_page_never_scrolls_sideways_at_320(visit):
    visit.page.set_viewport_size(NARROW)

    width = visit.page.evaluate("document.documentElement.scrollWidth")

    assert width <= NARROW["width"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
def test_controls_are_big_enough_to_hit(visit, viewport):
    visit.page.set_viewport_size(viewport)

    small = visit.page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)

    assert small == []


def test_the_browser_has_nothing_to_complain_of(visit):
    assert visit.said == []


def test_nothing_is_asked_of_another_host(visit, portal):
    assert {urlsplit(address).netloc for address in visit.asked} == {urlsplit(portal.web.address).netloc}


def test_the_safety_policy_allows_nothing_unsafe(visit, portal):
    answer = portal.get(visit.example.address(portal, visit.language))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_says_its_language(visit):
    assert visit.document.html["lang"] == visit.language


def test_there_is_one_main_heading_and_no_level_is_skipped(visit):
    levels = [int(heading.name[1]) for heading in visit.document.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]

    assert levels.count(1) == levels[0] == 1
    assert [level for before, level in zip(levels, levels[1:], strict=False) if level > before + 1] == []


def test_landmarks_stand_once_each(visit):
    document = visit.document

    assert [len(document.find_all(landmark)) for landmark in LANDMARKS] == [1, 1, 1]
    assert document.main["id"] == "maincontent"
    assert document.body.find("a")["href"] == "#maincontent"


def test_a_breadcrumb_leads_home_from_every_page_below(visit, portal):
    crumbs = visit.document.select("nav.nhsuk-breadcrumb ol a")

    is_below = visit.example.name != "portal:home" and visit.example.status not in (400, 404)
    home = next(one for one in EXAMPLES if one.name == "portal:home").address(portal, visit.language)
    assert [link["href"] for link in crumbs[:1]] == ([home] if is_below else [])


def test_the_title_ends_with_the_name_of_the_portal(visit):
    document = visit.document
    parts = document.title.text.split(" - ")

    assert len(parts) > 1
    assert parts[-1] == document.select_one(".app-wordmark__name").text
    assert all(part == part.strip() != "" for part in parts)


def test_one_link_switches_the_language_of_this_very_page(visit, portal):
    document = visit.document
    other = "cy" if visit.language == "en" else "en"
    links = document.body.select("a[rel~=alternate]")

    assert [link.text for link in links] == [SWITCH_NAMES[visit.language]]
    assert (links[0]["lang"], links[0]["hreflang"]) == (other, other)
    assert links[0]["href"] == visit.example.address(portal, other)
    assert links[0].find_parent("nav")["aria-label"]
    assert links[0].find_next("h1") is not None


def test_help_stands_in_the_same_place(visit, portal):
    names = (
        "portal:contact",
        "portal:about",
        "indicators:methods",
        "portal:sources",
        "portal:accessibility",
        "portal:privacy",
        "portal:site_map",
    )
    pages = [next(one for one in EXAMPLES if one.name == name) for name in names]

    links = [link["href"] for link in visit.document.footer.select("a")]

    sign_in = page_address("account", visit.language)
    assert links == [*(page.address(portal, visit.language) for page in pages), sign_in]


def test_what_is_invented_is_said_to_be_so(visit):
    with translation.override(visit.language):
        notice = gettext("Everything on this page is invented, to show how the portal works.")

    said = [text for text in visit.document.main.stripped_strings if text == notice]

    assert len(said) == visit.example.label.startswith("invented")


def test_every_link_on_the_page_itself_has_its_target(visit):
    document = visit.document
    targets = [link["href"][1:] for link in document.select("a[href^='#']")]

    assert [target for target in targets if document.find(id=target) is None] == []


def test_no_cell_of_a_table_is_empty_but_the_corner(visit):
    for table in visit.document.find_all("table"):
        cells = table.find_all(["td", "th"])

        assert [str(cell) for cell in cells[1:] if not cell.text.strip()] == []


def test_tables_have_captions_and_every_heading_says_what_it_heads(visit):
    tables = visit.document.find_all("table")

    assert [table.caption.text.strip() != "" for table in tables] == [True] * len(tables)
    headings = [heading for table in tables for heading in table.find_all("th")]
    allowed = {"col", "row", "colgroup", "rowgroup"}
    assert [str(heading) for heading in headings if heading.get("scope") not in allowed] == []


def test_no_control_is_without_a_name(visit):
    controls = visit.page.locator("a[href], button, input:not([type=hidden]), select, summary")

    has_name = "one => one.textContent.trim() || one.ariaLabel || one.labels?.length"
    unnamed = controls.evaluate_all(f"all => all.filter(one => !({has_name})(one)).map(one => one.outerHTML)")

    assert unnamed == []


def test_the_page_sets_no_cookie(visit, window):
    assert window.cookies() == []
