"""One figure of each kind, drawn from every place that shows it: all say the same."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db.models import F

from clusters.models import Area, Cluster
from common.addresses import page_address
from indicators.models import CurrentExampleSet, CurrentFigureSet, Figure, Indicator
from indicators.queries import key_findings
from tests.factories import FigureFactory, FigureSetFactory, ReleaseFactory
from tests.reading import words
from tests.workbook_rules import read

pytestmark = pytest.mark.django_db
INTERVAL, STANDARDISED = "households_deprived_two_or_more", "avoidable_mortality_under_75"
SMALL = "Not shown: small numbers [c]"
WALES = "Higher than the Wales average (statistically significant)"


class Places:
    """Every place that shows the figure of one cluster on one indicator, each read in its own way."""

    def __init__(self, client, cluster: str, code: str) -> None:
        self.client = client
        self.cluster = Cluster.objects.get(code=cluster)
        self.indicator = Indicator.objects.get(code=code)

    def get(self, address: str) -> bytes:
        response = self.client.get(address)
        assert response.status_code == 200
        return response.content

    def soup(self, address: str) -> BeautifulSoup:
        return BeautifulSoup(self.get(address), "html.parser")

    def row(self, soup: BeautifulSoup, table: str, heading: str) -> list[str]:
        """Return the cells of the row whose heading starts with some words."""
        rows = soup.select(f"{table} tbody tr")
        return next(
            [words(c) for c in row.select("td")] for row in rows if row.th and words(row.th).startswith(heading)
        )

    @property
    def cluster_page(self) -> str:
        return page_address("portal:cluster_indicators", "en", slug=self.cluster.slug)

    def profile(self) -> str:
        items = self.soup(self.cluster_page).select(".app-profile li")
        return next(words(item) for item in items if words(item.select_one("a")) == self.indicator.name)

    def profile_table(self) -> list[str]:
        """Return value, interval and words of the profile's own table."""
        return self.row(self.soup(self.cluster_page), ".app-lines", self.indicator.name)[:3]

    def indicator_page(self) -> list[str]:
        address = page_address("indicators:indicator", "en", slug=self.indicator.slug)
        return self.row(self.soup(address), ".app-dots", self.cluster.name)[:3]

    def compare_page(self) -> str:
        address = page_address("indicators:compare", "en") + f"?clusters={self.cluster.code},afan"
        return self.row(self.soup(address), ".app-compare", self.indicator.name)[1]

    def csv(self) -> list[str]:
        """Return value, limits and words of the file."""
        address = page_address("indicators:cluster_download", "en", slug=self.cluster.slug, extension="csv")
        rows = csv.DictReader(io.StringIO(self.get(address).decode("utf-8-sig")))
        wanted = (self.cluster.code, self.indicator.code)
        row = next(one for one in rows if (one["Area code"], one["Indicator code"]) == wanted)
        return list(row.values())[13:17]

    def workbook(self, extension: str) -> list[str]:
        address = page_address("indicators:cluster_download", "en", slug=self.cluster.slug, extension=extension)
        sheet = read(self.get(address), extension).sheet(3)
        return next(row[4:8] for row in sheet.body if row[0] == self.indicator.name)

    def finding(self) -> str:
        return next(one.text for one in key_findings(self.cluster) if one.indicator_id == self.indicator.pk)

    def files(self) -> list[list[str]]:
        return [self.csv(), self.workbook("xlsx"), self.workbook("ods")]


def stored(shown, cluster: str, code: str) -> Figure:
    sets = shown.objects.filter(indicator__code=code, is_latest=True).values("figure_set")
    return Figure.objects.get(figure_set__in=sets, area__code=cluster)


def test_a_figure_with_an_interval_is_the_same_everywhere(client):
    places = Places(client, "llanelli", INTERVAL)
    figure = stored(CurrentFigureSet, "llanelli", INTERVAL)
    value, low, high = (f"{number:.1f}" for number in (figure.value, figure.lower95, figure.upper95))
    said = f"▲ {WALES}"

    assert figure.versus_wales == "higher"
    profile = places.profile()
    assert f" {value} {said} " in profile
    assert f"95% interval: {low} to {high}" in profile
    assert places.profile_table() == places.indicator_page() == [value, f"{low} to {high}", said]
    assert places.compare_page().startswith(f"{value} {said}")
    assert places.files() == [[value, low, high, WALES]] * 3


def test_a_figure_in_an_outer_fifth_is_the_same_everywhere_and_in_the_finding(client):
    told = Figure.objects.filter(
        figure_set__current__is_latest=True,
        versus_wales="fifth_5",
        area__kind=Area.Kind.CLUSTER,
        area__key_findings__indicator=F("figure_set__indicator"),
    ).first()
    places = Places(client, told.area.code, told.figure_set.indicator.code)
    value = f"{told.value:,.{places.indicator.decimals}f}"
    sentence = "In the highest fifth of Wales’ clusters"

    assert f" {value} △ {sentence} " in places.profile()
    assert places.profile_table() == places.indicator_page() == [value, "No interval", f"△ {sentence}"]
    assert places.compare_page().startswith(f"{value} △ {sentence}")
    assert [[row[0].replace(",", ""), *row[1:]] for row in places.files()] == [
        [value.replace(",", ""), "[z]", "[z]", sentence]
    ] * 3
    assert re.search(rf": {re.escape(value)}\b.*, in the highest fifth of Wales’ clusters", places.finding())


def test_a_finding_says_the_value_and_the_comparison_of_the_table(client):
    told = Figure.objects.filter(
        figure_set__indicator__code=INTERVAL,
        figure_set__current__is_latest=True,
        versus_wales="higher",
        area__kind=Area.Kind.CLUSTER,
        area__key_findings__indicator__code=INTERVAL,
    )
    places = Places(client, told.select_related("area").first().area.code, INTERVAL)

    value, _interval, said = places.profile_table()

    assert said == f"▲ {WALES}"
    assert f"{places.indicator.name}: {value}%, higher than the Wales average" in places.finding()


def test_a_suppressed_figure_is_nowhere(client):
    current = CurrentFigureSet.objects.get(indicator__code=INTERVAL, is_latest=True)
    before = list(Figure.objects.filter(figure_set=current.figure_set).select_related("area"))
    current.figure_set = FigureSetFactory(indicator=current.indicator, period=current.period, release=ReleaseFactory())
    current.save()
    for one in before:
        hidden = one.area.code == "llanelli"
        kept = {"withheld": True} if hidden else {"value": one.value, "lower95": one.lower95, "upper95": one.upper95}
        FigureFactory(figure_set=current.figure_set, area=one.area, **kept)
    places = Places(client, "llanelli", INTERVAL)

    assert f" {SMALL} – – · Wales:" in places.profile()
    assert places.profile_table() == places.indicator_page() == [SMALL, "–", "–"]
    assert places.compare_page() == f"{SMALL} –"
    assert places.files() == [["[c]"] * 4] * 3


def test_a_standardised_rate_of_an_example_is_the_same_everywhere(client):
    call_command("load_examples")
    figure = stored(CurrentExampleSet, "example-south", STANDARDISED)
    places = Places(client, "example-south", STANDARDISED)
    decimals = places.indicator.decimals
    value, low, high = (f"{number:,.{decimals}f}" for number in (figure.value, figure.lower95, figure.upper95))

    table = places.profile_table()

    assert f" {value} {table[2]} " in places.profile()
    assert table[:2] == [value, f"{low} to {high}"]
    plain = [cell.replace(",", "") for cell in (value, low, high)]
    said = table[2].lstrip("▲▼ ")
    assert [[*(cell.replace(",", "") for cell in row[:3]), row[3]] for row in places.files()] == [[*plain, said]] * 3
