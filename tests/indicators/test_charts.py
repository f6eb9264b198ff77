"""The charts of the pages: what they say is what the table says, and each can be taken away whole."""

import csv
import io
import struct
from xml.etree import ElementTree

import pytest
from django.utils import translation

from clusters.models import Area
from common import clock
from common.addresses import page_address
from common.charts import Chart
from indicators.models import Figure, Indicator
from indicators.presenters.class_maps import CLASSES
from indicators.presenters.indicator import IndicatorPage
from indicators.presenters.indicator_charts import IndicatorCharts
from indicators.presenters.profile import Profile
from indicators.presenters.profile_chart import profile_file
from tests.reading import words
from tests.workbook_rules import broken_rules, read

pytestmark = pytest.mark.django_db
CODE = "overcrowded_households"
PAGE = "/en/indicators/overcrowded-households/"
SVG = "{http://www.w3.org/2000/svg}"
OF_INDICATOR = ("clusters", "health_boards", "local_authorities", "distribution", "funnel", "map", "fifths")
OF_AREA = (
    *("cluster_age", "cluster_deprivation", "health_board_age", "health_board_deprivation"),
    *("cluster_profile", "health_board_profile"),
)
EVERY_CHART = pytest.mark.parametrize("name", [*OF_INDICATOR, *OF_AREA])
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
POINTS = {"clusters": 60, "health_boards": 7, "local_authorities": 22, "distribution": 60, "funnel": 60, "map": 60}
POINTS |= {"fifths": 5}
MARKS = {"map": "<title>", "fifths": 'class="chart-bar'}


def subject(name: str) -> Area | Indicator:
    if name in OF_INDICATOR:
        return Indicator.objects.get(code=CODE)
    return Area.objects.get(slug_en="hywel-dda" if name.startswith("health_board") else "central-south-denbighshire")


def address(name: str, extension: str, language: str = "en") -> str:
    slug = getattr(subject(name), f"slug_{language}")
    return page_address(f"indicators:{name}_chart", language, slug=slug, extension=extension)


def charts(code: str = CODE, sort: str = "") -> IndicatorCharts:
    return IndicatorCharts(IndicatorPage(Indicator.objects.get(code=code), on=clock.today(), sort=sort))


@LANGUAGES
@EVERY_CHART
def test_a_downloaded_drawing_says_where_it_comes_from(client, name, language):
    response = client.get(address(name, "svg", language))

    root = ElementTree.fromstring(response.content)
    said = " ".join(text.text for text in root.iter(f"{SVG}text"))
    facts = {
        "en": ("Source: ", "Licence: ", "Open Government", "Release: 1", "Last updated: ", "Web page: http://"),
        "cy": (
            "Ffynhonnell: ",
            "Trwydded: ",
            "Llywodraeth Agored",
            "Datganiad: 1",
            "Diweddarwyd",
            "Tudalen we: http://",
        ),
    }
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert all(fact in said for fact in facts[language])
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response["Content-Disposition"].startswith("attachment")


@EVERY_CHART
def test_a_downloaded_picture_is_a_png_of_the_size_of_the_drawing(client, name):
    drawing = ElementTree.fromstring(client.get(address(name, "svg")).content)

    content = client.get(address(name, "png")).content

    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (2 * int(drawing.get("width")), 2 * int(drawing.get("height")))


@LANGUAGES
@pytest.mark.parametrize("extension", ["xlsx", "ods"])
@EVERY_CHART
def test_the_figures_of_a_chart_are_a_readable_workbook(client, name, extension, language):
    book = read(client.get(address(name, extension, language)).content, extension)

    assert broken_rules(book, language) == []


@pytest.mark.parametrize("name", OF_INDICATOR)
def test_a_chart_has_as_many_points_as_its_file_has_rows(client, name):
    drawing = client.get(address(name, "svg")).content.decode()
    rows = list(csv.reader(io.StringIO(client.get(address(name, "csv")).content.decode("utf-8-sig"))))

    drawn = drawing.count(MARKS.get(name, 'class="chart-dot'))
    assert drawn == len(rows) - 1 == POINTS[name]


def test_the_title_of_a_dot_plot_counts_what_the_table_marks():
    stored = Figure.objects.filter(
        figure_set__indicator__code=CODE, figure_set__current__is_latest=True, area__kind=Area.Kind.CLUSTER
    )

    higher, lower = (stored.filter(versus_wales=outcome).count() for outcome in ("higher", "lower"))

    found = charts().clusters
    assert f"higher than Wales: {higher} of 60. Significantly lower: {lower}." in found.chart.title
    assert sum("Higher" in row[-1] for row in found.rows) == higher > 0
    assert sum(getattr(part, "style", "") == "dot chart-dot--higher" for part in found.chart.parts) == higher


def test_an_indicator_in_fifths_is_told_by_its_ends():
    found = charts("residents_most_deprived_fifth").clusters

    assert "Lowest: " in found.chart.title
    assert "Highest: " in found.chart.title


def test_a_count_of_all_wales_is_no_line_to_compare_a_cluster_with():
    counted, rated = (charts(code).clusters.chart for code in ("registered_patients", CODE))

    assert not any(getattr(part, "style", "") == "reference" for part in counted.parts)
    assert "The vertical line is Wales." not in counted.description
    assert sum(getattr(part, "style", "") == "reference" for part in rated.parts) == 1
    assert "The vertical line is Wales." in rated.description


def test_the_rows_of_a_dot_plot_follow_the_order_of_the_page(page):
    found = charts(sort="highest").clusters
    links = {link["href"] for link in found.links}

    values = [row[1].value for row in found.rows]

    assert values == sorted(values, reverse=True)
    assert "/en/indicators/overcrowded-households/clusters.svg?sort=highest" in links
    assert {link["href"] for link in page(PAGE + "?sort=highest").select("a[download]")} >= links


@pytest.mark.parametrize("code", [CODE, "aged_85_plus", "registered_patients"])
def test_a_chart_its_file_and_the_table_say_the_same_figures(client, page, code):
    indicator = Indicator.objects.get(code=code)
    rows = page(f"/en/indicators/{indicator.slug_en}/").select_one("table.app-dots").select("tbody tr")
    shown = [[words(cell) for cell in row.select("th, td")][:3] for row in rows]

    content = client.get(f"/en/indicators/{indicator.slug_en}/clusters.csv").content

    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    assert [[name, value.replace(",", "")] for name, value, _interval in shown] == [line[:2] for line in lines]
    limits = [interval.replace(",", "").split(" to ") for _name, _value, interval in shown if " to " in interval]
    assert limits == [line[2:4] for line in lines if line[2] != "[z]"]
    labels = [label.text.replace(",", "").rstrip(" ▲▼") for label in charts(indicator.code).clusters.chart.labels]
    assert {value for _name, value, *_others in lines} <= set(labels)


def overlapping(chart: Chart) -> list[tuple[str, str]]:
    """Return the labels of one line that come over each other."""
    labels = chart.labels
    return [
        (one.text, other.text)
        for place, one in enumerate(labels)
        for other in labels[place + 1 :]
        if abs(one.y - other.y) < one.size and one.left < other.right and other.left < one.right
    ]


@LANGUAGES
@pytest.mark.parametrize("code", [CODE, "registered_patients", "cancer_incidence", "residents_most_deprived_fifth"])
def test_no_label_lies_over_another(code, language):
    with translation.override(language):
        found = charts(code)
        drawn = [getattr(found, name) for name in OF_INDICATOR]

        assert [overlapping(one.chart) for one in drawn if one is not None] == [[]] * sum(bool(one) for one in drawn)


@LANGUAGES
@pytest.mark.parametrize("slug", ["south-meirionnydd", "cardiff-north", "north-west-flintshire"])
def test_a_profile_as_a_picture_says_what_its_page_says(slug, language):
    with translation.override(language):
        profile = Profile(Area.objects.get(slug_en=slug), on=clock.today())
        found = profile_file(profile)

    assert overlapping(found.chart) == []
    lines = [line for _topic, lines in profile.lines for line in lines]
    labels = {label.text.strip("▲▼△▽ ") for label in found.chart.labels}
    assert {line.value for line in lines} <= labels
    assert [row[-1] for row in found.rows] == [line.said for line in lines]
    assert sum(getattr(part, "style", "").startswith("dot") for part in found.chart.parts) == len(lines) == 15


def test_the_file_of_a_funnel_holds_the_limits_that_decide_where_a_cluster_lies():
    found = charts()
    dots = found.page.funnel.dots

    for dot, row in zip(dots, found.funnel.rows, strict=True):
        low95, high95, low998, high998 = dot.limits
        assert low998 <= low95 <= high95 <= high998
        assert (dot.said == "within the limits") is (low95 <= dot.sized.value <= high95)
        assert (dot.said == "outside the 99.8% limits") is not (low998 <= dot.sized.value <= high998)
        assert [cell.value for cell in row[3:7]] == [round(limit, 1) for limit in dot.limits]
    assert len({dot.said for dot in dots}) == 3


def test_the_map_puts_each_cluster_into_one_class_and_equal_figures_into_the_same():
    found = charts().classes

    assert [one.number for one in found] == list(range(1, CLASSES + 1))
    assert sum(len(one.rows) for one in found) == 60
    shown = [set(one.values) for one in found]
    assert all(not shown[place] & shown[place + 1] for place in range(CLASSES - 1))
    ends = [float(value) for one in found for value in (one.values[0], one.values[-1])]
    assert ends == sorted(ends)


def test_every_area_of_the_map_is_a_link_that_the_list_beside_has_too(page):
    soup = page(PAGE).select_one(".app-classes")

    drawn = {link["href"] for link in soup.select("svg a")}
    listed = {link["href"] for link in soup.select("li a")}

    assert drawn == listed
    assert len(drawn) == 60
    assert {path["fill"] for path in soup.select("svg a path")} == {f"url(#area-class-{one})" for one in range(1, 6)}
    assert "five classes" in words(soup)
    assert "approximation" in words(soup)


def test_a_chart_on_a_page_is_named_by_its_title_and_its_description(page):
    soup = page(PAGE)

    drawn = soup.select("svg.chart")

    assert len(drawn) == len(OF_INDICATOR)
    for one in drawn:
        assert one["role"] == ("group" if one.select("a") else "img")
        assert all(soup.select_one(f"#{identity}") for identity in one["aria-labelledby"].split())


@pytest.mark.parametrize("name", ["clusters", "map", "funnel"])
def test_nothing_is_given_where_there_is_no_figure(client, name):
    waiting = page_address(f"indicators:{name}_chart", "en", slug="low-birth-weight", extension="svg")

    assert client.get(waiting).status_code == 404


@pytest.mark.parametrize("extension", ["svg", "csv"])
@EVERY_CHART
def test_a_file_asks_little_of_the_database(client, django_assert_max_num_queries, name, extension):
    path = address(name, extension)

    with django_assert_max_num_queries(8):
        assert client.get(path).status_code == 200


# --- A series ---

REGISTER = "/en/indicators/gp-recorded-coronary-heart-disease/"


def test_three_periods_are_drawn_with_their_intervals_and_wales(page, client):
    soup = page(f"{REGISTER}?area=llanelli")
    chart = soup.select_one("figure:has(#chart-trend-title)")

    assert words(chart.select_one("h3")) == (
        "GP-recorded coronary heart disease, Llanelli. Earliest, 2016-17: 4.3. Latest, 2018-19: 4.3."
    )
    assert [len(chart.select(f".chart-{mark}")) for mark in ("dot", "interval", "reference")] == [3, 3, 3]
    rows = client.get("/en/indicators/gp-recorded-coronary-heart-disease/trend.csv?area=llanelli").content.decode()
    assert rows.splitlines()[0].endswith(",Upper limit of the 95% interval,Wales")
    assert len(rows.splitlines()) == 4
    assert soup.select_one("select[name=area] option[selected]")["value"] == "llanelli"


def test_wales_is_drawn_by_itself_where_no_area_is_asked_for(page):
    chart = page(f"{REGISTER}?area=nowhere").select_one("figure:has(#chart-trend-title)")

    assert words(chart.select_one("h3")).startswith("GP-recorded coronary heart disease, Wales.")
    assert chart.select(".chart-reference") == []


def test_two_periods_are_no_series(page, client):
    assert page("/en/indicators/registered-patients-aged-65-and-over/").select("#chart-trend-title") == []
    assert client.get("/en/indicators/registered-patients-aged-65-and-over/trend.svg").status_code == 404
