"""The table of clusters by indicators under a keyboard: few stops, none hidden, a way past it."""

import pytest
from playwright.sync_api import Page

from tests.system.conftest import NARROW, WIDE
from tests.system.examples import example

ZOOMED = {"width": 1280, "height": 256}  # 1280 by 1024 at 400%, as tall as it leaves
FOCUSED = "document.activeElement"
IS_IN_TABLE = f"{FOCUSED}.closest('.app-rug') !== null"
# Whether the person sees what has the focus: the point in the middle of each of its lines belongs to it.
IS_SEEN = """() => {
  const focused = document.activeElement;
  return [...focused.getClientRects()].some(box => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top !== null && (focused === top || focused.contains(top));
  });
}"""


@pytest.fixture
def table(open_page, portal):
    """Return a function that opens the table of a summary, the focus on the last thing before it."""

    def opened(label: str, viewport: dict[str, int] = WIDE) -> Page:
        page = open_page(example(label).address(portal, "en"), viewport=viewport)
        page.locator(".app-skip-table a").focus()
        return page

    return opened


def stops_in_table(page: Page) -> list[str]:
    """Press Tab through the table; return what has the focus at each stop."""
    stops = []
    page.keyboard.press("Tab")
    while page.evaluate(IS_IN_TABLE):
        stops.append(page.evaluate(f"({FOCUSED}.closest('th, td') || {FOCUSED}).tagName + ' ' + {FOCUSED}.textContent"))
        page.keyboard.press("Tab")
    return stops


def stops_hidden(page: Page) -> list[str]:
    """Press Tab through the table; return the stops at which something covers the focus."""
    hidden = []
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the region itself, which is larger than the window
    while page.evaluate(IS_IN_TABLE):
        if not page.evaluate(IS_SEEN):
            hidden.append(page.evaluate(f"{FOCUSED}.textContent"))
        page.keyboard.press("Tab")
    return hidden


@pytest.mark.parametrize("label", ["all of Wales, in one table", "Hywel Dda"])
def test_the_table_costs_one_stop_and_one_for_each_row_and_two_for_each_column(table, label):
    page = table(label)
    columns = page.locator(".app-rug__headings th").count() - 1
    rows = page.locator(".app-rug tbody th[scope=row] a").count()

    stops = stops_in_table(page)

    sorting_by_name = 1
    assert len(stops) == 1 + rows + 2 * columns + sorting_by_name
    assert [stop for stop in stops if stop.startswith("TD")] == []


def test_going_back_through_the_table_costs_the_same(table):
    page = table("Hywel Dda")
    forward = stops_in_table(page)

    back = []
    page.keyboard.press("Shift+Tab")
    while page.evaluate(IS_IN_TABLE):
        back.append(page.evaluate(f"({FOCUSED}.closest('th, td') || {FOCUSED}).tagName + ' ' + {FOCUSED}.textContent"))
        page.keyboard.press("Shift+Tab")

    assert back == forward[::-1]


def test_the_link_before_the_table_leads_past_it(table):
    page = table("Hywel Dda")

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate(f"{FOCUSED}.closest('.app-notes') !== null")


@pytest.mark.parametrize("viewport", [WIDE, ZOOMED, NARROW], ids=["1280x720", "1280x256", "320x640"])
@pytest.mark.parametrize("label", ["all of Wales, in one table", "Hywel Dda"])
def test_no_heading_covers_what_has_the_focus(table, label, viewport):
    page = table(label, viewport)

    assert stops_hidden(page) == []


@pytest.mark.parametrize(
    ("viewport", "top", "side"),
    [(WIDE, "sticky", "sticky"), (ZOOMED, "static", "static"), (NARROW, "static", "static")],
    ids=["1280x720", "1280x256", "320x640"],
)
def test_headings_stay_in_view_only_where_there_is_room(table, viewport, top, side):
    page = table("all of Wales, in one table", viewport)

    position = "all => [...new Set(all.map(one => getComputedStyle(one).position))]"

    assert page.locator(".app-rug__headings th").evaluate_all(position) == [top]
    assert page.locator(".app-rug tbody th[scope=row]").evaluate_all(position) == [side]


def test_headings_stay_where_they_are_while_the_table_scrolls(table):
    page = table("all of Wales, in one table")
    region = page.locator(".app-rug")
    heading = page.locator(".app-rug__headings th").nth(5)

    region.evaluate("region => region.scrollTo(0, 1500)")

    inside = "(heading, region) => heading.getBoundingClientRect().top - region.getBoundingClientRect().top"
    distance = heading.evaluate(inside, region.element_handle())
    assert region.evaluate("region => region.scrollTop") > 500
    assert 0 <= distance < 5


@pytest.mark.parametrize("label", ["home", "cluster that fits worst", "Hywel Dda", "search, many found"])
def test_the_first_stop_leads_to_the_content(open_page, portal, label):
    page = open_page(example(label).address(portal, "en"))

    page.keyboard.press("Tab")
    assert page.evaluate(IS_SEEN)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("label", ["home", "cluster that fits worst", "Hywel Dda, one indicator", "search, many found"])
def test_every_stop_is_seen_and_marked(open_page, portal, label, viewport):
    page = open_page(example(label).address(portal, "en"), viewport=viewport)
    seen = []

    page.keyboard.press("Tab")
    while page.evaluate(f"{FOCUSED} !== document.body"):
        style = page.evaluate(
            f"(style => [style.backgroundColor, style.boxShadow, style.outlineStyle])(getComputedStyle({FOCUSED}))"
        )
        seen.append((page.evaluate(IS_SEEN) or page.evaluate(f"{FOCUSED}.tabIndex === 0 && {FOCUSED}.matches('[role=region]')"), style))
        page.keyboard.press("Tab")

    assert len(seen) > 10
    assert all(is_seen for is_seen, _style in seen)
    assert all(shadow != "none" or outline != "none" for _seen, (_fill, shadow, outline) in seen)
