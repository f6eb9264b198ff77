"""A filter chooses and dims. What is said of a figure is the stored comparison, in every view and every file."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from common.addresses import page_address
from indicators.models import Figure, Outcome
from indicators.presenters.words import cell_wordings
from tests.reading import words
from tests.workbook_rules import read

pytestmark = pytest.mark.django_db
CODE, FIFTHS = "households_deprived_two_or_more", "residents_most_deprived_fifth"
COMPARE = pytest.mark.parametrize("compare", ["wales", "board"])
WALES, BOARD = "", "powys"
FILTERS = [
    *((BOARD, f"differ={step}") for step in (5, 10, 25, 50)),
    *((BOARD, f"show={show}") for show in ("differences", "higher", "lower", "no_difference", "no_figure")),
    (BOARD, "topic=deprivation"),
    (BOARD, f"indicators={CODE}&indicators={FIFTHS}"),
    (BOARD, "sort=cancer_incidence&order=desc"),
    (WALES, "differ=25"),
    (WALES, "board=W11000024"),
    (WALES, "show=higher&differ=25&topic=deprivation&grouped=no"),
]
EVERY_FILTER = pytest.mark.parametrize(("of", "filtered"), FILTERS)
VIEWS = ("view=matrix", f"view=indicator&indicator={CODE}", f"view=indicator&indicator={FIFTHS}")
CLUSTER_VIEW = "view=cluster&cluster=mid-powys"
Cells = dict[tuple[str, str], str]


def address(of: str, extension: str, query: str, language: str = "en") -> str:
    name = f"indicators:{'health_board_' if of else ''}summary{'_download' if extension else ''}"
    place = {"slug": of} if of else {}
    return page_address(name, language, **place, **({"extension": extension} if extension else {})) + f"?{query}"


@pytest.fixture
def shown(page):
    """Return a function that reads what the page says of each figure, whatever is dimmed in it."""

    def read_page(of: str, query: str) -> Cells:
        soup = page(address(of, "", query))
        for dimmed in soup.select(".is-dimmed .nhsuk-u-visually-hidden, .is-dimmed + .nhsuk-u-visually-hidden"):
            dimmed.decompose()
        return _matrix(soup) | _lines(soup)

    return read_page


def _matrix(soup: BeautifulSoup) -> Cells:
    heads = [one.a["href"] for one in soup.select(".app-rug__headings th")[1:]]
    rows = {one.th.get_text(): one.select("td") for one in soup.select(".app-rug tbody tr") if one.th.a}
    return {(name, head): words(cell) for name, row in rows.items() for head, cell in zip(heads, row, strict=True)}


def _lines(soup: BeautifulSoup) -> Cells:
    rows = soup.select(".app-lines tbody tr:not(.app-lines__topic)")
    return {(words(one.th), str(place)): words(cell) for one in rows for place, cell in enumerate(one.select("td"))}


def _counts(soup: BeautifulSoup) -> dict[str, list[str]]:
    return {words(one.th): [words(cell) for cell in one.select("td")] for one in soup.select(".app-counts tbody tr")}


@COMPARE
@EVERY_FILTER
def test_every_view_says_the_same_with_a_filter_as_without(shown, of, compare, filtered):
    for view in (*VIEWS, CLUSTER_VIEW):
        whole, narrowed = (shown(of, f"{view}&compare={compare}&{query}") for query in ("", filtered))

        assert narrowed.items() <= whole.items()
        assert not filtered.startswith("differ=") or narrowed == whole


@COMPARE
@pytest.mark.parametrize(("of", "filtered"), [one for one in FILTERS if "board" not in one[1]])
def test_the_counts_are_of_outcomes_whatever_the_table_shows(page, of, compare, filtered):
    whole, narrowed = (_counts(page(address(of, "", f"compare={compare}&{query}"))) for query in ("", filtered))

    assert narrowed
    assert narrowed.items() <= whole.items()


@COMPARE
@EVERY_FILTER
def test_the_file_with_one_figure_a_row_says_the_same(client, of, compare, filtered):
    for view in (*VIEWS, CLUSTER_VIEW):
        whole, narrowed = (
            _rows(client.get(address(of, "csv", f"{view}&compare={compare}&{query}")).content)
            for query in ("", filtered)
        )

        for place, row in narrowed.items():
            assert whole[place].items() <= row.items()
        assert not filtered.startswith("differ=") or narrowed.keys() == whole.keys()


def _rows(content: bytes) -> dict[tuple[str, ...], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {(row["Kind of area"], row["Area code"], row["Indicator code"]): row for row in rows}


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
@EVERY_FILTER
def test_workbooks_say_the_same(client, extension, of, filtered):
    for view in ("view=matrix", CLUSTER_VIEW):
        whole, narrowed = (
            _sheets(client.get(address(of, extension, f"{view}&{query}")).content, extension)
            for query in ("", filtered)
        )

        assert narrowed.items() <= whole.items() | _reached(narrowed)


def _sheets(content: bytes, extension: str) -> dict[tuple[str, str, str, str], str]:
    book = read(content, extension)
    sheets = [sheet for sheet in book.sheets if sheet.name in ("Figures", "Comparisons", "Differences")]
    return {
        (sheet.name, row[0], row[1], _plain(head)): cell
        for sheet in sheets
        for row in sheet.body
        for head, cell in zip(sheet.head[2:], row[2:], strict=True)
    }


def _plain(heading: str) -> str:
    return heading.partition(" [note")[0]


def _reached(cells: dict[tuple[str, str, str, str], str]) -> set[tuple[tuple[str, str, str, str], str]]:
    """What a file adds where a least difference is asked for."""
    return {item for item in cells.items() if item[0][-1].startswith("Differs by at least")}


# --- what a filter does ---


@COMPARE
def test_a_least_difference_dims_what_differs_less_be_it_tested_or_a_fifth(page, compare):
    soup = page(address(WALES, "", f"view=matrix&compare={compare}&differ=25"))
    stored = Figure.objects.filter(
        area__kind="cluster", area__is_example=False, figure_set__current__is_latest=True,
        figure_set__indicator__key_order__isnull=False,
    )  # fmt: skip
    small = [figure for figure in stored if _is_small(figure, compare, 25)]

    dimmed = soup.select(".app-rug .is-dimmed")

    assert len(dimmed) == len(small) > 100
    assert {one.select_one(".word").find(string=True).strip() for one in dimmed} == {
        *("Higher", "Lower", "Highest fifth", "Lowest fifth"),
    }
    assert {words(one.select(".nhsuk-u-visually-hidden")[-1]) for one in dimmed} == {"(differs by under 25%)"}


def _is_small(figure: Figure, compare: str, step: int) -> bool:
    outcome = figure.versus_board if compare == "board" else figure.versus_wales
    if Outcome.is_fifth(figure.versus_wales):
        outcome = figure.versus_wales
    ratio = figure.ratio_board if compare == "board" else figure.ratio_wales
    is_marked = cell_wordings()[outcome].is_seen
    return is_marked and ratio is not None and abs(round((ratio - 1) * 100)) < step


def test_a_least_difference_chooses_together_with_what_is_shown(page):
    every = page(address(WALES, "", f"view=indicator&indicator={CODE}&show=higher"))
    bigger = page(address(WALES, "", f"view=indicator&indicator={CODE}&show=higher&differ=25"))

    differences = [words(one.select("td")[-1]) for one in bigger.select(".app-lines tbody tr")]

    assert 0 < len(differences) < len(every.select(".app-lines tbody tr"))
    assert min(int(one.strip("+%")) for one in differences) >= 25
    assert bigger.select(".is-dimmed.app-said") == []


@pytest.mark.parametrize("step", [5, 10, 25])
def test_a_figure_is_dimmed_by_the_difference_that_the_reader_sees(page, step):
    cells = page(address(WALES, "", f"view=matrix&differ={step}")).select(".app-rug td:has(i)")

    seen = {(int(words(cell.i).strip("+−%")), "is-dimmed" in cell["class"]) for cell in cells}

    assert {is_dimmed == (percent < step) for percent, is_dimmed in seen} == {True}
    assert (step, False) in seen


@pytest.mark.parametrize(
    ("language", "chosen"), [("en", "Differs by at least 25%"), ("cy", "Maint y gwahaniaeth: 25% neu fwy")]
)
@pytest.mark.parametrize("view", [*VIEWS, CLUSTER_VIEW])
def test_the_choice_stands_in_the_caption_and_in_the_key(page, view, language, chosen):
    soup = page(address(BOARD, "", f"{view}&differ=25", language))

    captions = [words(one) for one in soup.select("caption") if one.find_parent(class_="app-counts") is None]

    assert captions
    assert all(chosen in one for one in captions)
    assert soup.select(".app-key .is-dimmed")


def test_the_choice_stands_in_the_file_beside_each_difference(client):
    rows = _rows(client.get(address(WALES, "csv", "differ=25")).content).values()

    clusters = [
        row for row in rows if row["Kind of area"] == "Cluster" and row["Difference, per cent"] not in ("[z]", "[x]")
    ]
    assert {row["Differs by at least 25%"] for row in rows if row["Kind of area"] != "Cluster"} == {"[z]"}
    for row in clusters:
        assert row["Differs by at least 25%"] == ("Yes" if abs(int(row["Difference, per cent"])) >= 25 else "No")
    assert len(clusters) > 100


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("view", [*VIEWS[:2], CLUSTER_VIEW])
def test_no_two_choices_share_a_file_name(client, view, extension):
    filters = [query for of, query in FILTERS if of == BOARD and "sort" not in query]
    queries = ["", "compare=board", *filters, "differ=25&compare=board", "differ=25&show=higher"]

    names = [client.get(address(BOARD, extension, f"{view}&{one}"))["Content-Disposition"] for one in queries]

    assert len(set(names)) == len(names)


def test_the_file_name_says_the_choice_in_words(client):
    answer = client.get(address(WALES, "csv", "differ=25&show=higher&compare=board"))

    assert answer["Content-Disposition"].endswith(
        'wales-against-the-health-board-differs-by-at-least-25-clusters-with-a-higher-figure-release-1.csv"'
    )


def test_the_file_of_an_earlier_day_has_a_name_of_its_own(client):
    on = page_address("indicators:cluster_download", "en", slug="mid-powys", extension="csv")

    names = [client.get(on + query)["Content-Disposition"] for query in ("", "?on=2026-05-01")]

    assert "mid-powys-2026-05-01-release-1.csv" in names[1]
    assert "mid-powys-release-1.csv" in names[0]
