"""Figures by deprivation fifth, and how far the fifths differ: stored with the release, read by the page."""

import csv

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import translation

from clusters.models import Area
from indicators.models import DeprivationFifth, DeprivationGap, Indicator
from indicators.presenters.deprivation import ByDeprivation, reading
from indicators.queries import columns
from indicators.statistics import slope_index_of_inequality, standard_errors_of_limits
from tests.factories import DeprivationGapFactory, IndicatorFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
DISABLED = "/en/indicators/residents-disabled-under-the-equality-act/"


def fifths(code: str, period: str, kind: str = Area.Kind.NATION):
    rows = DeprivationFifth.objects.filter(figure_set__indicator__code=code, figure_set__period__code=period)
    return rows.filter(area__kind=kind).order_by("area", "fifth")


def file_rows(name: str, key: str) -> dict[str, dict[str, str]]:
    with (settings.DATA_DIR / name).open(encoding="utf-8", newline="") as stream:
        return {row[key]: row for row in csv.DictReader(stream)}


def test_small_areas_of_2021_are_in_the_fifths_of_wimd_2025():
    people, ranks = (
        file_rows(f"{name}.csv", "lsoa21_code") for name in ("census2021_people_lsoa21", "wimd2025_lsoa21")
    )

    for row in fifths("aged_65_plus", "2021"):
        inside = [one for code, one in people.items() if ranks[code]["overall_quintile"] == str(row.fifth)]
        assert row.count == sum(int(one["age_65_plus"]) for one in inside)
        assert row.denominator == sum(int(one["usual_residents_age_table"]) for one in inside)
        assert row.value == pytest.approx(100 * row.count / row.denominator)


def test_small_areas_of_2011_are_in_the_fifths_of_wimd_2019():
    households = file_rows("census2011_household_deprivation_lsoa11.csv", "lsoa11_code")
    ranks = file_rows("wimd2019_lsoa11.csv", "lsoa11_code")

    most_deprived = fifths("households_deprived_two_or_more", "2011")[0]

    inside = [one for code, one in households.items() if int(ranks[code]["wimd_rank"]) <= 382]
    assert most_deprived.denominator == sum(int(one["households_qs119"]) for one in inside)


def test_the_fifths_of_the_boards_add_up_to_those_of_wales():
    boards = fifths("aged_under_16", "2021", Area.Kind.HEALTH_BOARD)

    for wales in fifths("aged_under_16", "2021"):
        assert sum(row.count for row in boards if row.fifth == wales.fifth) == wales.count


def test_the_indices_are_those_of_the_method_on_the_logits():
    rows = list(fifths("aged_65_plus", "2021"))
    errors = standard_errors_of_limits(
        [row.lower95 / 100 for row in rows], [row.upper95 / 100 for row in rows], scale="logit"
    )
    expected = slope_index_of_inequality(
        [row.value / 100 for row in rows],
        [row.denominator for row in rows],
        errors,
        scale="logit",
        transform=True,
        multiplier=-100,
    )

    gap = DeprivationGap.objects.get(
        figure_set=rows[0].figure_set, area=rows[0].area, ranking=DeprivationGap.Ranking.WIMD_2025
    )

    assert (gap.slope, gap.slope_lower95, gap.slope_upper95) == pytest.approx(tuple(map(float, expected.slope)))
    assert (gap.relative, gap.relative_lower95, gap.relative_upper95) == pytest.approx(
        tuple(map(float, expected.relative))
    )


def test_an_indicator_made_of_ranks_or_of_larger_areas_has_no_fifths():
    having = set(DeprivationFifth.objects.values_list("figure_set__indicator__code", flat=True))

    assert having == {
        "aged_under_16",
        "aged_65_plus",
        "aged_85_plus",
        "ethnic_group_other_than_white",
        "households_deprived_two_or_more",
        "overcrowded_households",
        "social_rented_households",
        "private_rented_households",
        "disabled_equality_act",
    }


def test_the_page_shows_five_fifths_and_the_gap_of_wales_first(page):
    soup = page(DISABLED)

    values = [words(row.select("td")[1]) for row in soup.select("#deprivation .app-bars tbody tr")]
    areas = [words(one) for one in soup.select("#deprivation .app-gaps tbody th")]

    assert values == [f"{row.value:.1f}" for row in fifths("disabled_equality_act", "2021")]
    assert areas[0] == "Wales"
    assert len(areas) == 8
    assert "Not everyone in a deprived area is deprived" in words(soup.select_one("#deprivation"))
    assert "worse for people in the most deprived areas" in words(soup.select_one("#deprivation"))


def test_a_neutral_indicator_says_nothing_of_better_or_worse(page):
    said = words(page("/en/indicators/residents-aged-65-and-over/").select_one("#deprivation"))

    assert "Lower where deprivation is greater" in said
    assert "better" not in said
    assert "worse" not in said


def test_an_indicator_without_small_areas_has_no_such_part(page):
    assert page("/en/indicators/cancer-incidence/").select_one("#deprivation") is None


@pytest.mark.parametrize(
    ("limits", "start"),
    [((1.0, 3.0), "Higher where"), ((-3.0, -1.0), "Lower where"), ((-1.0, 1.0), "No difference")],
)
def test_a_gap_is_read_by_its_interval(limits, start):
    gap = DeprivationGap(slope=sum(limits) / 2, slope_lower95=limits[0], slope_upper95=limits[1], relative=1.5)

    assert reading(gap, Indicator(decimals=1)).startswith(start)


@pytest.mark.parametrize(
    ("polarity", "slope", "said"),
    [("high_is_worse", 5, "worse"), ("high_is_better", 5, "better"), ("high_is_better", -5, "worse")],
)
def test_who_bears_the_gap_follows_the_polarity(polarity, slope, said):
    (column,) = columns(["aged_65_plus"])
    wales = Area.objects.get(kind=Area.Kind.NATION, is_example=False)
    shown = ByDeprivation(column, [wales])
    shown.indicator = IndicatorFactory(polarity=polarity)
    shown.gaps_found = [
        DeprivationGapFactory(area=wales, slope=slope, slope_lower95=slope - 1, slope_upper95=slope + 1)
    ]

    with translation.override("en"):
        assert said in shown.worse_or_better


@pytest.mark.as_owner
@pytest.mark.parametrize("model", [DeprivationFifth, DeprivationGap])
def test_what_is_stored_is_never_edited(model):
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        model.objects.all().delete()
