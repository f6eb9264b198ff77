"""The table of clusters by indicators under a keyboard: few stops, none hidden, a way past it."""

import pytest
from playwright.sync_api import Page

from tests.system.conftest import NARROW, WIDE
from tests.system.examples import example

ZOOMED = {"width": 1280, "height": 256}  # 1280 by 1024 at 400%, as tall as it leaves
FOCUSED = "document.activeElement"
IS_IN_TABLE = f"{FOCUSED}.closest('.app-rug') !== null"
# What stands uppermost at points all over the thing that has the focus, its window's edge aside.
UPPERMOST = """(() => {
  const focused = document.activeElement, parts = [0.04, 0.25, 0.5, 0.75, 0.96];
  const points = [...focused.getClientRects()].flatMap(box => parts.flatMap(
    across => parts.map(down => [box.left + box.width * across, box.top + box.height * down])));
  return points.map(point => document.elementFromPoint(...point)).filter(top => top !== null);
})()"""
IS_SEEN = f"""{UPPERMOST}.some(
  top => {FOCUSED} === top || {FOCUSED}.contains(top) || top.closest('[role=region]') === {FOCUSED})"""
IS_COVERED = f"""{UPPERMOST}.some(top => {{
  const heading = top.closest('.app-rug th');
  return heading !== null && heading !== {FOCUSED}.closest('th');
}})"""
IS_MARKED = f"""(style => style.boxShadow !== 'none' || style.outlineStyle !== 'none' && style.outlineWidth !== '0px')(
  getComputedStyle({FOCUSED}))"""
STOP = f"({FOCUSED}.closest('th, td') || {FOCUSED}).tagName + ' ' + {FOCUSED}.textContent"


@pytest.fixture
def table(open_page, portal):
    """Return a function that opens the table of a summary, the focus on the last thing before it."""

    def opened(label: str, viewport: dict[str, int] = WIDE) -> Page:
        page = open_page(example(label).address(portal, "en"), viewport=viewport)
        page.locator(".app-skip-table a").focus()
        return page

    return opened


def stops_in_table(page: Page, key: str = "Tab", told: str = STOP) -> list:
    """Press a key until the focus has left the table; return what is told of it at each stop."""
    stops = []
    page.keyboard.press(key)
    while page.evaluate(IS_IN_TABLE):
        stops.append(page.evaluate(told))
        page.keyboard.press(key)
    return stops


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

    back = stops_in_table(page, "Shift+Tab")

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

    stops = stops_in_table(page, told=f"[{STOP}, {IS_SEEN}, {IS_COVERED}]")

    links = stops[1:]  # the region itself comes first
    assert [name for name, is_seen, _is_covered in links if not is_seen] == []
    assert [name for name, _is_seen, is_covered in links if is_covered] == []


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
    stops = []

    page.keyboard.press("Tab")
    while page.evaluate(f"{FOCUSED} !== document.body"):
        stops.append(page.evaluate(f"[{FOCUSED}.outerHTML.slice(0, 90), {IS_SEEN}, {IS_MARKED}]"))
        page.keyboard.press("Tab")

    assert len(stops) > 10
    assert [name for name, is_seen, _is_marked in stops if not is_seen] == []
    assert [name for name, _is_seen, is_marked in stops if not is_marked] == []
