"""Which way figures went over five periods: stored with each release, read by pages and files."""

import csv
import datetime
import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from clusters.models import Area, Cluster
from common import clock
from indicators.models import CurrentExampleSet, Figure, Indicator, Period, Release, Trend
from indicators.presenters.profile import Profile
from indicators.queries import Column, columns, figures
from indicators.releases.actions import import_figures
from indicators.releases.trends import are_even
from indicators.statistics import recent_trend_of_proportions
from tests.factories import TrendFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
Direction = Trend.Direction
HEADINGS = "area_kind,area_code,indicator,period,period_label_en,period_label_cy,period_order,count,denominator\n"


@pytest.fixture
def examples():
    call_command("load_examples")


def trends(shown: list[Column], areas) -> dict[tuple[int, int], str]:
    found = figures(shown, areas, trends_of=areas)
    return {key: figure.trend for key, figure in found.items() if figure.trend}


def example_trends(code: str) -> dict[str, str]:
    (column,) = columns([code], example=True)
    areas = {area.pk: area.code for area in Area.objects.filter(is_example=True)}
    return {areas[area]: found for (area, _indicator), found in trends([column], areas).items()}


def imported(
    tmp_path, counts: list[int], *, orders: list[int] | None = None, code: str = "register_diabetes_17plus"
) -> None:
    """Import five (or other) yearly counts of one example cluster out of 10,000."""
    orders = orders or list(range(3001, 3001 + len(counts)))
    lines = [
        f"cluster,example-north,{code},t-{order},{order},{order} (cy),{order},{count},10000\n"
        for order, count in zip(orders, counts, strict=True)
    ]
    path = tmp_path / f"{code}-{orders[0]}-{counts[0]}.csv"
    path.write_text(HEADINGS + "".join(lines), encoding="utf-8")
    import_figures(path=path, at=clock.now(), on=clock.today())


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("register_diabetes_17plus", Direction.RISING),
        ("register_chd", Direction.FALLING),
        ("register_asthma", Direction.NO_CLEAR_TREND),
        ("low_birth_weight", Direction.TOO_FEW_PERIODS),
    ],
)
def test_the_examples_show_each_kind_of_trend(examples, code, direction):
    assert example_trends(code)["example-board"] == direction


def test_a_stored_trend_is_that_of_the_method_on_the_stored_counts(examples):
    sets = CurrentExampleSet.objects.filter(indicator__code="register_diabetes_17plus").order_by("period__order")
    rows = Figure.objects.filter(figure_set__in=sets.values("figure_set"), area__code="example-north")
    rows = rows.order_by("figure_set__period__order")
    expected = {1: Direction.RISING, -1: Direction.FALLING, 0: Direction.NO_CLEAR_TREND}

    found = recent_trend_of_proportions([row.count for row in rows], [row.denominator for row in rows])

    assert len(rows) == 5
    assert example_trends("register_diabetes_17plus")["example-north"] == expected[int(found.direction)]


def test_a_real_indicator_of_few_periods_says_so_and_one_of_a_single_period_nothing():
    (several, single) = columns(["aged_85_plus", "aged_65_plus"])[::-1]
    if several.indicator.code != "aged_85_plus":
        several, single = single, several
    wales = Area.objects.get(kind=Area.Kind.NATION, is_example=False)

    found = trends([several, single], [wales.pk])

    assert found == {(wales.pk, several.indicator.pk): Direction.TOO_FEW_PERIODS}


def test_a_later_release_of_one_period_speaks_for_the_whole_series(examples, tmp_path):
    imported(tmp_path, [100, 200, 300, 400, 500])
    assert example_trends("register_diabetes_17plus") == {"example-north": Direction.RISING}

    imported(tmp_path, [900, 50], orders=[3001, 3002])

    assert example_trends("register_diabetes_17plus") == {"example-north": Direction.NO_CLEAR_TREND}


@pytest.mark.parametrize(
    ("counts", "orders", "direction"),
    [
        ([500, 400, 300, 200, 100], None, Direction.FALLING),
        ([500, 400, 300, 200, 100], [3001, 3002, 3003, 3004, 3009], Direction.UNEVEN_PERIODS),
        ([0, 400, 300, 200, 100], None, Direction.NOT_CALCULATED),
    ],
)
def test_what_cannot_be_tested_says_why(examples, tmp_path, counts, orders, direction):
    imported(tmp_path, counts, orders=orders)

    assert example_trends("register_diabetes_17plus")["example-north"] == direction


def periods(*days: tuple[str, str]) -> list[Period]:
    return [Period(starts_on=datetime.date.fromisoformat(a), ends_on=datetime.date.fromisoformat(b)) for a, b in days]


def test_years_with_a_leap_day_are_even_and_overlapping_ones_are_not():
    years = [(f"{year}-04-01", f"{year + 1}-03-31") for year in range(2018, 2023)]
    overlapping = [(f"{year}-04-01", f"{year + 3}-03-31") for year in range(2015, 2020)]
    gap = [*years[:4], ("2024-04-01", "2025-03-31")]

    assert are_even(periods(*years))
    assert not are_even(periods(*overlapping))
    assert not are_even(periods(*gap))
    assert not are_even([*periods(*years[:4]), Period(order=5)])


def test_the_profile_of_an_example_says_the_stored_trend(examples, page):
    cluster = Cluster.objects.get(code="example-south")
    stored = example_trends_of(cluster)

    soup = page(cluster.get_absolute_url() + "indicators/")

    said = {words(item.select_one(".app-profile__name")): words(item) for item in soup.select(".app-profile li")}
    assert stored
    for name, direction in stored.items():
        assert str(Direction(direction).label) in said[name]


def example_trends_of(cluster: Area) -> dict[str, str]:
    profile = Profile(cluster, on=clock.today())
    names = {column.indicator.pk: column.indicator.name for column in profile.columns}
    return {
        names[indicator]: direction for (_area, indicator), direction in trends(profile.columns, [cluster.pk]).items()
    }


def test_the_file_of_an_example_has_the_trend_of_the_page(examples, client):
    address = "/en/clusters/example-south/indicators.csv"
    cluster = Cluster.objects.get(code="example-south")
    stored = example_trends_of(cluster)

    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))

    found = {row["Indicator in English"]: row["Recent trend"] for row in rows if row["Area code"] == "example-south"}
    assert {name: found[name] for name in stored} == {
        name: Direction(direction).label for name, direction in stored.items()
    }
    assert {word for name, word in found.items() if name not in stored} == {"[z]"}


def test_a_withdrawn_release_is_not_read():
    indicator = Indicator.objects.get(code="aged_85_plus")
    (column,) = columns([indicator.code])
    wales = Area.objects.get(kind=Area.Kind.NATION, is_example=False)
    withdrawn = Release.objects.create(
        number=900, state="withdrawn", made_at=clock.now(), published_at=clock.now(), inputs_digest="x"
    )
    TrendFactory(release=withdrawn, figure_set_id=column.figure_set, area=wales)

    assert trends([column], [wales.pk])[wales.pk, indicator.pk] == Direction.TOO_FEW_PERIODS


@pytest.mark.as_owner
def test_trends_are_never_edited():
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Trend.objects.update(direction=Direction.RISING)
