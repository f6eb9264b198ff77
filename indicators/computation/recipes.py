"""Which columns of which file make which indicator: one recipe per indicator and period.

Small areas are those of the file: `lsoa21` and `lsoa11` (Lower layer Super Output Areas of Census 2021 and 2011),
`msoa11` (Middle layer, 2011, shared out to their LSOAs by mid-2020 population) and `msoa21` (Middle layer, 2021, shared
out by the residents of the census).
"""

from dataclasses import dataclass

from indicators.computation.further_recipes import (
    FURTHER_RECIPES,
    POPULATION_BY_YEAR,
    FurtherRecipe,
)

CENSUS_PEOPLE = "census2021_people_lsoa21.csv"
CENSUS_HOUSEHOLDS = "census2021_households_lsoa21.csv"
CENSUS_RESIDENTS = "census2021_lsoa21.csv"
CENSUS_2011_DEPRIVATION = "census2011_household_deprivation_lsoa11.csv"
POPULATION_2020 = "population_mid2020_lsoa11.csv"
WIMD_2025 = "wimd2025_lsoa21.csv"
WIMD_2019 = "wimd2019_lsoa11.csv"
MSOA_INDICATORS = "msoa11_health_indicators.csv"
PRACTICES = "gp_practices.csv"
CARERS = "census2021_age_unpaid_care_msoa21.csv"


@dataclass(frozen=True)
class Only:
    """Count a small area's numerator only where a column of a file holds one of these values."""

    file: str
    column: str
    values: frozenset[str]


@dataclass(frozen=True)
class Ratio:
    """The sum of columns over another column, both counts, summed over small areas."""

    indicator: str
    period: str
    geography: str
    file: str
    numerator: tuple[str, ...]
    denominator: str
    only: Only | None = None
    year: str = ""

    @property
    def files(self) -> list[str]:
        return [self.file, self.only.file] if self.only else [self.file]


@dataclass(frozen=True)
class MeanOfRates:
    """A published rate of each MSOA, averaged with its mid-2020 population as weight."""

    indicator: str
    period: str
    column: str

    @property
    def files(self) -> list[str]:
        return [MSOA_INDICATORS, POPULATION_2020]


@dataclass(frozen=True)
class PracticeRatio:
    """A count over practices: `patients` or `practices` above, the other (or nothing) below."""

    indicator: str
    period: str
    numerator: str
    denominator: str

    @property
    def files(self) -> list[str]:
        return [PRACTICES]


Recipe = Ratio | MeanOfRates | PracticeRatio | FurtherRecipe

PRACTICE_LIST = "2025 (extract date not stated)"
THREE_YEARS = "2015/16-2017/18 (3-year average)"
MOST_DEPRIVED = frozenset(str(rank) for rank in range(1, 383))
DEPRIVED = ("deprived_2", "deprived_3", "deprived_4")
MOST_CARE = "provides_50_or_more_hours_unpaid_care_a_week"
ANY_CARE = (
    "provides_9_hours_or_less_unpaid_care_a_week",
    "provides_10_to_19_hours_unpaid_care_a_week",
    "provides_20_to_34_hours_unpaid_care_a_week",
    "provides_35_to_49_hours_unpaid_care_a_week",
    MOST_CARE,
)


def _people(indicator: str, *columns: str, of: str) -> Ratio:
    return Ratio(indicator, "2021", "lsoa21", CENSUS_PEOPLE, columns, of)


def _households(indicator: str, *columns: str, of: str) -> Ratio:
    return Ratio(indicator, "2021", "lsoa21", CENSUS_HOUSEHOLDS, columns, of)


def _residents_where(indicator: str, period: str, column: str, value: str) -> Ratio:
    only = Only(WIMD_2025, column, frozenset({value}))
    residents = "usual_residents_2021"
    return Ratio(indicator, period, "lsoa21", CENSUS_RESIDENTS, (residents,), residents, only)


def _aged_85(year: str) -> Ratio:
    period = f"mid-{year}"
    columns = ("age_85_plus",), "total_population"
    return Ratio("aged_85_plus", period, "lsoa11", POPULATION_BY_YEAR, *columns, year=year)


def _shared_out(indicator: str, period: str, numerator: str, of: str) -> Ratio:
    return Ratio(indicator, period, "msoa11", MSOA_INDICATORS, (numerator,), of)


def _carers(indicator: str, *columns: str) -> Ratio:
    return Ratio(indicator, "2021", "msoa21", CARERS, columns, "residents_5plus")


RECIPES: tuple[Recipe, ...] = (
    PracticeRatio("registered_patients", PRACTICE_LIST, "patients", ""),
    PracticeRatio("mean_list_size", PRACTICE_LIST, "patients", "practices"),
    PracticeRatio("gp_practices_per_100000", PRACTICE_LIST, "practices", "patients"),
    _people("aged_under_16", "age_0_15", of="usual_residents_age_table"),
    _people("aged_65_plus", "age_65_plus", of="usual_residents_age_table"),
    _people(
        "ethnic_group_other_than_white",
        "ethnic_asian",
        "ethnic_black",
        "ethnic_mixed",
        "ethnic_other",
        of="usual_residents_ts021",
    ),
    _aged_85("2017"),
    _aged_85("2019"),
    _aged_85("2020"),
    _residents_where("residents_most_deprived_fifth", "WIMD 2025", "overall_quintile", "1"),
    _residents_where("residents_in_rural_lsoas", "2021 residents", "urban_rural", "Rural"),
    Ratio(
        "residents_most_deprived_fifth_health_domain",
        "WIMD 2019",
        "lsoa11",
        POPULATION_2020,
        ("total_population",),
        "total_population",
        Only(WIMD_2019, "health_rank", MOST_DEPRIVED),
    ),
    Ratio(
        "households_deprived_two_or_more",
        "2011",
        "lsoa11",
        CENSUS_2011_DEPRIVATION,
        DEPRIVED,
        "households_qs119",
    ),
    _households("households_deprived_two_or_more", *DEPRIVED, of="households_ts011"),
    _households("overcrowded_households", "occupancy_minus1", "occupancy_minus2_or_less", of="households_ts052"),
    _households("social_rented_households", "tenure_social_council", "tenure_social_other", of="households_ts054"),
    _households("private_rented_households", "tenure_private_landlord", "tenure_private_other", of="households_ts054"),
    Ratio(
        "disabled_equality_act",
        "2021",
        "lsoa21",
        CENSUS_RESIDENTS,
        ("disabled_equality_act_2021",),
        "usual_residents_2021",
    ),
    _shared_out("activities_limited_a_lot", "2011", "census2011_limited_a_lot", "census2011_usual_residents"),
    _shared_out("households_no_car", "2011", "census2011_households_no_car", "census2011_households"),
    _shared_out(
        "one_person_households_65_plus",
        "2011",
        "census2011_one_person_households_65plus",
        "census2011_households",
    ),
    _shared_out(
        "older_people_bad_health",
        "2011",
        "census2011_65plus_bad_or_very_bad_health",
        "census2011_65plus_lc3206",
    ),
    _shared_out("pension_credit", "August 2019", "dwp_pension_credit_2019_08", "dwp_population_65plus"),
    _shared_out("attendance_allowance", "August 2019", "dwp_attendance_allowance_2019_08", "dwp_population_65plus"),
    _carers("unpaid_care", *ANY_CARE),
    _carers("unpaid_care_50_hours", MOST_CARE),
    MeanOfRates("gp_recorded_chronic_condition", "WIMD 2019", "wimd2019_gp_chronic_condition_per_100"),
    MeanOfRates("gp_recorded_mental_health", "WIMD 2019", "wimd2019_gp_mental_health_per_100"),
    MeanOfRates("limiting_long_term_illness", "WIMD 2019", "wimd2019_limiting_long_term_illness_per_100"),
    MeanOfRates("cancer_incidence", "2007-2016", "wimd2019_cancer_incidence_per_100000"),
    MeanOfRates("travel_time_gp_private", "WIMD 2019", "wimd2019_gp_travel_private_return_minutes"),
    MeanOfRates(
        "respiratory_emergency_admissions",
        THREE_YEARS,
        "hmw_respiratory_emergency_asr_per_100000_2015_16_to_2017_18",
    ),
    MeanOfRates("chd_admissions", THREE_YEARS, "hmw_chd_admission_asr_per_100000_2015_16_to_2017_18"),
    *FURTHER_RECIPES,
)
