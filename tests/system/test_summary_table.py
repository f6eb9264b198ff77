"""The table of clusters by indicators: its structure, its words, its counts, its filters; eyes are not needed."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, Tag
from django.utils import translation

from indicators.models import Flag, Outcome
from indicators.presenters import words
from tests.system.examples import LANGUAGES, Example, example

ALL, HYWEL_DDA = example("all of Wales"), example("Hywel Dda")
TESTED = (Outcome.HIGHER, Outcome.LOWER, Outcome.NO_DIFFERENCE)
RAISED, LOWERED = (Outcome.HIGHER, Outcome.HIGHEST_FIFTH), (Outcome.LOWER, Outcome.LOWEST_FIFTH)
KEY_INDICATORS = 15
EVERY_FIGURE = ".app-notes a[download][href$='.csv']"
SORTABLE = "residents_most_deprived_fifth"
PERIODS = """
    SELECT indicator.code, period.code FROM indicators_currentfigureset AS current
      JOIN indicators_indicator AS indicator ON indicator.id = current.indicator_id
      JOIN indicators_period AS period ON period.id = current.period_id
     WHERE current.is_latest
"""


@dataclass(frozen=True)
class Grid:
    """The table as a machine reads it: for each row of a cluster, its cells by column heading."""

    table: Tag

    @property
    def headings(self) -> list[str]:
        """The address of each indicator, column by column."""
        return [heading.a["href"] for heading in self.heading_row.find_all("th")[1:]]

    @property
    def heading_row(self) -> Tag:
        return self.table.find("th", scope="col").parent

    @property
    def rows(self) -> dict[str, list[Tag]]:
        """The cells of each cluster, by the cluster's address."""
        rows = [row for body in self.table.find_all("tbody") for row in body.find_all("tr")]
        return {row.th.a["href"]: row.find_all("td") for row in rows if row.th.a}

    @property
    def cells(self) -> list[Tag]:
        return [cell for row in self.rows.values() for cell in row]

    def named(self, name: str) -> list[Tag]:
        """Return the column of an indicator, by the name that heads it."""
        place = [heading.a.text for heading in self.heading_row.find_all("th")[1:]].index(name)
        return [row[place] for row in self.rows.values()]


def asked(base: Example, **query: object) -> Example:
    return Example("asked", base.name, base.subject, {"view": "matrix", **query})


def page_of(portal, shown: Example, language: str = "en") -> BeautifulSoup:
    return portal.get(shown.address(portal, language)).document


def grid_of(portal, shown: Example, language: str = "en") -> Grid:
    return Grid(page_of(portal, shown, language).select_one(".app-rug table"))


def plain(cell: Tag) -> str:
    """Return what is left of a cell without any style, as one line."""
    return " ".join(cell.get_text(" ").split())


def value_of(cell: Tag) -> str:
    return re.search(r"-?[\d,]+(\.\d+)?", plain(cell))[0]


def decimals_of(value: str) -> int:
    return len(value.partition(".")[2])


def outcome_of(cell: Tag, wordings: dict[str, str]) -> str:
    """Return the one outcome whose words stand in the cell: the longest that fits, since some hold others."""
    said = [outcome for outcome, word in wordings.items() if word in plain(cell)]
    assert said, cell
    return max(said, key=lambda outcome: len(wordings[outcome]))


def wordings_in(language: str) -> dict[str, str]:
    with translation.override(language):
        outcomes = {outcome: wording.word for outcome, wording in words.cell_wordings().items()}
        return {**outcomes, **{str(flag): str(word) for flag, word in words.flag_words().items()}}


def figures_of(portal, address: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return the latest downloaded figure of every area and indicator, by the codes of both."""
    latest = set(portal.read(PERIODS))
    rows = csv.DictReader(io.StringIO(portal.get(address).text))
    return {(row["area_code"], row["indicator"]): row for row in rows if (row["indicator"], row["period"]) in latest}


@pytest.fixture(scope="module")
def clusters(portal) -> dict[str, int]:
    """How many clusters there are, in Wales and in Hywel Dda."""
    count = """SELECT count(*), count(*) FILTER (WHERE board.slug_en = 'hywel-dda') FROM governance_body AS body
               JOIN governance_body AS board ON board.id = body.parent_id
               WHERE body.body_kind = 'cluster' AND body.closed_on IS NULL AND NOT body.is_example"""
    wales, hywel_dda = portal.read(count)[0]
    return {"all of Wales": wales, "Hywel Dda": hywel_dda}


@pytest.fixture(params=[ALL, HYWEL_DDA], ids=lambda shown: shown.label)
def shown(request) -> Example:
    return request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_cell_belongs_to_one_row_heading_and_one_column_heading(portal, shown, language, clusters):
    grid = grid_of(portal, shown, language)

    width = len(grid.headings)
    rows = [row for row in grid.table.find_all("tr") if row.find("td") and row.find("th", scope="row")]
    assert width == KEY_INDICATORS
    assert {(len(row.find_all("th", scope="row")), len(row.find_all("td"))) for row in rows} == {(1, width)}
    assert len(grid.heading_row.find_all("th", scope="col")) == width + 1
    assert len(grid.table.find_all("th", scope="col")) == width + 1
    assert len(grid.rows) == clusters[shown.label]


def test_boards_head_their_rows_and_stand_in_order_of_name(portal):
    grid = grid_of(portal, ALL)

    boards = [heading.text for heading in grid.table.find_all("th", scope="rowgroup")]

    assert len(boards) == 7
    assert boards == sorted(boards)
    assert len(grid.table.find_all("tbody")) == 7


def test_topics_span_exactly_the_columns(portal, shown):
    grid = grid_of(portal, shown)

    spans = [int(topic["colspan"]) for topic in grid.table.find_all("th", scope="colgroup")]

    assert sum(spans) == len(grid.headings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_says_in_words_how_it_stands(portal, shown, language):
    wordings = wordings_in(language)
    grid = grid_of(portal, shown, language)

    outcomes = [outcome_of(cell, wordings) for cell in grid.cells]

    assert len(outcomes) == len(grid.rows) * len(grid.headings)
    assert {Outcome.HIGHER, Outcome.LOWER, Outcome.NO_DIFFERENCE, Outcome.LOWEST_FIFTH} <= set(outcomes)


def test_colour_symbol_and_visible_word_say_the_same(portal):
    wordings = words.cell_wordings()
    for cell in grid_of(portal, ALL).cells:
        outcome = outcome_of(cell, wordings_in("en"))
        if outcome in Flag.values:
            continue
        wording = wordings[outcome]
        visible = cell.find(class_="word")

        assert (visible is not None) == wording.is_seen
        assert (wording.style in cell.get("class", [])) == bool(wording.style)
        if wording.is_seen:
            assert visible.text.startswith(wording.word)
            assert cell.find("span", attrs={"aria-hidden": "true"}).text == wording.symbol


@pytest.mark.parametrize(("compare", "column"), [("wales", "versus_wales"), ("board", "versus_board")])
def test_the_cells_say_what_the_download_says(portal, compare, column):
    page = page_of(portal, asked(HYWEL_DDA, compare=compare))
    figures = figures_of(portal, page.select_one(EVERY_FIGURE)["href"])
    codes = {slug: code for code, slug in portal.read("SELECT code, slug_en FROM indicators_indicator")}
    grid = Grid(page.select_one(".app-rug table"))

    for address, cells in grid.rows.items():
        for heading, cell in zip(grid.headings, cells, strict=True):
            figure = figures[address.strip("/").split("/")[-1], codes[heading.strip("/").split("/")[-1]]]
            fifth = figure["versus_wales"].startswith("fifth")
            assert outcome_of(cell, wordings_in("en")) == figure["versus_wales" if fifth else column]
            assert value_of(cell) == f"{float(figure['value']):,.{decimals_of(value_of(cell))}f}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caption_names_the_comparator_and_the_order(portal, language):
    captions = [
        grid_of(portal, asked(HYWEL_DDA, **query), language).table.caption.text
        for query in (
            {},
            {"compare": "board"},
            {"sort": "mean_list_size", "order": "desc"},
            {"sort": "mean_list_size", "order": "asc"},
        )
    ]

    assert len(set(captions)) == len(captions)


@pytest.mark.parametrize("compare", ["wales", "board"])
def test_the_counts_agree_with_the_table_and_add_up_to_the_clusters(portal, shown, compare, clusters):
    page = page_of(portal, asked(shown, compare=compare))
    grid = Grid(page.select_one(".app-rug table"))
    wordings = wordings_in("en")

    counted = {
        row.th.text: [int(cell.text) for cell in row.find_all("td")] for row in page.select(".app-counts tbody tr")
    }

    assert {sum(numbers) for numbers in counted.values()} == {clusters[shown.label]}
    assert counted == {name: _tally([outcome_of(cell, wordings) for cell in grid.named(name)]) for name in counted}


def _tally(outcomes: list[str]) -> list[int]:
    tally = Counter(
        "raised" if one in RAISED else "lowered" if one in LOWERED else "missing" if one in Flag.values else "between"
        for one in outcomes
    )
    return [tally[side] for side in ("raised", "lowered", "between", "missing")]


@pytest.mark.parametrize("query", [{}, {"compare": "board"}, {"show": "higher"}, {"differ": 25}], ids=str)
def test_the_note_says_how_many_differences_chance_alone_would_mark(portal, shown, query):
    page = page_of(portal, asked(shown, **query))
    outcomes = [outcome_of(cell, wordings_in("en")) for cell in Grid(page.select_one(".app-rug table")).cells]
    compared = sum(outcome in TESTED for outcome in outcomes)

    said = re.findall(r"\d[\d,]*", page.select(".app-key p")[-1].text)

    assert said == ["95", f"{compared:,}", str(round(compared * 0.05))]


def test_the_key_in_words_stands_before_the_table_and_after_the_counts(portal, shown):
    page = page_of(portal, shown)
    landmarks = page.select(".app-controls, .app-counts, .app-key, .app-skip-table, .app-rug, .app-notes")

    order = [landmark["class"][0] for landmark in landmarks]

    assert order == ["app-controls", "app-counts", "app-key", "app-skip-table", "app-rug", "app-notes"]


def test_choices_are_a_form_that_puts_them_into_the_address(portal, shown):
    form = page_of(portal, shown).select_one("form.app-controls")

    assert form["method"] == "get"
    assert form["action"] == Example("", shown.name, shown.subject).address(portal, "en")
    assert form.select("button[type=submit]") != []


@pytest.mark.parametrize(("order", "reverse"), [("asc", False), ("desc", True)])
def test_sorting_orders_the_rows_within_each_board_and_is_announced(portal, order, reverse):
    grid = grid_of(portal, asked(ALL, sort=SORTABLE, order=order))
    sorted_headings = grid.heading_row.find_all("th", attrs={"aria-sort": True})

    assert [heading["aria-sort"] for heading in sorted_headings] == [{"asc": "ascending", "desc": "descending"}[order]]
    place = grid.headings.index(sorted_headings[0].a["href"])
    for body in grid.table.find_all("tbody"):
        values = [float(value_of(row.find_all("td")[place])) for row in body.find_all("tr") if row.th.a]
        assert values == sorted(values, reverse=reverse)


@pytest.mark.parametrize(
    ("show", "allowed"),
    [("differences", (*RAISED, *LOWERED)), ("higher", RAISED), ("lower", LOWERED)],
)
def test_a_filter_keeps_only_clusters_that_have_what_it_asks_for(portal, show, allowed, clusters):
    asked_for = asked(ALL, show=show, indicators="cancer_incidence")
    whole = grid_of(portal, asked(ALL, indicators="cancer_incidence"))
    grid = grid_of(portal, asked_for)

    outcomes = [outcome_of(cell, wordings_in("en")) for cell in grid.cells]

    everyone = [outcome_of(cell, wordings_in("en")) for cell in whole.cells]
    assert set(outcomes) <= set(allowed)
    assert len(outcomes) == sum(outcome in allowed for outcome in everyone)
    assert 0 < len(outcomes) < clusters["all of Wales"]


def test_chosen_filters_are_listed_each_with_a_link_that_removes_it(portal):
    page = page_of(portal, asked(ALL, show="higher", differ=10, topic="demography"))
    remove = [link["href"] for link in page.select(".app-chosen__one a")]

    left = [[key for key in ("show", "differ", "topic") if f"{key}=" in address] for address in remove]

    assert sorted(left) == [["differ", "topic"], ["show", "differ"], ["show", "topic"]]


def test_a_choice_that_matches_nothing_says_so_and_offers_a_way_back(portal):
    page = page_of(portal, example("Powys, nothing matches"))

    assert page.select(".app-rug") == []
    assert [link["href"] for link in page.select(".app-matrix p a")][-1].endswith("/powys/indicators/?view=matrix")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_views_show_the_same_figures(portal, language):
    grid = grid_of(portal, HYWEL_DDA, language)
    shown = {address: [value_of(cell) for cell in cells] for address, cells in grid.rows.items()}

    for place, code in enumerate(_codes_of(portal, grid, language)):
        lines = page_of(portal, asked(HYWEL_DDA, view="indicator", indicator=code), language).select(
            ".app-lines tbody tr"
        )
        assert {line.th.a["href"]: value_of(line.td) for line in lines} == {
            address: values[place] for address, values in shown.items()
        }
    for address, values in shown.items():
        slug = portal.read(
            "SELECT slug_en FROM governance_body WHERE slug_en = %s OR slug_cy = %s", *[_last(address)] * 2
        )
        page = page_of(portal, asked(HYWEL_DDA, view="cluster", cluster=slug[0][0]), language)
        lines = [row for row in page.select(".app-lines tbody tr") if row.td]
        assert [(line.th.a["href"], value_of(line.td)) for line in lines] == list(
            zip(grid.headings, values, strict=True)
        )


def _codes_of(portal, grid: Grid, language: str) -> list[str]:
    slugs = portal.read("SELECT slug_en, slug_cy, code FROM indicators_indicator")
    code_of = {row[LANGUAGES.index(language)]: row[2] for row in slugs}
    return [code_of[_last(address)] for address in grid.headings]


def _last(address: str) -> str:
    return address.strip("/").split("/")[-1]


def test_the_download_holds_what_the_page_is_about(portal, clusters):
    page = page_of(portal, HYWEL_DDA)
    answer = portal.get(page.select_one(EVERY_FIGURE)["href"])

    kinds = Counter(row["area_kind"] for row in _distinct_areas(answer.text))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert kinds["cluster"] == clusters["Hywel Dda"]
    assert kinds["nation"] == kinds["health_board"] == 1


def _distinct_areas(text: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text))
    return list({(row["area_kind"], row["area_code"]): row for row in rows}.values())
