"""Registers, lists by age, carers, deaths and income a second time, in exact fractions, from the files alone.

Nothing is shared with the portal, nor with the order in which it sums: practices are placed by name, every amount is a
whole number or a fraction until the last division, and the life table is written from its definition, age by age.
"""

import math
from collections import defaultdict
from fractions import Fraction

from tests.indicators.independent import WALES, Z95, Z998, Files, poisson_limits, wilson

REGISTERS = [
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
]
MIDDLE_AGES = [f"age_{start}_{start + 4}" for start in range(5, 90, 5)]
STANDARD = (5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000)
STANDARD += (7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000)


def further_series(files: Files):
    """Give (indicator, period, method, {area: (count, below)}) of everything that is summed from counts."""
    yield from _registers(files)
    yield from _by_age(files)
    yield from _carers(files)
    yield "income_deprived", "WIMD 2019", "proportion", _income(files)


def _over_practices(files, name, of_year, above, below):
    """Sum over the areas of practices, placed by the name of their cluster."""
    practices = {row["practice_code"]: row for row in files.rows("practice_to_current_cluster_crosswalk.csv")}
    totals = defaultdict(lambda: [0, 0])
    for row in files.rows(name):
        if of_year in (row.get("financial_year"), row.get("year")):
            place = practices[row["practice_code"]]
            board = place["health_board_ons_code"]
            slug = files.cluster_slug[place["current_cluster_name"], board]
            authority = place["local_authority_code"]
            kinds = ("cluster", slug), ("local_authority", authority), ("health_board", board), ("nation", WALES)
            for area in kinds:
                totals[area][0] += above(row)
                totals[area][1] += below(row)
    return totals


def _registers(files):
    name = "qof_registers_practice_2017_2019.csv"

    def column(column):
        return lambda row: int(row[column])

    for year in ("2016-17", "2017-18", "2018-19"):
        patients = _over_practices(files, name, year, column("list_size"), lambda row: 0)
        yield "registered_patients", year, "count", patients
        for register in REGISTERS:
            totals = _over_practices(files, name, year, column(register), column("list_size"))
            yield f"register_{register}", year, "proportion", totals


def _by_age(files):
    for year in ("2017", "2018"):
        for age, bands in ((65, ("65_74", "75_84", "85plus")), (75, ("75_84", "85plus")), (85, ("85plus",))):
            totals = _over_practices(
                files,
                "practice_age_sex_2017_2018.csv",
                year,
                lambda row, bands=bands: sum(int(row[f"{sex}_{band}"] or 0) for sex in "fm" for band in bands),
                lambda row: int(row["total"] or 0),
            )
            yield f"registered_{age}_plus", f"30 September {year}", "proportion", totals


def _carers(files):
    residents = {r["lsoa21_code"]: int(r["usual_residents_2021"]) for r in files.rows("census2021_lsoa21.csv")}
    small = defaultdict(list)
    for row in files.rows("lsoa21_msoa21_lookup.csv"):
        small[row["msoa21_code"]].append(row["lsoa21_code"])
    for indicator, give in (
        ("unpaid_care", lambda r: int(r["residents_5plus"]) - int(r["provides_no_unpaid_care"])),
        ("unpaid_care_50_hours", lambda r: int(r["provides_50_or_more_hours_unpaid_care_a_week"])),
    ):
        totals = defaultdict(lambda: [Fraction(0), Fraction(0)])
        for row in files.rows("census2021_age_unpaid_care_msoa21.csv"):
            parts = small[row["msoa21_code"]]
            people = sum(residents[code] for code in parts)
            for code in parts:
                for area in files.above21[code]:
                    totals[area][0] += Fraction(give(row) * residents[code], people)
                    totals[area][1] += Fraction(int(row["residents_5plus"]) * residents[code], people)
        yield indicator, "2021", "proportion", totals


def _income(files):
    people = {
        row["lsoa11_code"]: int(row["total_population"])
        for row in files.rows("population_lsoa11_2017_2019_2020.csv")
        if row["mid_year"] == "2017"
    }
    return files.over11(
        "wimd2019_income_deprivation_lsoa11.csv",
        lambda row: int(row["income_deprived_people_rounded5"]),
        lambda row: people[row["lsoa11_code"]],
    )


def mortality_ratios(files: Files):
    """Give (period, {area: (observed, expected) or None}, years that the observed are the mean of)."""
    rates = _rates_of_wales(files)
    expected = {}
    for row in files.rows("population_lsoa11_5yr_2017_2019_2020.csv"):
        if row["year"] == "2017":
            ages = [int(row[column]) for column in ("age_0_4", *MIDDLE_AGES, "age_90plus")]
            expected[row["lsoa11_code"]] = sum(people * rate for people, rate in zip(ages, rates, strict=True))
    of_middle = defaultdict(Fraction)
    for code, deaths in expected.items():
        of_middle[files.middle[code]] += deaths
    for period, column, years in (
        ("2015-2019", "average_deaths_2015_2019_same_14_months", 5),
        ("2020-03/2021-04", "all_cause_deaths_mar2020_apr2021", 1),
    ):
        rows = files.rows("msoa11_deaths_mar2020_apr2021.csv")
        known = {row["msoa11_code"]: int(row[column]) for row in rows if row[column]}
        scale = Fraction(sum(known.values())) / sum(of_middle[code] for code in known)
        totals = defaultdict(lambda: [Fraction(0), Fraction(0), Fraction(0)])
        for code, deaths in expected.items():
            middle = files.middle[code]
            for area in files.above21[files.new_of_old[code]]:
                totals[area][2] += deaths
                if middle in known:
                    totals[area][0] += known[middle] * deaths / of_middle[middle]
                    totals[area][1] += deaths
        yield (
            period,
            {
                area: (observed, covered * scale) if covered >= whole * Fraction(4, 5) else None
                for area, (observed, covered, whole) in totals.items()
            },
            years,
        )


def _rates_of_wales(files):
    died, people = defaultdict(int), defaultdict(int)
    for row in files.rows("la_deaths_population_age_sex_2014.csv"):
        band = "0-4" if row["age_band"] in ("0", "1-4") else row["age_band"]
        died[band] += int(row["deaths"])
        people[band] += int(row["population"])
    bands = ["0-4", *(f"{start}-{start + 4}" for start in range(5, 90, 5)), "90+"]
    return [Fraction(died[band], people[band]) for band in bands]


def deaths_by_age(files: Files):
    """Give (indicator, {area: (value, lower95, upper95)}) of 2014, worked out from the formulas' own definitions."""
    boards = {area[1]: board[1] for _lsoa, (_c, area, board, _w) in files.above21.items()}
    for suffix, sexes in (("", ("female", "male")), ("_female", ("female",)), ("_male", ("male",))):
        tables = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for row in files.rows("la_deaths_population_age_sex_2014.csv"):
            if row["sex"] in sexes:
                code = row["local_authority_code"]
                start = int(row["age_band"].replace("+", "").split("-")[0])
                for area in (("local_authority", code), ("health_board", boards[code]), ("nation", WALES)):
                    tables[area][start][0] += int(row["deaths"])
                    tables[area][start][1] += int(row["population"])
        for name, below in (("", 200), ("_under_75", 75)):
            found = {area: _standardised(table, below) for area, table in tables.items()}
            yield f"death_rate_directly_standardised{name}{suffix}", found
        for name, age in (("birth", 0), ("65", 65)):
            yield f"life_expectancy_at_{name}{suffix}", {area: _years(table, age) for area, table in tables.items()}


def _standardised(table, below):
    bands = {start: list(pair) for start, pair in table.items() if start < below and start != 1}
    bands[0] = [bands[0][n] + table[1][n] for n in (0, 1)]
    weights = dict(zip((0, *range(5, 95, 5)), STANDARD, strict=True))
    weight = sum(weights[start] for start in bands)
    rate = sum(Fraction(weights[start] * deaths, people) for start, (deaths, people) in bands.items()) / weight
    spread = sum(Fraction(weights[start] ** 2 * deaths, people**2) for start, (deaths, people) in bands.items())
    total = sum(deaths for deaths, _people in bands.values())
    stretch = math.sqrt(spread / weight**2 / total)
    low, high = poisson_limits(total, 0.95, Z95)
    return tuple(
        100_000 * float(end) for end in (rate, rate + stretch * (low - total), rate + stretch * (high - total))
    )


def _years(table, age):
    starts = sorted(table)
    alive, lived, dying = [Fraction(1)], [], []
    for start, later in zip(starts, starts[1:], strict=False):
        deaths, people = table[start]
        width, share = later - start, Fraction(1, 10) if start == 0 else Fraction(1, 2)
        rate = Fraction(deaths, people)
        dying.append(width * rate / (1 + width * (1 - share) * rate))
        alive.append(alive[-1] * (1 - dying[-1]))
        lived.append(width * (alive[-1] + share * (alive[-2] - alive[-1])))
    deaths, people = table[starts[-1]]
    lived.append(alive[-1] * people / deaths)
    left = [sum(lived[place:]) / alive[place] for place in range(len(starts))]
    place = starts.index(age)
    spread = alive[-1] ** 2 / (deaths * Fraction(deaths, people) ** 2)
    for n in range(place, len(starts) - 1):
        count, share = table[starts[n]][0], Fraction(1, 10) if starts[n] == 0 else Fraction(1, 2)
        if count:
            chance = dying[n] ** 2 * (1 - dying[n]) / count
            spread += alive[n] ** 2 * ((1 - share) * (starts[n + 1] - starts[n]) + left[n + 1]) ** 2 * chance
    reach = Z95 * math.sqrt(spread) / float(alive[place])
    value = float(left[place])
    return value, value - reach, value + reach


def expected_proportion(count, below):
    value = Fraction(count) / Fraction(below)
    low95, high95 = wilson(float(count), float(below), Z95)
    low998, high998 = wilson(float(count), float(below), Z998)
    return {"value": float(100 * value), "lower95": low95, "upper95": high95, "lower998": low998, "upper998": high998}
