"""The figures worked out a second time, from the files alone, in plain Python: no array, no recipe, no database.

Written from data/SOURCES.md and the catalogue's column `data_files_columns`, so that a wrong column, a wrong sum or a
wrong formula in the portal shows as a difference.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path
from statistics import NormalDist

WALES = "W92000004"
Z95, Z998 = (NormalDist().inv_cdf(0.5 + level / 2) for level in (0.95, 0.998))


class Files:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster_slug = {
            (row["name_en"], row["health_board_ons_code"]): row["slug"] for row in self.rows("clusters.csv")
        }
        self.above21 = {row["lsoa21_code"]: self._above(row) for row in self.rows("lsoa21_cluster_approx.csv")}
        self.new_of_old = self._new_of_old()
        self.people2020 = {
            row["lsoa11_code"]: int(row["total_population"]) for row in self.rows("population_mid2020_lsoa11.csv")
        }
        self.middle = {row["lsoa11_code"]: row["msoa11_code"] for row in self.rows("lsoa11_msoa11_lookup.csv")}

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def _above(self, row: dict[str, str]) -> list[tuple[str, str]]:
        slug = self.cluster_slug[row["cluster_name_approx"], row["health_board_ons_code"]]
        return [
            ("cluster", slug),
            ("local_authority", row["la_code"]),
            ("health_board", row["health_board_ons_code"]),
            ("nation", WALES),
        ]

    def _new_of_old(self) -> dict[str, str]:
        residents = {r["lsoa21_code"]: int(r["usual_residents_2021"]) for r in self.rows("census2021_lsoa21.csv")}
        candidates = defaultdict(list)
        for row in self.rows("lsoa11_lsoa21_lookup.csv"):
            candidates[row["lsoa11_code"]].append(row["lsoa21_code"])
        return {old: sorted(news, key=lambda new: (-residents[new], new))[0] for old, news in candidates.items()}

    def over21(self, name, above, below):
        """Sum two amounts of each row of an LSOA 2021 file over its areas."""
        return self._over((self.above21[row["lsoa21_code"]], above(row), below(row)) for row in self.rows(name))

    def over11(self, name, above, below, keep=lambda row: True):
        return self._over(
            (self.above21[self.new_of_old[row["lsoa11_code"]]], above(row), below(row))
            for row in self.rows(name)
            if keep(row)
        )

    def shared_out(self, above: str, below: str):
        middle = {row["msoa11_code"]: row for row in self.rows("msoa11_health_indicators.csv")}
        people = defaultdict(int)
        for old, count in self.people2020.items():
            people[self.middle[old]] += count
        return self._over(
            (
                self.above21[self.new_of_old[old]],
                float(middle[self.middle[old]][above]) * count / people[self.middle[old]],
                float(middle[self.middle[old]][below]) * count / people[self.middle[old]],
            )
            for old, count in self.people2020.items()
        )

    def mean_of_rates(self, column: str):
        middle = {row["msoa11_code"]: row for row in self.rows("msoa11_health_indicators.csv")}
        return self._over(
            (self.above21[self.new_of_old[old]], float(middle[self.middle[old]][column]) * count, count)
            for old, count in self.people2020.items()
        )

    def over_practices(self, above, below):
        def areas(row):
            slug = self.cluster_slug[row["cluster_name"], row["health_board_ons_code"]]
            authority, board = row["local_authority_code"], row["health_board_ons_code"]
            return [("cluster", slug), ("local_authority", authority), ("health_board", board), ("nation", WALES)]

        return self._over((areas(row), above(row), below(row)) for row in self.rows("gp_practices.csv"))

    @staticmethod
    def _over(triples):
        totals = defaultdict(lambda: [0.0, 0.0])
        for areas, above, below in triples:
            for area in areas:
                totals[area][0] += above
                totals[area][1] += below
        return totals


def wilson(count: float, people: float, z: float) -> tuple[float, float]:
    share = count / people
    middle = (share + z * z / (2 * people)) / (1 + z * z / people)
    half = z / (1 + z * z / people) * math.sqrt(share * (1 - share) / people + z * z / (4 * people * people))
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def poisson_below(count: float, mean: float) -> float:
    """Return the chance of `count` events or fewer where `mean` are expected."""
    term = total = math.exp(-mean)
    for events in range(1, int(count) + 1):
        term *= mean / events
        total += term
    return total


def exact(count: float, level: float) -> tuple[float, float]:
    """Return exact Poisson limits by halving: no quantile function, so that nothing is shared with the portal."""
    tail = (1 - level) / 2
    lower = 0.0 if count == 0 else _root(lambda mean: 1 - poisson_below(count - 1, mean) - tail, 0.0, count + 1.0)
    return lower, _root(lambda mean: tail - poisson_below(count, mean), count, 100.0)


def _root(function, low: float, high: float) -> float:
    for _step in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


def poisson_limits(count: float, level: float, z: float) -> tuple[float, float]:
    if count < 10:
        return exact(count, level)
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    upper = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * math.sqrt(count + 1))) ** 3
    return lower, upper


def every_series(files: Files):
    """Give (indicator, period, method, totals by area) for every published indicator and period."""
    households, people = "census2021_households_lsoa21.csv", "census2021_people_lsoa21.csv"
    total = int

    def columns(*names):
        return lambda row: sum(int(row[name]) for name in names)

    wimd25 = {row["lsoa21_code"]: row for row in files.rows("wimd2025_lsoa21.csv")}
    wimd19 = {row["lsoa11_code"]: row for row in files.rows("wimd2019_lsoa11.csv")}
    residents = columns("usual_residents_2021")
    census, year85 = "census2021_lsoa21.csv", "population_lsoa11_2017_2019_2020.csv"
    lists = "2025 (extract date not stated)"

    yield "registered_patients", lists, "count", files.over_practices(columns("registered_patients"), lambda row: 0)
    yield "mean_list_size", lists, "mean", files.over_practices(columns("registered_patients"), lambda row: 1)
    practices = files.over_practices(lambda row: 1, columns("registered_patients"))
    yield "gp_practices_per_100000", lists, "crude_rate", practices
    for indicator, names, below in (
        ("aged_under_16", ["age_0_15"], "usual_residents_age_table"),
        ("aged_65_plus", ["age_65_plus"], "usual_residents_age_table"),
        (
            "ethnic_group_other_than_white",
            ["ethnic_asian", "ethnic_black", "ethnic_mixed", "ethnic_other"],
            "usual_residents_ts021",
        ),
    ):
        yield indicator, "2021", "proportion", files.over21(people, columns(*names), columns(below))
    for indicator, names, below in (
        ("households_deprived_two_or_more", ["deprived_2", "deprived_3", "deprived_4"], "households_ts011"),
        ("overcrowded_households", ["occupancy_minus1", "occupancy_minus2_or_less"], "households_ts052"),
        ("social_rented_households", ["tenure_social_council", "tenure_social_other"], "households_ts054"),
        ("private_rented_households", ["tenure_private_landlord", "tenure_private_other"], "households_ts054"),
    ):
        yield indicator, "2021", "proportion", files.over21(households, columns(*names), columns(below))
    deprived = columns("deprived_2", "deprived_3", "deprived_4")
    older = files.over11("census2011_household_deprivation_lsoa11.csv", deprived, columns("households_qs119"))
    yield "households_deprived_two_or_more", "2011", "proportion", older
    disabled = files.over21(census, columns("disabled_equality_act_2021"), residents)
    yield "disabled_equality_act", "2021", "proportion", disabled
    for year in ("2017", "2019", "2020"):
        series = files.over11(
            year85,
            columns("age_85_plus"),
            columns("total_population"),
            keep=lambda row, year=year: row["mid_year"] == year,
        )
        yield "aged_85_plus", f"mid-{year}", "proportion", series
    poorest = files.over21(
        census,
        lambda row: residents(row) if total(wimd25[row["lsoa21_code"]]["overall_rank"]) <= 382 else 0,
        residents,
    )
    yield "residents_most_deprived_fifth", "WIMD 2025", "proportion", poorest
    rural = files.over21(
        census, lambda row: residents(row) if wimd25[row["lsoa21_code"]]["urban_rural"] == "Rural" else 0, residents
    )
    yield "residents_in_rural_lsoas", "2021 residents", "proportion", rural
    everybody = columns("total_population")
    unhealthy = files.over11(
        "population_mid2020_lsoa11.csv",
        lambda row: everybody(row) if total(wimd19[row["lsoa11_code"]]["health_rank"]) <= 382 else 0,
        everybody,
    )
    yield "residents_most_deprived_fifth_health_domain", "WIMD 2019", "proportion", unhealthy
    for indicator, period, above, below in (
        ("activities_limited_a_lot", "2011", "census2011_limited_a_lot", "census2011_usual_residents"),
        ("households_no_car", "2011", "census2011_households_no_car", "census2011_households"),
        (
            "one_person_households_65_plus",
            "2011",
            "census2011_one_person_households_65plus",
            "census2011_households",
        ),
        (
            "older_people_bad_health",
            "2011",
            "census2011_65plus_bad_or_very_bad_health",
            "census2011_65plus_lc3206",
        ),
        ("pension_credit", "August 2019", "dwp_pension_credit_2019_08", "dwp_population_65plus"),
        ("attendance_allowance", "August 2019", "dwp_attendance_allowance_2019_08", "dwp_population_65plus"),
    ):
        yield indicator, period, "proportion", files.shared_out(above, below)
    years = "2015/16-2017/18 (3-year average)"
    for indicator, period, column in (
        ("gp_recorded_chronic_condition", "WIMD 2019", "wimd2019_gp_chronic_condition_per_100"),
        ("gp_recorded_mental_health", "WIMD 2019", "wimd2019_gp_mental_health_per_100"),
        ("limiting_long_term_illness", "WIMD 2019", "wimd2019_limiting_long_term_illness_per_100"),
        ("cancer_incidence", "2007-2016", "wimd2019_cancer_incidence_per_100000"),
        ("travel_time_gp_private", "WIMD 2019", "wimd2019_gp_travel_private_return_minutes"),
        ("chd_admissions", years, "hmw_chd_admission_asr_per_100000_2015_16_to_2017_18"),
        (
            "respiratory_emergency_admissions",
            years,
            "hmw_respiratory_emergency_asr_per_100000_2015_16_to_2017_18",
        ),
    ):
        yield indicator, period, "mean", files.mean_of_rates(column)


def expected(method: str, count: float, below: float) -> dict[str, float | None]:
    """Return value and limits of one area by the method's published formula."""
    if method == "proportion":
        low95, high95 = wilson(count, below, Z95)
        low998, high998 = wilson(count, below, Z998)
        value = 100 * count / below
    elif method == "crude_rate":
        value = 100_000 * count / below
        low95, high95 = (100_000 * limit / below for limit in poisson_limits(count, 0.95, Z95))
        low998, high998 = (100_000 * limit / below for limit in poisson_limits(count, 0.998, Z998))
    else:
        value = count if method == "count" else count / below
        low95 = high95 = low998 = high998 = None
    return {"value": value, "lower95": low95, "upper95": high95, "lower998": low998, "upper998": high998}
