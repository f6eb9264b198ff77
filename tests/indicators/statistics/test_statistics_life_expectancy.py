import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import Withheld, life_expectancy

NAN = float("nan")
LEVELS = (0.95, 0.998)
AGES = [0, 1, 5, 15, 45, 65, 85]
PEOPLE = np.array([900, 3600, 9000, 30_000, 20_000, 15_000, 2000])
DEATHS = np.array([4, 1, 1, 20, 80, 500, 300])


def changed(array, **entries):
    answer = array.astype(float)
    for place, value in entries.items():
        answer[int(place.removeprefix("band"))] = value
    return answer


@settings(deadline=None)
@given(arrays.arrays(np.int64, 7, elements=st.integers(1, 400)))
def test_limits_stand_alike_round_the_value_and_widen_with_confidence(deaths):
    value, lower, upper, withheld = life_expectancy(deaths, PEOPLE, AGES, confidence=LEVELS)

    given = withheld == Withheld.GIVEN
    np.testing.assert_allclose((lower + upper)[given], 2 * np.stack([value, value], axis=-1)[given])
    assert np.all(lower[given, 1] < lower[given, 0])
    assert np.all(upper[given, 0] - lower[given, 0] <= 20)
    assert np.isnan(value[~given]).all()


@settings(deadline=None)
@given(arrays.arrays(np.int64, 7, elements=st.integers(50, 400)), st.integers(0, 6))
def test_one_more_death_shortens_life_at_birth(deaths, band):
    more = deaths + (np.arange(7) == band)

    assert life_expectancy(more, PEOPLE, AGES).value[0] < life_expectancy(deaths, PEOPLE, AGES).value[0]


def test_a_table_of_two_bands_worked_by_hand():
    """q = 10 × 0.01 / (1 + 10 × 0.9 × 0.01) = 0.1/1.09; the last band lives 1 / 0.05 = 20 years."""
    answer = life_expectancy([100, 50], [10_000, 1000], [0, 10])

    q = 0.1 / 1.09
    expected = 10 * (1 - q + 0.1 * q) + (1 - q) * 20
    variance = (0.9 * 10 + 20) ** 2 * q**2 * (1 - q) / 100 + (1 - q) ** 2 / (50 * 0.05**2)
    assert answer.value.tolist() == pytest.approx([expected, 20], rel=1e-12)
    assert answer.upper[0] - expected == pytest.approx(1.959963984540054 * np.sqrt(variance), rel=1e-12)
    assert answer.upper[1] - 20 == pytest.approx(1.959963984540054 * np.sqrt(1 / (50 * 0.05**2)), rel=1e-12)


@pytest.mark.parametrize("bands", [1, 2, 7, 18, 19, 20, 21, 90])
def test_any_number_of_bands_will_do_and_constant_mortality_gives_the_same_life_at_each(bands):
    """At one death in fifty a year, people live about fifty years more, however old they are."""
    answer = life_expectancy(np.full(bands, 200.0), np.full(bands, 10_000.0), np.linspace(40, 90, bands))

    np.testing.assert_allclose(answer.value, 50, rtol=0.04)
    assert answer.value[-1] == pytest.approx(50)


def test_bands_joined_where_mortality_is_one_change_little():
    apart = life_expectancy([50, 50, 300], [5000, 5000, 3000], [50, 55, 60])
    joined = life_expectancy([100, 300], [10_000, 3000], [50, 60])

    assert apart.value[0] == pytest.approx(joined.value[0], rel=1e-3)


def test_only_the_band_from_birth_counts_its_deaths_as_early():
    from_birth = life_expectancy([50, 100], [5000, 3000], [0, 5])
    from_one = life_expectancy([50, 100], [5000, 3000], [1, 6])

    assert from_one.value[0] > from_birth.value[0]


def test_a_band_without_deaths_adds_no_uncertainty():
    answer = life_expectancy(changed(DEATHS, band1=0, band2=0), PEOPLE, AGES)

    assert not np.isnan(answer.upper).any()
    assert answer.upper[1] - answer.value[1] == pytest.approx(answer.upper[3] - answer.value[3], rel=1e-3)


@pytest.mark.parametrize(
    ("deaths", "people", "reason"),
    [
        (changed(DEATHS, band3=NAN), PEOPLE, Withheld.MISSING),
        (DEATHS, changed(PEOPLE, band3=NAN), Withheld.MISSING),
        (changed(DEATHS, band3=0), changed(PEOPLE, band3=0), Withheld.NO_POPULATION),
        (changed(DEATHS, band0=901), PEOPLE, Withheld.MORE_DEATHS_THAN_PEOPLE),
        (np.minimum(DEATHS, 10), np.array([100, 400, 500, 1000, 1000, 1000, 1000]), Withheld.SMALL_POPULATION),
        (changed(DEATHS, band6=0), PEOPLE, Withheld.NO_DEATH_IN_LAST_BAND),
    ],
)
def test_an_area_that_cannot_be_given_says_why_at_every_age(deaths, people, reason):
    answer = life_expectancy(deaths, people, AGES, confidence=LEVELS)

    assert answer.withheld.tolist() == [reason] * 7
    assert np.isnan(answer.value).all()
    assert np.isnan(answer.upper).all()


def test_five_thousand_people_are_too_few_and_one_more_is_enough():
    deaths, people = [60, 60], np.array([[4000, 1000], [4001, 1000]])

    answer = life_expectancy(deaths, people, [0, 50])

    assert answer.withheld.tolist() == [[Withheld.SMALL_POPULATION] * 2, [Withheld.GIVEN] * 2]


def test_a_wide_interval_withholds_its_own_age_only_and_by_its_width_at_95():
    people, deaths = [90_000, 40_000, 20], [900, 2000, 1]

    answer = life_expectancy(deaths, people, [0, 60, 95], confidence=0.5)

    assert answer.withheld.tolist() == [Withheld.GIVEN, Withheld.GIVEN, Withheld.WIDE_INTERVAL]
    assert np.isnan(answer.lower).tolist() == [False, False, True]


def test_ages_that_nobody_reaches_have_no_expectancy():
    """Twenty years at one death a person a year leave nobody."""
    answer = life_expectancy([100, 3000, 10], [5000, 3000, 100], [0, 20, 40])

    assert answer.withheld.tolist() == [Withheld.GIVEN, Withheld.GIVEN, Withheld.NO_SURVIVORS]
    assert answer.value[1] == pytest.approx(10)


def test_whole_lists_are_taken_at_once_and_an_area_is_not_touched_by_its_neighbours():
    deaths = np.stack([DEATHS, changed(DEATHS, band0=NAN), DEATHS * 2])

    answer = life_expectancy(deaths, PEOPLE, AGES, confidence=LEVELS)

    alone = life_expectancy(DEATHS * 2, PEOPLE, AGES, confidence=LEVELS)
    assert answer.value.shape == (3, 7)
    assert answer.lower.shape == (3, 7, 2)
    np.testing.assert_array_equal(answer.upper[2], alone.upper)


@pytest.mark.parametrize(
    ("deaths", "ages", "sentence"),
    [
        (
            [1, -1],
            [0, 1],
            "The number of deaths at index 1 is -1: a number of deaths must be zero or more, and finite.",
        ),
        ([1, 1], [0, 0], "The start age at index 1 is 0: start ages must rise."),
        ([1, 1], [-1, 1], "The start ages must be one row of numbers, from zero or above."),
        ([1, 1], [0, NAN], "The start ages must be one row of numbers, from zero or above."),
        ([1, 1, 1], [0, 1], "The deaths have 3 age bands, but there are 2 start ages."),
        (1, [0, 1], "The deaths have 0 age bands, but there are 2 start ages."),
    ],
)
def test_what_makes_no_life_table_is_refused(deaths, ages, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        life_expectancy(deaths, [10_000, 10_000], ages)
