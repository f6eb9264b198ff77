"""Registers, lists by age, carers, deaths and income, against the same worked out in exact fractions."""

import csv
import io
import shutil

import pytest
from django.conf import settings

from common.tabular import BrokenFile
from indicators.computation.figures import Computation
from indicators.computation.further_recipes import CROSSWALK
from indicators.computation.practices import PracticeFiles
from indicators.computation.recipes import RECIPES
from indicators.models import KeyFinding
from tests.factories import ON
from tests.indicators.independent import Z95, Z998, Files, every_series, expected, poisson_limits
from tests.indicators.independent_further import (
    REGISTERS,
    deaths_by_age,
    expected_proportion,
    further_series,
    mortality_ratios,
)

pytestmark = pytest.mark.django_db
WALES = ("nation", "W92000004")


@pytest.fixture(scope="module")
def files() -> Files:
    return Files(settings.DATA_DIR)


@pytest.fixture
def computation() -> Computation:
    return Computation(folder=settings.DATA_DIR, on=ON)


@pytest.fixture
def rows(client) -> dict[tuple[str, str, str, str], dict[str, str]]:
    """The rows of the download by indicator, period and area."""
    content = client.get("/en/indicators.csv").content.decode()
    found = csv.DictReader(io.StringIO(content))
    return {(row["indicator"], row["period"], row["area_kind"], row["area_code"]): row for row in found}


def compare(row: dict[str, str], figures: dict[str, float | None], **said: object) -> None:
    for measure, value in figures.items():
        found = float(row[measure]) if row[measure] else None
        assert found == (None if value is None else pytest.approx(value, rel=1e-9)), (said, measure)


def test_every_further_figure_agrees_with_exact_fractions_and_nothing_else_is_published(rows, files):
    checked = {
        (indicator, period, *area) for indicator, period, _method, totals in every_series(files) for area in totals
    }
    for indicator, period, method, totals in further_series(files):
        assert len(totals) == 90
        for area, (count, below) in totals.items():
            figures = expected_proportion(count, below) if method == "proportion" else expected(method, count, below)
            compare(rows[indicator, period, *area], figures, indicator=indicator, period=period, area=area)
            checked.add((indicator, period, *area))
    for period, ratios, years in mortality_ratios(files):
        for area, pair in ratios.items():
            compare(rows["all_cause_mortality_ratio", period, *area], ratio_of(pair, years), period=period, area=area)
            checked.add(("all_cause_mortality_ratio", period, *area))
    for indicator, found in deaths_by_age(files):
        for area, (value, lower, upper) in found.items():
            figures = {"value": value, "lower95": lower, "upper95": upper}
            compare(rows[indicator, "2014", *area], figures, indicator=indicator, area=area)
            checked.add((indicator, "2014", *area))

    others = set(rows) - checked
    assert {(row["area_kind"], row["flag"]) for key, row in rows.items() if key in others} == {("cluster", "x")}
    assert {key[1] for key in others} == {"2014"}


def ratio_of(pair, years: int) -> dict[str, float | None]:
    names = ("value", "lower95", "upper95", "lower998", "upper998")
    if pair is None:
        return dict.fromkeys(names)
    observed, below = (float(number) for number in pair)
    limits = (*poisson_limits(observed * years, 0.95, Z95), *poisson_limits(observed * years, 0.998, Z998))
    return dict(zip(names, (100 * observed / below, *(100 * end / (below * years) for end in limits)), strict=True))


def test_clusters_authorities_and_boards_each_add_up_to_wales_on_every_register(rows):
    for name in (*(f"register_{register}" for register in REGISTERS), "registered_patients"):
        for year in ("2016-17", "2017-18", "2018-19"):
            wales = rows[name, year, *WALES]
            for kind, number in (("cluster", 60), ("local_authority", 22), ("health_board", 7)):
                of_kind = [row for key, row in rows.items() if key[:3] == (name, year, kind)]
                assert len(of_kind) == number
                assert sum(float(row["count"]) for row in of_kind) == float(wales["count"])
    diabetes = [rows["register_diabetes_17plus", year, *WALES]["count"] for year in ("2016-17", "2017-18", "2018-19")]
    assert [float(count) for count in diabetes] == [191_590, 194_693, 198_883]
    assert float(rows["register_hypertension", "2018-19", *WALES]["denominator"]) == 3_243_498


def test_ratios_are_withheld_where_too_few_deaths_are_known_and_allow_for_care_homes(rows):
    latest = {key[3]: row for key, row in rows.items() if key[:2] == ("all_cause_mortality_ratio", "2020-03/2021-04")}

    assert {code for code, row in latest.items() if row["flag"]} == {"monmouthshire-south", "north-denbighshire"}
    assert all(
        row["value"] == row["count"] == row["versus_wales"].replace("not_compared", "") == ""
        for row in latest.values()
        if row["flag"]
    )
    assert float(latest["W92000004"]["value"]) == pytest.approx(100)
    assert round(float(rows["all_cause_mortality_ratio", "2015-2019", "cluster", "city-health"]["value"])) == 128


def test_a_register_says_wherever_it_stands_that_it_is_not_adjusted_for_age(client):
    addresses = (
        "/en/clusters/llanelli/",
        "/en/indicators/compare/?clusters=llanelli,anglesey",
        "/en/indicators/?view=matrix",
        "/en/indicators/gp-recorded-high-blood-pressure/",
    )
    for address in addresses:
        assert "not adjusted for age" in client.get(address).content.decode(), address
    assert "heb ei safoni yn ôl oedran" in client.get("/cy/clystyrau/llanelli/").content.decode()
    findings = KeyFinding.objects.filter(indicator__code__startswith="register_", generated_en__contains=" average (")
    assert findings.exists()
    assert not findings.exclude(generated_en__contains="%, not adjusted for age, ").exists()


def test_an_old_code_in_an_address_leads_to_the_same_table(client):
    old = client.get("/en/indicators/?view=indicator&indicator=diabetes_register").content.decode()

    assert "GP-recorded diabetes, aged 17 and over" in old


def test_a_practice_that_closed_counts_where_those_count_that_were_with_it(computation):
    practices = computation.practice_files
    row = practices.known["W91050"]
    fellows = [
        code for code, other in practices.known.items() if group(other) == group(row) and code in practices.today
    ]

    assert "W91050" not in practices.today
    assert fellows
    for code in fellows:
        practices.today[code] = 3
    assert practices.above("W91050")[0] == 3


def group(row):
    return row.cells["current_cluster_name"], row.cells["health_board_ons_code"]


def test_an_empty_cell_of_a_practice_is_nought_only_where_the_rest_makes_up_the_whole(tmp_path, computation):
    recipe = next(one for one in RECIPES if one.indicator == "registered_85_plus" and one.period.endswith("2017"))
    path = settings.DATA_DIR / recipe.file
    text = path.read_text(encoding="utf-8")
    student_practice = "2017,W98053,BayHealth,9351,5624,3727,,,5547,65,8,3,1,,,3679,38,5,5,"
    assert student_practice in text
    shutil.copy(settings.DATA_DIR / CROSSWALK, tmp_path)
    (tmp_path / recipe.file).write_text(text.replace(student_practice, student_practice.replace("9351", "9360")))

    with pytest.raises(BrokenFile, match="the cell is empty"):
        PracticeFiles(tmp_path, computation.areas, on=ON).counts(recipe)
