"""A cluster's profile, an indicator's page, clusters compared, key findings: the same figures wherever they stand."""

import re

import pytest

from clusters.models import Area, Cluster, HealthBoard
from indicators.computation.findings import Known, Spread, main_differences, sentence, widest_spreads
from indicators.models import Figure, Indicator, KeyFinding, Outcome, Period, Release
from indicators.presenters.charts import WIDTH, scale_of, strip
from indicators.queries import Shown, key_findings
from tests.factories import KeyFindingFactory, ReleaseFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
CLUSTER = "/en/clusters/tywi-taf/indicators/"
OVERVIEW = "/en/clusters/tywi-taf/"
INDICATOR = "/en/indicators/residents-aged-85-and-over/"
COMPARE = "/en/indicators/compare/"
PUBLISHED = "Published elsewhere"


def key_figures(area: Area) -> list[Figure]:
    found = Figure.objects.filter(area=area, figure_set__current__is_latest=True)
    return list(found.filter(figure_set__indicator__key_order__isnull=False).select_related("figure_set__indicator"))


def test_a_profile_says_each_key_figure_once_in_words_and_once_as_a_table(page):
    soup = page(CLUSTER)

    for figure in key_figures(Cluster.objects.get(slug_en="tywi-taf")):
        indicator = figure.figure_set.indicator
        value = f"{figure.value:,.{indicator.decimals}f}"
        block = next(one for one in soup.select(".app-profile li") if words(one.a) == indicator.name_en)
        line = next(one for one in soup.select(".app-lines tbody tr") if one.a and words(one.a) == indicator.name_en)
        assert words(block.select_one(".app-profile__value")) == value
        assert words(line.select_one("td")) == value
        assert words(block.select_one(".app-said")) == words(line.select_one(".app-said"))


def test_every_strip_shows_all_other_clusters_wales_and_the_board(page):
    strips = page(CLUSTER).select(".app-profile .app-strip")

    assert len(strips) == 15
    for drawn in strips:
        assert drawn["aria-hidden"] == "true"
        assert len(drawn.select(".app-strip__wales, .app-strip__board, .app-strip__here")) == 3
    assert max(drawn.select_one(".app-strip__others")["d"].count("h0") for drawn in strips) == 60


def shown(value: float, lower: float | None = None, upper: float | None = None) -> Shown:
    return Shown(1, 1, value, lower, upper, "", "", "", None, None)


def test_a_strip_places_figures_on_one_scale():
    figures = [shown(10.0, 8.0, 12.0), shown(20.0), shown(28.0)]

    drawn = strip(scale_of(figures), figures[0], among=figures, wales=figures[1], board=None)

    assert (drawn.here, drawn.lower, drawn.upper, drawn.wales, drawn.board) == (50.0, 10.0, 90.0, 250.0, None)
    assert drawn.others == "M50 20h0M250 20h0M410 20h0"
    assert drawn.upper < WIDTH


def test_nothing_is_drawn_where_there_is_no_figure():
    assert scale_of([None]) is None
    assert strip(None, None, among=[], wales=None, board=None) is None


def test_an_indicator_shows_every_area_on_one_scale(page):
    soup = page(INDICATOR)

    tables = {words(table.caption): len(table.select("tbody tr")) for table in soup.select("table.app-dots")}

    assert tables == {"Clusters": 60, "Health boards": 7, "Local authorities": 22}
    fifths = len(soup.select("#deprivation .chart-interval"))
    periods = len(soup.select("figure:has(#chart-trend-title) .chart-interval"))
    assert (len(soup.select(".chart-interval")) - fifths - periods, fifths, periods) == (89, 5, 3)
    assert "Wales: 2.7. Lowest figure of a cluster: 0.8. Highest: 4.5." in words(soup)


@pytest.mark.parametrize(("sort", "first"), [("", "Afan"), ("highest", "South Meirionnydd"), ("nonsense", "Afan")])
def test_an_indicator_is_shown_in_the_order_asked(page, sort, first):
    soup = page(f"{INDICATOR}?sort={sort}")

    assert words(soup.select_one("table.app-dots tbody th")) == first
    assert "Do not read the table as a ranking." in words(soup)


def test_an_indicator_shows_its_earlier_periods(page):
    soup = page(INDICATOR)
    past = next(table for table in soup.select("table") if words(table.caption).startswith("Wales and the health"))

    rows = [[words(cell) for cell in row.select("th, td")][:2] for row in past.select("tbody tr")]

    assert [label for label, _wales in rows] == ["Mid-2017", "Mid-2019", "Mid-2020", "Recent trend"]
    assert rows[-1][1] == "No trend tested: fewer than five periods"
    assert len(past.select("thead th")) == 9


def test_an_indicator_without_figures_shows_its_definition_and_no_table(page):
    soup = page("/en/indicators/low-birth-weight/")

    assert "Figures not yet published." in words(soup)
    assert soup.select("table.app-dots, .chart") == []


def test_what_others_published_stands_apart_and_names_its_publisher(page):
    board, indicator = page("/en/health-boards/hywel-dda/"), page("/en/indicators/low-birth-weight/")

    tables = [
        next(one for one in soup.select("table") if words(one.caption) == PUBLISHED) for soup in (board, indicator)
    ]

    assert all(words(row.select("td")[-1]) for table in tables for row in table.select("tbody tr"))
    assert "Hywel Dda University Health Board" in words(tables[1])


@pytest.mark.parametrize(
    "query", ["?clusters=llanelli,tywi-taf,rhondda", "?clusters=llanelli&clusters=tywi-taf,rhondda"]
)
def test_clusters_are_compared_in_the_order_of_the_address(page, query):
    soup = page(COMPARE + query)

    headings = [words(one) for one in soup.select(".app-compare thead th")]

    assert headings == ["Indicator", "Wales", "Llanelli", "Tywi/Taf", "Rhondda"]
    assert len(soup.select(".app-compare tbody tr:not(.app-lines__topic)")) == 15


@pytest.mark.parametrize(
    "query", ["", "?clusters=llanelli", "?clusters=nowhere,atlantis", "?clusters=" + "llanelli," * 9]
)
def test_one_cluster_or_none_cannot_be_compared(page, query):
    soup = page(COMPARE + query)

    assert soup.select(".app-compare") == []
    assert "Choose two to five clusters to compare." in words(soup)
    assert len(soup.select("input[name=clusters]")) == 60


def test_more_than_five_clusters_are_not_compared(page):
    codes = ",".join(Cluster.objects.real().values_list("code", flat=True)[:6])

    assert page(f"{COMPARE}?clusters={codes}").select(".app-compare") == []


def test_a_cluster_leads_to_a_comparison_with_its_neighbours(page):
    boxes = page(CLUSTER).select("#indicators input[name=clusters]")

    assert [box["value"] for box in boxes if box["type"] == "hidden"] == ["tywi-taf"]
    assert len([box for box in boxes if box["type"] == "checkbox"]) == 6


@pytest.mark.parametrize(
    ("address", "most"), [(OVERVIEW, 12), (CLUSTER, 12), (INDICATOR, 11), (COMPARE + "?clusters=afan,neath", 6)]
)
def test_these_pages_ask_little_of_the_database(client, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most):
        client.get(address)


# --- Key findings ---


def test_every_cluster_and_board_has_findings_in_both_languages():
    areas = Area.objects.filter(kind__in=["cluster", "health_board"])

    for area in areas:
        findings = key_findings(area)
        assert findings, area
        assert all(one.generated_en and one.generated_cy and one.generated_en != one.generated_cy for one in findings)


def test_a_finding_says_what_the_table_says(page):
    soup = page("/en/health-boards/cwm-taf-morgannwg/indicators/?view=cluster&cluster=rhondda")
    lines = {words(line.a): words(line) for line in soup.select(".app-lines tbody tr:not(.app-lines__topic)")}

    for finding in KeyFinding.objects.filter(area__slug_en="rhondda"):
        name, _colon, said = finding.generated_en.partition(": ")
        value, direction = re.match(
            r"([\d.,]+)%?[^,]*,(?: not adjusted for age,)? (higher|lower|in the highest|in the lowest)", said
        ).groups()
        assert value in lines[name]
        assert direction.removeprefix("in the ") in lines[name].lower()


def test_findings_stand_on_the_pages_of_their_areas(page):
    finding = KeyFinding.objects.filter(area=Cluster.objects.get(slug_en="tywi-taf")).first()

    assert finding.generated_en in words(page(CLUSTER).select_one(".app-findings"))
    assert len(page("/en/health-boards/hywel-dda/").select(".app-findings li")) == 10


def test_a_finding_leads_to_the_figures_behind_it(page):
    links = page("/en/health-boards/hywel-dda/").select(".app-findings a")

    assert len(links) == 10
    assert words(page(links[0]["href"]).h1).startswith("Residents aged 85 and over")


def known(ratio: float, outcome: str = Outcome.HIGHER, *, sure: bool = True, code: str = "a") -> Known:
    indicator = Indicator(code=code, name_en="Disability", short_unit_en="%", decimals=1)
    return Known(indicator, Period(short_label_en="2021"), 24.0, 21.6, outcome, ratio, sure)


def test_the_biggest_and_surest_difference_is_told_first():
    small, big, unsure = known(1.1), known(0.5, Outcome.LOWER), known(1.9, sure=False)

    assert main_differences([small, unsure, big]) == [big, unsure, small]


def test_what_does_not_differ_is_not_told():
    outcomes = [Outcome.NO_DIFFERENCE, Outcome.NOT_COMPARED, Outcome.MIDDLE_FIFTH, Outcome.FOURTH_FIFTH]

    assert main_differences([known(2.0, outcome) for outcome in outcomes]) == []


def test_five_differences_are_told_at_most():
    assert len(main_differences([known(1.0 + n / 10, code=str(n)) for n in range(9)])) == 5


def test_a_sentence_holds_value_comparator_and_period():
    assert sentence(known(1.11)) == (
        "Disability: 24.0%, higher than the Wales average (21.6; 2021; statistically significant)."
    )


def test_a_spread_is_told_where_most_clusters_differ_to_one_side():
    indicator, period = Indicator(code="a"), Period()
    most, half = Spread(indicator, period, 4, 1, 7), Spread(indicator, period, 3, 3, 6)

    assert widest_spreads([half, most]) == [most]


def test_an_edited_finding_takes_the_place_of_the_generated_one():
    finding = KeyFindingFactory.build(edited_en="Better said.")

    assert finding.text == "Better said."


def test_only_the_newest_published_release_is_read():
    board = HealthBoard.objects.get(slug_en="powys")
    withdrawn = ReleaseFactory(number=900, state=Release.State.WITHDRAWN)
    KeyFindingFactory(release=withdrawn, area=board, generated_en="Withdrawn.")

    assert "Withdrawn." not in [finding.text for finding in key_findings(board)]


def test_an_area_travels_along_from_its_profile_to_an_indicator(page):
    link = next(one for one in page(CLUSTER).select(".app-profile__name"))

    soup = page(link["href"])

    assert link["href"].endswith("?area=tywi-taf")
    own = soup.select_one(".app-own")
    marked = soup.select("tr.is-own")
    assert words(own.a) == words(marked[0].th) == "Tywi/Taf"
    assert words(marked[0].select_one("td")) in words(own)
    assert len(marked) == 1
    assert all("area=tywi-taf" in one["href"] for one in soup.select("main a[href^='?sort=']"))
    assert page(link["href"].partition("?")[0]).select(".app-own, tr.is-own") == []
