"""The figures that the portal publishes, against the same figures worked out independently."""

import csv
import io

import pytest
from django.conf import settings

from indicators.computation.further_recipes import CONDITIONS
from tests.indicators.independent import Files, every_series, expected

pytestmark = pytest.mark.django_db
MEASURES = ("value", "lower95", "upper95", "lower998", "upper998")


@pytest.fixture
def downloaded(client) -> dict[tuple[str, str, str, str], dict[str, str]]:
    """The rows of the download by indicator, period and area."""
    response = client.get("/en/indicators.csv")
    rows = csv.DictReader(io.StringIO(response.content.decode()))
    return {(row["indicator"], row["period"], row["area_kind"], row["area_code"]): row for row in rows}


def test_every_figure_of_the_download_agrees_with_an_independent_computation(downloaded):
    checked = set()

    for indicator, period, method, totals in every_series(Files(settings.DATA_DIR)):
        assert len(totals) == 90
        for (kind, code), (count, below) in totals.items():
            row = downloaded[indicator, period, kind, code]
            for measure, value in expected(method, count, below).items():
                found = float(row[measure]) if row[measure] else None
                assert found == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)), (
                    indicator,
                    period,
                    code,
                    measure,
                )
            checked.add((indicator, period, kind, code))

    # The others: test_further_figures.
    assert checked < set(downloaded)
    assert len(checked) == 31 * 90


def test_the_download_says_what_it_should_of_wales(downloaded):
    row = downloaded["aged_65_plus", "2021", "nation", "W92000004"]

    assert row["area_name_en"] == "Wales"
    assert row["area_name_cy"] == "Cymru"
    assert (row["versus_wales"], row["versus_board"]) == ("not_compared", "not_compared")
    assert (row["difference_wales"], row["ratio_wales"]) == ("", "")
    assert (row["comparison"], row["population_basis"], row["geography_basis"]) == ("none", "resident", "exact")
    assert (row["flag"], row["release"]) == ("", "1")


def test_differences_and_ratios_follow_from_the_values(downloaded):
    for (indicator, period, kind, _code), row in downloaded.items():
        if kind == "nation" or row["flag"]:
            continue
        wales = float(downloaded[indicator, period, "nation", "W92000004"]["value"])
        assert float(row["difference_wales"]) == pytest.approx(float(row["value"]) - wales)
        assert float(row["ratio_wales"]) == pytest.approx(float(row["value"]) / wales)


def test_interval_comparisons_say_whether_the_interval_leaves_the_value_of_wales(downloaded):
    interval = [row for row in downloaded.values() if row["comparison"] == "interval" and row["area_kind"] != "nation"]
    compared = [row for row in interval if not row["flag"]]

    for row in compared:
        wales = float(downloaded[row["indicator"], row["period"], "nation", "W92000004"]["value"])
        low, high = float(row["lower95"]), float(row["upper95"])
        said = "higher" if low > wales else "lower" if high < wales else "no_difference"
        assert row["versus_wales"] == said

    # 13 of the small areas, 17 registers of three years, six shares by age, two of carers, two ratios without the
    # two clusters withheld, and twelve of deaths by age without clusters.
    assert len(compared) == 89 * (13 + 17 * 3 + 6 + 2 + 2) - 2 * 2 + 12 * 29
    assert {row["versus_wales"] for row in interval if row["flag"]} == {"not_compared"}


def test_fifths_hold_twelve_clusters_each_and_no_other_areas(downloaded):
    fifths = [row for row in downloaded.values() if row["comparison"] == "fifths"]
    cancer = [row for row in fifths if row["indicator"] == "cancer_incidence"]
    sizes = [row["versus_wales"] for row in cancer if row["area_kind"] == "cluster"]

    assert sorted(sizes) == sorted(f"fifth_{fifth}" for fifth in range(1, 6) for _cluster in range(12))
    assert {row["versus_wales"] for row in fifths if row["area_kind"] != "cluster"} == {"not_compared"}
    assert {row["versus_board"] for row in fifths} == {"not_compared"}


def test_clusters_are_approximate_where_they_rest_on_small_areas(downloaded):
    clusters = [row for row in downloaded.values() if row["area_kind"] == "cluster" and row["period"] != "2014"]
    approximate = {row["area_kind"] for row in downloaded.values() if row["geography_basis"] == "approximate"}

    assert approximate == {"cluster"}
    assert {row["indicator"] for row in clusters if row["geography_basis"] == "exact"} == {
        "registered_patients",
        "mean_list_size",
        "gp_practices_per_100000",
        *(f"register_{condition}" for condition in CONDITIONS),
        *(f"registered_{age}_plus" for age in (65, 75, 85)),
    }


def test_the_download_of_a_board_holds_its_parts_and_wales(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/en/health-boards/powys/indicators.csv").content.decode())))

    assert {(row["area_kind"], row["area_code"]) for row in rows} == {
        ("nation", "W92000004"),
        ("health_board", "W11000024"),
        ("local_authority", "W06000023"),
        ("cluster", "mid-powys"),
        ("cluster", "north-powys"),
        ("cluster", "south-powys"),
    }
    assert len(rows) == 108 * 6
