"""What people come for, done from start to end: once in English without scripts, once in Welsh by keyboard alone."""

import csv
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page

from tests.system.examples import LANGUAGES, example
from tests.system.test_summary_table import EVERY_FIGURE, Grid, value_of

MOST_STOPS = 400
IS_FOCUSED = "one => one === document.activeElement"


class Reader:
    """Somebody who reads the portal with a pointer, in a browser without scripts."""

    scripts = False

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language

    def words(self, english: str) -> str:
        """Return words of the interface in the reader's language."""
        with translation.override(self.language):
            return gettext(english)

    def link(self, name: str, within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role("link", name=name, exact=True).first

    def field(self, name: str, value: str) -> Locator:
        return self.page.locator(f"main input[name='{name}'][value='{value}']")

    def follow(self, link: Locator) -> None:
        with self.page.expect_navigation():
            link.click()

    def press(self, button: str) -> None:
        self.follow(self.page.locator("main").get_by_role("button", name=self.words(button), exact=True))

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"main input[name='{name}']").fill(text)

    def tick(self, name: str, value: str) -> None:
        self.field(name, value).check()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main select[name='{name}']").select_option(value)

    def unfold(self) -> None:
        self.page.locator("main summary").first.click()

    # --- what the reader sees ---------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        return self.page.locator("h1").evaluate("heading => heading.firstChild.textContent.trim()")

    @property
    def asked(self) -> dict[str, list[str]]:
        """What stands in the address."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def grid(self) -> Grid:
        return Grid(BeautifulSoup(self.page.content(), "html.parser").select_one(".app-rug table"))


class KeyboardReader(Reader):
    """Somebody who only presses keys: every step goes by Tab to the thing, and then the key that works it."""

    scripts = True

    def follow(self, link: Locator) -> None:
        self._reach(link)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self._reach(self.page.locator(f"main input[name='{name}']"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str, value: str) -> None:
        field = self.field(name, value)
        if field.get_attribute("type") == "radio":
            self._reach(self.page.locator(f"main input[name='{name}']:checked"))
            while not field.is_checked():
                self.page.keyboard.press("ArrowDown")
        else:
            self._reach(field)
            self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        select = self.page.locator(f"main select[name='{name}']")
        self._reach(select)
        wanted = select.evaluate("(select, value) => [...select.options].findIndex(one => one.value === value)", value)
        self.page.keyboard.press("Home")
        for _step in range(wanted):
            self.page.keyboard.press("ArrowDown")
        assert select.input_value() == value

    def unfold(self) -> None:
        self._reach(self.page.locator("main summary").first)
        self.page.keyboard.press("Enter")

    def _reach(self, wanted: Locator) -> None:
        """Press Tab until the wanted thing has the focus."""
        thing = wanted.element_handle()
        for _stop in range(MOST_STOPS):
            if thing.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{MOST_STOPS} stops did not lead to {wanted}.")


READERS = {"without scripts, in English": (Reader, "en"), "by keyboard only, in Welsh": (KeyboardReader, "cy")}


@pytest.fixture(params=READERS.values(), ids=READERS.keys())
def start(request, open_page, portal):
    """Return a function that lets a reader open an example of the register."""
    kind, language = request.param

    def begin(label: str) -> Reader:
        page = open_page(example(label).address(portal, language), scripts=kind.scripts)
        return kind(page, language)

    return begin


@pytest.fixture
def names(portal):
    """Return a function that gives the name of a body in a language, by its English slug."""

    def name(slug: str, language: str) -> str:
        found = portal.read(
            "SELECT name_en, name_cy FROM governance_body WHERE slug_en = %s AND body_kind = 'cluster'", slug
        )
        return found[0][LANGUAGES.index(language)]

    return name


@pytest.mark.parametrize("sought", ["TYWI TAF", "Morfa Lane", "sa313ax"])
def test_find_a_cluster_by_its_name_a_practice_or_a_postcode(start, names, sought):
    reader = start("home")
    cluster = names("tywi-taf", reader.language)

    reader.write("q", sought)
    reader.press("Search")
    reader.follow(reader.link(cluster))

    assert reader.heading == cluster


def test_find_a_cluster_by_a_town(start, portal):
    reader = start("home")

    reader.write("q", "Chepstow")
    reader.press("Search")
    listed = reader.page.locator("main .app-results").last.locator("> li > a").all_inner_texts()
    reader.follow(reader.page.locator("main .app-results > li > a").first)

    towns = portal.read("SELECT name, name_cy FROM clusters_provider WHERE search_text LIKE '%%chepstow%%'")
    assert len(listed) == len(towns) > 0
    clusters = portal.read("SELECT name_en, name_cy FROM governance_body WHERE body_kind = 'cluster'")
    assert reader.heading in {row[LANGUAGES.index(reader.language)] for row in clusters}


def test_find_a_cluster_through_its_health_board(start, names):
    reader = start("home")

    board = reader.page.locator("main .app-card h3 a[href*='hywel-dda']")
    reader.follow(board)
    reader.follow(reader.link(names("amman-gwendraeth", reader.language)))

    assert reader.heading == names("amman-gwendraeth", reader.language)


def test_change_what_the_clusters_are_compared_with(start):
    reader = start("Hywel Dda")
    before = reader.page.locator(".app-rug caption").inner_text()

    reader.tick("compare", "board")
    reader.press("Apply")

    assert reader.asked == {"view": ["matrix"], "compare": ["board"]} | _empty(reader)
    assert reader.page.locator(".app-rug caption").inner_text() != before
    assert reader.field("compare", "board").is_checked()


def _empty(reader: Reader) -> dict[str, list[str]]:
    """Return what a form sends besides the choices: the number that stands for any difference."""
    return {"differ": ["0"]} if "differ" in reader.asked else {}


def test_narrow_the_table_and_take_a_filter_away_again(start):
    reader = start("all of Wales, in one table")
    whole = len(reader.grid.rows)

    reader.choose("board", "W11000025")
    reader.choose("topic", "deprivation")
    reader.press("Apply")
    narrowed = reader.grid
    remove = reader.page.locator(".app-chosen__one a")
    both = remove.count()
    reader.follow(remove.last)

    assert both == 2
    assert 0 < len(narrowed.rows) < whole
    assert 0 < len(narrowed.headings) < 15
    assert reader.page.locator(".app-chosen__one").count() == 1


def test_sort_the_table(start):
    reader = start("Hywel Dda")
    heading = reader.page.locator(".app-rug__headings th").nth(1)

    reader.follow(heading.locator("a.app-sort"))
    highest = [float(value_of(row[0]).replace(",", "")) for row in reader.grid.rows.values()]
    reader.follow(heading.locator("a.app-sort"))
    lowest = [float(value_of(row[0]).replace(",", "")) for row in reader.grid.rows.values()]

    assert highest == sorted(highest, reverse=True)
    assert lowest == highest[::-1]
    assert heading.get_attribute("aria-sort") == "ascending"


def test_choose_indicators_of_ones_own(start):
    reader = start("Hywel Dda")

    reader.unfold()
    reader.tick("indicators", "cancer_incidence")
    reader.tick("indicators", "limiting_long_term_illness")
    reader.press("Apply")

    assert sorted(reader.asked["indicators"]) == ["cancer_incidence", "limiting_long_term_illness"]
    assert len(reader.grid.headings) == 2


def test_follow_a_count_to_the_clusters_that_it_counts(start):
    reader = start("Hywel Dda")
    counts = reader.page.locator(".app-counts tbody td:nth-child(2) a")
    number = next(place for place in range(counts.count()) if int(counts.nth(place).inner_text()) > 0)
    counted = int(counts.nth(number).inner_text())

    reader.follow(counts.nth(number))

    assert reader.asked["show"] == ["higher"]
    assert reader.page.locator(".app-lines tbody tr").count() == counted
    assert reader.page.locator(".app-lines tbody .is-higher, .app-lines tbody .is-highest").count() == counted


def test_read_the_same_figures_in_three_ways(start):
    reader = start("Hywel Dda")
    counted = reader.page.locator(".app-counts tbody th a").first
    value = value_of(reader.grid.named(counted.inner_text())[0])

    reader.follow(counted)
    in_indicator = reader.page.locator(".app-lines tbody td:nth-child(2)").all_inner_texts()
    reader.follow(reader.page.locator(".app-lines tbody th a").first)
    reader.follow(reader.page.locator(".app-tabs--home a").nth(1))
    in_cluster = reader.page.locator(".app-profile__value").all_inner_texts()

    assert in_indicator[0] == value
    assert value in in_cluster


def test_download_the_figures(start, tmp_path):
    reader = start("Hywel Dda")

    with reader.page.expect_download() as waiting:
        _follow_without_leaving(reader, reader.page.locator(EVERY_FIGURE))
    waiting.value.save_as(tmp_path / "figures.csv")

    rows = list(csv.DictReader((tmp_path / "figures.csv").read_text(encoding="utf-8").splitlines()))
    assert waiting.value.suggested_filename.startswith("hywel-dda")
    assert len({row["area_code"] for row in rows if row["area_kind"] == "cluster"}) == 7


def _follow_without_leaving(reader: Reader, link: Locator) -> None:
    if isinstance(reader, KeyboardReader):
        reader._reach(link)
        reader.page.keyboard.press("Enter")
    else:
        link.click()


def test_switch_the_language_and_keep_every_choice(start):
    reader = start("all of Wales, narrowed, sorted")
    before = reader.asked
    clusters = len(reader.grid.rows)

    reader.follow(reader.page.locator("header a[rel~=alternate]"))

    assert reader.page.locator("html").get_attribute("lang") != reader.language
    assert reader.asked == before
    assert len(reader.grid.rows) == clusters


def test_read_what_an_indicator_means(start):
    reader = start("Hywel Dda")
    heading = reader.page.locator(".app-rug__headings th").nth(3).locator("a").first

    reader.follow(heading)

    assert reader.page.locator("dl.app-provenance").count() == 2
    assert reader.page.locator("main h2").count() >= 3


def test_from_a_postcode_to_a_comparison_to_take_away(start, names, tmp_path):
    reader = start("home")
    cluster = names("tywi-taf", reader.language)

    reader.write("q", "sa313ax")
    reader.press("Search")
    reader.follow(reader.link(cluster))
    reader.follow(reader.page.locator(".app-tabs--home a").nth(1))
    meant = reader.page.locator(".app-profile__name").first.text_content()
    reader.follow(reader.page.locator(".app-profile__name").first)
    assert reader.heading == meant
    reader.page.go_back()
    for other in ("llanelli", "amman-gwendraeth"):
        reader.tick("clusters", other)
    reader.press("Compare")
    shown = reader.page.locator(".app-compare tbody strong").all_text_contents()
    with reader.page.expect_download() as waiting:
        _follow_without_leaving(reader, reader.page.locator("main a[download][href*='.csv']").first)
    waiting.value.save_as(tmp_path / "compared.csv")

    rows = list(csv.reader((tmp_path / "compared.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert sorted(reader.asked["clusters"]) == ["amman-gwendraeth", "llanelli", "tywi-taf"]
    assert len(shown) == 15 * 3
    assert {value.replace(",", "") for value in shown} <= {cell for row in rows for cell in row}


def test_from_a_health_board_to_the_figure_behind_a_finding(start):
    reader = start("board with most clusters")
    board = reader.heading
    finding = reader.page.locator(".app-findings li").first
    said = finding.text_content()

    reader.follow(finding.locator("a"))

    row = reader.page.locator(".app-dots tr", has=reader.page.get_by_role("link", name=board, exact=True)).first
    value = row.locator("td").first.text_content()
    assert value
    assert value in said
