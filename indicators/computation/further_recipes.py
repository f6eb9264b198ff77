"""Recipes of what practices report, of deaths, and of counts whose denominator stands in another file."""

from dataclasses import dataclass

REGISTERS = "qof_registers_practice_2017_2019.csv"
PATIENTS_BY_AGE = "practice_age_sex_2017_2018.csv"
CROSSWALK = "practice_to_current_cluster_crosswalk.csv"
DEATHS_OF_MSOAS = "msoa11_deaths_mar2020_apr2021.csv"
DEATHS_BY_AGE = "la_deaths_population_age_sex_2014.csv"
POPULATION_BY_AGE = "population_lsoa11_5yr_2017_2019_2020.csv"
INCOME_DEPRIVATION = "wimd2019_income_deprivation_lsoa11.csv"
POPULATION_BY_YEAR = "population_lsoa11_2017_2019_2020.csv"


@dataclass(frozen=True)
class PracticeSum:
    """The sum of columns over one other, or over nothing, from the rows that practices have in one period.

    `parts` are the columns that add up to the denominator: where they do, an empty one among them is nought.
    """

    indicator: str
    period: str
    file: str
    of_period: tuple[str, str]
    numerator: tuple[str, ...]
    denominator: str = ""
    parts: tuple[str, ...] = ()

    @property
    def files(self) -> list[str]:
        return [self.file, CROSSWALK]


@dataclass(frozen=True)
class MortalityRatio:
    """Deaths of a column over those expected; where they are the mean of years, limits rest on the sum of these."""

    indicator: str
    period: str
    column: str
    years: int = 1

    @property
    def files(self) -> list[str]:
        return [DEATHS_OF_MSOAS, POPULATION_BY_AGE, DEATHS_BY_AGE]


@dataclass(frozen=True)
class DeathsByAge:
    """What follows from deaths and people by age, of both sexes or one: a rate of those below an age, or the years
    left to live at an age."""

    indicator: str
    period: str
    sexes: tuple[str, ...]
    below: int
    at: int

    @property
    def files(self) -> list[str]:
        return [DEATHS_BY_AGE]


@dataclass(frozen=True)
class RatioOfFiles:
    """A column of one file over a column of another, for one year, summed over small areas of 2011."""

    indicator: str
    period: str
    file: str
    numerator: str
    denominator_file: str
    denominator: str
    year: str

    @property
    def files(self) -> list[str]:
        return [self.file, self.denominator_file]


CONDITIONS = (
    "hypertension",
    "diabetes_17plus",
    "chd",
    "stroke_tia",
    "atrial_fibrillation",
    "heart_failure",
    "asthma",
    "copd",
    "cancer",
    "dementia",
    "mental_health",
    "learning_disability",
    "epilepsy_18plus",
    "obesity_16plus",
    "osteoporosis_50plus",
    "rheumatoid_arthritis",
    "palliative_care",
)
YEARS_OF_REGISTERS = ("2016-17", "2017-18", "2018-19")
AGES = ("0_4", "5_14", "15_44", "45_64", "65_74", "75_84", "85plus")
BOTH_SEXES = ("female", "male")
EVERY_AGE = 200


def _register(condition: str, year: str) -> PracticeSum:
    period = "financial_year", year
    return PracticeSum(f"register_{condition}", year, REGISTERS, period, (condition,), "list_size")


def _patients(year: str) -> PracticeSum:
    return PracticeSum("registered_patients", year, REGISTERS, ("financial_year", year), ("list_size",))


def _patients_from(age: int, bands: tuple[str, ...], year: str) -> PracticeSum:
    columns, parts = (tuple(f"{sex}_{band}" for sex in "mf" for band in some) for some in (bands, AGES))
    code, period = f"registered_{age}_plus", f"30 September {year}"
    return PracticeSum(code, period, PATIENTS_BY_AGE, ("year", year), columns, "total", parts)


def _of_deaths(indicator: str, *, below: int = EVERY_AGE, at: int = 0) -> tuple[DeathsByAge, ...]:
    """Return the recipes of women and men together and of each."""
    together = DeathsByAge(indicator, "2014", BOTH_SEXES, below, at)
    return together, *(DeathsByAge(f"{indicator}_{sex}", "2014", (sex,), below, at) for sex in BOTH_SEXES)


FurtherRecipe = PracticeSum | MortalityRatio | DeathsByAge | RatioOfFiles

FURTHER_RECIPES: tuple[FurtherRecipe, ...] = (
    *(_patients(year) for year in YEARS_OF_REGISTERS),
    *(_register(condition, year) for condition in CONDITIONS for year in YEARS_OF_REGISTERS),
    *(
        _patients_from(age, AGES[place:], year)
        for place, age in enumerate((65, 75, 85), start=4)
        for year in ("2017", "2018")
    ),
    MortalityRatio("all_cause_mortality_ratio", "2015-2019", "average_deaths_2015_2019_same_14_months", years=5),
    MortalityRatio("all_cause_mortality_ratio", "2020-03/2021-04", "all_cause_deaths_mar2020_apr2021"),
    *_of_deaths("death_rate_directly_standardised"),
    *_of_deaths("death_rate_directly_standardised_under_75", below=75),
    *_of_deaths("life_expectancy_at_birth"),
    *_of_deaths("life_expectancy_at_65", at=65),
    RatioOfFiles(
        "income_deprived",
        "WIMD 2019",
        INCOME_DEPRIVATION,
        "income_deprived_people_rounded5",
        POPULATION_BY_YEAR,
        "total_population",
        "2017",
    ),
)
