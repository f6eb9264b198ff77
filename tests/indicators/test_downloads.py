"""The files of the pages' tables: readable in both languages, the figures of the page, nothing that is withheld."""

import csv
import datetime
import io
import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from clusters.models import Area
from common import clock
from common.addresses import page_address
from indicators.forms import Asked
from indicators.models import CurrentFigureSet, Figure, FigureSet, Indicator
from indicators.presenters import download_links
from indicators.presenters.pages import SummaryPage
from indicators.presenters.profile import Profile
from tests.factories import FigureFactory, FigureSetFactory, ReleaseFactory
from tests.workbook_rules import ReadBook, broken_rules, read

pytestmark = pytest.mark.django_db
CODE = "households_deprived_two_or_more"
DEPRIVED = "Households deprived in two or more dimensions"
WORKBOOKS = ("xlsx", "ods")
EXTENSIONS = ("csv", *WORKBOOKS)
WALES, BOARD, CLUSTER = (
    "indicators:summary_download",
    "indicators:health_board_summary_download",
    "indicators:cluster_download",
)
SLUGS = {WALES: {}, BOARD: {"slug": "hywel-dda"}, CLUSTER: {"slug": "llanelli"}}
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
EVERY_FORMAT = pytest.mark.parametrize("extension", EXTENSIONS)
EVERY_WORKBOOK = pytest.mark.parametrize("extension", WORKBOOKS)
# Each way to read a table: its address, and what is asked of it.
TABLES = pytest.mark.parametrize(
    ("name", "query"),
    [
        (WALES, ""),
        (WALES, "?sort=cancer_incidence&order=desc&grouped=no&compare=board&differ=10"),
        (WALES, "?view=indicator&indicator=cancer_incidence&show=higher"),
        (WALES, "?topic=mortality"),
        (BOARD, ""),
        (BOARD, f"?view=indicator&indicator={CODE}"),
        (BOARD, "?view=cluster&cluster=llanelli&compare=board"),
        (BOARD, "?show=no_figure"),
        (CLUSTER, ""),
    ],
)


def address(name: str, extension: str, language: str = "en", query: str = "") -> str:
    return page_address(name, language, extension=extension, **SLUGS[name]) + query


@pytest.fixture
def workbook(client):
    """Return a function that fetches a workbook and reads it."""

    def fetch(name: str, extension: str, language: str = "en", query: str = "") -> ReadBook:
        return read(client.get(address(name, extension, language, query)).content, extension)

    return fetch


@pytest.fixture
def lines(client):
    """Return a function that fetches a CSV file and reads its rows by heading."""

    def fetch(name: str, language: str = "en", query: str = "") -> list[dict[str, str]]:
        content = client.get(address(name, "csv", language, query)).content
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    return fetch


@pytest.fixture
def page(client):
    def open_page(path: str) -> BeautifulSoup:
        return BeautifulSoup(client.get(path).content, "html.parser")

    return open_page


def shown_rows(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Return the figures of the summary table by row, without separators and words."""
    rows = [row for row in soup.select(".app-rug tr") if row.select_one("th[scope=row]")]
    return {row.th.get_text(strip=True): [_figure(cell) for cell in row.select("td")] for row in rows}


def _figure(cell) -> str:
    found = re.search(r"−?[\d,]+(\.\d+)?|\[[a-z]\]", cell.get_text(" "))
    return found.group().replace(",", "").replace("−", "-")


def column(sheet, start: str) -> int:
    (place,) = (place for place, heading in enumerate(sheet.head) if heading.startswith(start))
    return place


# --- the rules ---


@LANGUAGES
@EVERY_WORKBOOK
@TABLES
def test_every_workbook_keeps_the_rules(workbook, name, query, extension, language):
    assert broken_rules(workbook(name, extension, language, query), language) == []


def test_all_indicators_at_once_have_headings_of_their_own(workbook):
    published = Indicator.objects.filter(current_figure_sets__isnull=False).distinct()
    codes = "&".join(f"indicators={indicator.code}" for indicator in published)

    book = workbook(WALES, "xlsx", query=f"?{codes}")

    assert broken_rules(book, "en") == []
    assert len(book.sheet(3).head) == 3 + published.count()


# --- the figures ---


@LANGUAGES
@EVERY_WORKBOOK
def test_a_workbook_holds_the_figures_of_the_page(page, workbook, extension, language):
    shown = shown_rows(page(page_address("indicators:health_board_summary", language, slug="hywel-dda")))

    rows = workbook(BOARD, extension, language).sheet(3).body

    assert [row[3:] for row in rows] == list(shown.values())
    assert [row[0] for row in rows[2:]] == list(shown)[2:]
    assert len(rows) == 9


@EVERY_WORKBOOK
def test_all_of_wales_is_in_the_file_board_by_board(page, workbook, extension):
    shown = list(shown_rows(page("/en/indicators/")).values())

    rows = workbook(WALES, extension).sheet(3).body

    assert [row[1] for row in rows].count("Cluster") == 60
    assert [row[1] for row in rows].count("Health board") == 7
    assert rows[0][:3] == ["Wales", "Nation", "[z]"]
    assert all(cells in [row[3:] for row in rows] for cells in shown)


@LANGUAGES
def test_plain_text_holds_the_figures_of_the_page_one_a_row(page, lines, language):
    shown = shown_rows(page(page_address("indicators:health_board_summary", language, slug="hywel-dda")))

    rows = lines(BOARD, language)

    value = {"en": "Value", "cy": "Gwerth"}[language]
    assert [row[value] for row in rows] == [cell for cells in shown.values() for cell in cells]
    assert len(rows) == 9 * 15


def test_plain_text_says_what_each_figure_is(lines):
    (row,) = [row for row in lines(BOARD, query=f"?indicators={CODE}") if row["Area code"] == "llanelli"]

    assert row == {
        "Area code": "llanelli",
        "Kind of area": "Cluster",
        "Area in Welsh": "Llanelli",
        "Area in English": "Llanelli",
        "Health board": "Hywel Dda University Health Board",
        "Indicator code": CODE,
        "Indicator in Welsh": "Aelwydydd sy'n ddifreintiedig mewn dau ddimensiwn neu ragor",
        "Indicator in English": DEPRIVED,
        "Unit": "%",
        "Period": "2021 (census day, 21 March)",
        "Period starts on": "2021-03-21",
        "Period ends on": "2021-03-21",
        "Release": "1",
        "Value": "23.3",
        "Lower limit of the 95% interval": "22.8",
        "Upper limit of the 95% interval": "23.8",
        "Against Wales": "Higher than the Wales average (statistically significant)",
        "Difference, per cent": "13",
        "Recent trend": "No trend tested: fewer than five periods",
    }


@EVERY_WORKBOOK
def test_comparisons_and_differences_stand_on_sheets_of_their_own(workbook, extension):
    book = workbook(BOARD, extension)
    words, differences = book.sheet(4), book.sheet(5)

    llanelli = [next(row for row in sheet.body if row[0] == "Llanelli") for sheet in (words, differences)]

    assert [sheet.name for sheet in book.sheets] == [
        *("Cover", "Contents", "Notes", "Figures", "Comparisons", "Differences", "Indicators"),
    ]
    assert [row[column(words, DEPRIVED)] for row in llanelli] == ["Higher", "13"]
    assert [row[column(words, "People who give 50")] for row in llanelli] == ["Higher", "23"]
    assert {row[1] for row in words.body} == {"Cluster"}


@EVERY_WORKBOOK
def test_the_choices_in_the_address_are_kept(workbook, extension):
    query = f"?compare=board&sort={CODE}&order=desc&indicators={CODE}&indicators=households_no_car"

    book = workbook(BOARD, extension, query=query)

    figures = book.sheet(3)
    values = [float(row[column(figures, DEPRIVED)]) for row in figures.body[2:]]
    facts = dict(book.sheet(0).body)
    assert len(figures.head) == 5
    assert values == sorted(values, reverse=True)
    assert book.sheet(4).rows[0] == ["Against the health board"]
    assert (facts["Compared with"], facts["Choices"]) == ("Hywel Dda average", "Own list of indicators")
    assert facts["Web page"].endswith(f"/en/health-boards/hywel-dda/indicators/{query}")


@EVERY_WORKBOOK
def test_one_indicator_comes_with_interval_and_words(workbook, extension):
    figures = workbook(WALES, extension, query="?view=indicator&indicator=disabled_equality_act").sheet(3)

    llanelli = next(row for row in figures.body if row[0] == "Llanelli")

    sentence = "Higher than the Wales average (statistically significant)"
    assert llanelli[3:] == ["24.0", "23.7", "24.4", sentence, "11", "[z]"]
    assert len(figures.body) == 68


@EVERY_WORKBOOK
def test_one_cluster_comes_with_its_board_and_wales(page, workbook, extension):
    lines = page("/en/clusters/llanelli/indicators/").select(".app-lines tbody tr:not(.app-lines__topic)")

    figures = workbook(CLUSTER, extension).sheet(3)

    shown = [[_figure(line.select("td")[place]) for place in (0, 4, 5)] for line in lines]
    ends = [column(figures, start) for start in ("Value", "Hywel Dda University Health Board", "Wales")]
    assert [[row[place] for place in ends] for row in figures.body] == shown
    assert len(shown) == 15


@EVERY_FORMAT
def test_a_table_without_rows_is_still_a_file(client, extension):
    response = client.get(address(BOARD, extension, query="?topic=mortality&view=indicator"))

    assert response.status_code == 200


# --- what is withheld ---


@pytest.fixture
def replaced():
    """Return a function that publishes the figures of one indicator again, that of Llanelli changed."""

    def publish(**changes) -> None:
        current = CurrentFigureSet.objects.get(indicator__code=CODE, is_latest=True)
        before: FigureSet = current.figure_set
        release = ReleaseFactory(title_en="Second", title_cy="Ail")
        again = FigureSetFactory(release=release, indicator=before.indicator, period=before.period)
        for figure in before.figures.exclude(area__code="llanelli"):
            figure.pk, figure.figure_set, figure._state.adding = None, again, True
            figure.save(force_insert=True)
        FigureFactory(figure_set=again, area=Area.objects.get(code="llanelli"), **changes)
        current.figure_set = again
        current.save()

    return publish


def everything(content: bytes) -> str:
    """Return all that a file holds, unpacked."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


@EVERY_FORMAT
@pytest.mark.parametrize("name", [WALES, BOARD, CLUSTER])
def test_a_figure_that_is_withheld_is_nowhere_in_the_file(client, replaced, name, extension):
    replaced(value=7777.7, lower95=6666.6, upper95=8888.8, versus_wales="higher", ratio_wales=55.55)
    given = everything(client.get(address(name, extension)).content)

    replaced(withheld=True)
    withheld = everything(client.get(address(name, extension, query="?again=1")).content)

    assert "7777.7" in given
    assert all(number not in withheld for number in ("7777.7", "7,777.7", "6666.6", "8888.8", "5455"))
    assert "[c]" in withheld
    assert Figure.objects.filter(value=7777.7).exists()


@EVERY_WORKBOOK
def test_a_withheld_figure_shows_its_mark_in_every_cell_that_would_speak_of_it(workbook, replaced, extension):
    replaced(withheld=True)

    book = workbook(BOARD, extension)

    found = [next(row for row in sheet.body if row[0] == "Llanelli") for sheet in book.sheets[3:6]]
    place = column(book.sheet(3), DEPRIVED)
    assert [row[place] for row in found] == ["[c]", "[c]", "[c]"]
    assert ["[c]", "Not shown: small numbers"] in book.sheet(2).body
    assert broken_rules(book, "en") == []


def test_plain_text_shows_the_mark_in_place_of_a_withheld_figure(lines, replaced):
    replaced(withheld=True)

    (row,) = [row for row in lines(BOARD, query=f"?indicators={CODE}") if row["Area code"] == "llanelli"]

    assert list(row.values())[13:] == ["[c]"] * 6


# --- words from data ---


@EVERY_FORMAT
def test_a_name_that_looks_like_a_formula_stays_a_name(client, extension):
    Area.objects.filter(code="llanelli").update(name_en="=HYPERLINK(A1)")

    content = client.get(address(BOARD, extension)).content

    if extension == "csv":
        assert ",'=HYPERLINK(A1)," in content.decode()
    else:
        book = read(content, extension)
        assert broken_rules(book, "en") == []
        assert "=HYPERLINK(A1)" in [row[0] for row in book.sheet(3).body]


@EVERY_WORKBOOK
def test_welsh_letters_survive(workbook, extension):
    Area.objects.filter(code="llanelli").update(name_cy="Tŷ'r Ŵyl, Môn â'i ffŷs")

    rows = workbook(BOARD, extension, "cy").sheet(3).body

    assert "Tŷ'r Ŵyl, Môn â'i ffŷs" in [row[0] for row in rows]


# --- languages, names, links ---


@EVERY_WORKBOOK
def test_a_welsh_workbook_is_welsh_throughout(workbook, extension):
    book = workbook(BOARD, extension, "cy")

    assert [sheet.name for sheet in book.sheets] == [
        *("Clawr", "Cynnwys", "Nodiadau", "Ffigurau", "Cymariaethau", "Gwahaniaethau", "Dangosyddion"),
    ]
    assert book.sheet(3).head[:3] == ["Ardal", "Math o ardal", "Bwrdd iechyd"]
    assert book.sheet(2).body[0][0] == "[nodyn 1]"
    english = {words for sheet in workbook(BOARD, extension).sheets for row in sheet.rows for words in row}
    welsh = {words for sheet in book.sheets for row in sheet.rows for words in row}
    assert {words for words in english & welsh if " " in words and "[" not in words} == set()


@pytest.mark.parametrize(
    ("name", "language", "query", "expected"),
    [
        (WALES, "en", "", "indicators-wales-release-1"),
        (WALES, "cy", "", "dangosyddion-cymru-datganiad-1"),
        (BOARD, "cy", "", "dangosyddion-hywel-dda-datganiad-1"),
        (CLUSTER, "en", "", "indicators-llanelli-release-1"),
        (BOARD, "en", "?view=indicator&indicator=households_no_car", None),
    ],
)
@EVERY_FORMAT
def test_a_file_is_named_after_place_release_and_language(client, name, language, query, expected, extension):
    response = client.get(address(name, extension, language, query))

    slug = Indicator.objects.get(code="households_no_car").slug_en
    stem = expected or f"indicators-hywel-dda-{slug}-release-1"
    assert response["Content-Disposition"] == f'attachment; filename="{stem}.{extension}"'


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ],
)
def test_a_file_says_its_kind(client, extension, kind):
    assert client.get(address(CLUSTER, extension))["Content-Type"] == kind


@LANGUAGES
def test_links_lead_to_files_of_the_same_table_and_name_their_format(client, language):
    with translation.override(language):
        page = SummaryPage(Asked(compare="board"), [], on=clock.today(), board=Area.objects.get(code="W11000025"))
        markup = render_to_string("indicators/downloads.html", {"downloads": download_links.summary_links(page)})

    links = BeautifulSoup(markup, "html.parser").select("a[download]")

    assert [re.search(r"\b(XLSX|ODS|CSV)\b", link.get_text()).group() for link in links] == ["XLSX", "ODS", "CSV"]
    for link, extension in zip(links, ("xlsx", "ods", "csv"), strict=True):
        assert link["href"] == address(BOARD, extension, language, "?compare=board")
        assert client.get(link["href"]).status_code == 200


def test_a_cluster_offers_files_of_the_day_that_is_shown():
    llanelli = Area.objects.get(code="llanelli")
    on = datetime.date(2026, 3, 9)

    with translation.override("en"):
        page = Profile(llanelli, on=on)
        today = download_links.area_links(page, today=on)
        later = download_links.area_links(page, today=datetime.date(2026, 3, 10))

    assert today[0]["href"] == "/en/clusters/llanelli/indicators.xlsx"
    assert later[0]["href"] == "/en/clusters/llanelli/indicators.xlsx?on=2026-03-09"


def test_an_indicator_offers_files_of_every_cluster():
    with translation.override("en"):
        links = download_links.indicator_links(Indicator.objects.get(code=CODE))

    assert links[1]["href"] == f"/en/indicators/table.ods?view=indicator&indicator={CODE}"


# --- at the edges ---


@pytest.mark.parametrize(
    "path",
    [
        "/en/indicators/table.pdf",
        "/en/health-boards/nowhere/indicators/table.csv",
        "/en/clusters/nowhere/indicators.csv",
        "/en/clusters/llanelli/indicators.csv",
    ],
)
def test_what_is_not_there_is_not_found(client, path):
    Area.objects.filter(code="llanelli").update(closed_on=datetime.date(2020, 1, 1))

    assert client.get(path).status_code == 404


def test_the_tidy_file_of_every_figure_is_where_it_was(client):
    assert client.get("/en/indicators.csv").content.startswith(b"area_code,area_kind,")
    assert client.get("/cy/byrddau-iechyd/hywel-dda/dangosyddion.csv").status_code == 200


@EVERY_FORMAT
@pytest.mark.parametrize("name", [WALES, BOARD, CLUSTER])
def test_the_number_of_queries_does_not_grow_with_the_table(client, django_assert_max_num_queries, name, extension):
    with django_assert_max_num_queries(8):
        client.get(address(name, extension))


@EVERY_FORMAT
def test_a_file_is_the_same_for_everybody_and_kept(client, django_assert_num_queries, extension):
    first = client.get(address(CLUSTER, extension))

    with django_assert_num_queries(0):
        second = client.get(address(CLUSTER, extension))

    assert second.content == first.content
    assert second["Content-Disposition"] == first["Content-Disposition"]
    assert "Set-Cookie" not in first


THREE = "tywi-taf,llanelli,amman-gwendraeth"


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_a_comparison_can_be_taken_away_as_a_readable_workbook(client, extension, language):
    file = page_address("indicators:compare_download", language, extension=extension)

    book = read(client.get(f"{file}?clusters={THREE}").content, extension)

    assert broken_rules(book, language) == []


def test_the_file_of_a_comparison_says_what_its_page_says(client, page):
    soup = page(f"/en/indicators/compare/?clusters={THREE}")
    (link,) = soup.select("a[download][href*='.csv']")

    rows = list(csv.DictReader(io.StringIO(client.get(link["href"]).content.decode("utf-8-sig"))))

    shown = [
        [cell.strong.get_text(strip=True) for cell in row.select("td") if cell.strong] for row in soup.select("tr")
    ]
    by_cluster = {code: [row["Value"] for row in rows if row["Area code"] == code] for code in THREE.split(",")}
    in_file = [list(values) for values in zip(*by_cluster.values(), strict=True)]
    assert [[value.replace(",", "") for value in values] for values in shown if values] == in_file


@pytest.mark.parametrize("codes", ["", "tywi-taf", "nowhere,elsewhere"])
def test_nothing_is_given_where_nothing_is_compared(client, codes):
    assert client.get(f"/en/indicators/compare/table.csv?clusters={codes}").status_code == 404
