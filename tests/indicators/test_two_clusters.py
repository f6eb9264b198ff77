"""Two clusters set against each other on the compare page."""

import pytest

from clusters.models import Cluster
from common import clock
from indicators.models import Figure
from indicators.presenters.comparison import Comparison
from indicators.presenters.contrasts import between
from indicators.queries import columns
from indicators.statistics import difference_of_proportions, ratio_of_proportions
from tests.factories import CurrentFigureSetFactory, FigureFactory, FigureSetFactory, IndicatorFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
CODE, NAME = "households_deprived_two_or_more", "Households deprived in two or more dimensions"
COMPARE = "/en/indicators/compare/?clusters="


def cells(soup, name: str) -> list[str]:
    rows = soup.select(".app-between tbody tr:not(.app-lines__topic)")
    return next([words(cell) for cell in row.select("td")] for row in rows if words(row.th).startswith(name))


def test_two_clusters_are_tested_by_their_counts(page):
    figures = Figure.objects.filter(figure_set__current__is_latest=True, figure_set__indicator__code=CODE)
    counts = [
        value
        for code in ("rhondda", "llanelli")
        for value in figures.values_list("count", "denominator").get(area__code=code)
    ]
    difference, ratio = difference_of_proportions(*counts, multiplier=100), ratio_of_proportions(*counts)

    found = cells(page(COMPARE + "rhondda,llanelli"), NAME)

    assert found == [
        f"{difference.value:.1f} ({difference.lower:.1f} to {difference.upper:.1f})",
        f"{ratio.value:.2f} ({ratio.lower:.2f} to {ratio.upper:.2f})",
        "The first is higher than the second (statistically significant)",
    ]


def test_the_order_of_the_address_decides_which_is_first(page):
    found = cells(page(COMPARE + "llanelli,rhondda"), NAME)

    assert found[2] == "The first is lower than the second (statistically significant)"


def test_an_indicator_without_counts_is_not_tested(page):
    assert cells(page(COMPARE + "llanelli,rhondda"), "Emergency admissions for respiratory diseases") == [
        "–",
        "–",
        "Not tested: no counts",
    ]


def test_of_more_than_two_nothing_is_said(page):
    soup = page(COMPARE + "llanelli,rhondda,afan")

    assert len(soup.select(".app-compare thead th")) == 5
    assert soup.select(".app-between") == []
    assert Comparison(["llanelli", "rhondda", "afan"], on=clock.today()).between == {}


@pytest.mark.parametrize(
    ("counts", "said", "ratio"),
    [((100, 104), "No statistically", "0.96 (0.74 to 1.25)"), ((0, 40), "The first is lower", "–")],
)
def test_chance_and_nought_are_said_for_what_they_are(counts, said, ratio):
    first, second = Cluster.objects.filter(code__in=("llanelli", "rhondda")).order_by("code")
    figure_set = FigureSetFactory(indicator=IndicatorFactory(method="proportion"))
    CurrentFigureSetFactory(figure_set=figure_set)
    for area, count in zip((first, second), counts, strict=True):
        FigureFactory(figure_set=figure_set, area=area, count=count, denominator=1_000, value=count / 10)
    shown = columns([figure_set.indicator.code])

    found = between(shown, first, second)[figure_set.indicator_id]

    assert found.said.startswith(said)
    assert found.ratio == ratio
