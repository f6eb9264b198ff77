"""The deaths of an area over those that its residents would have at the rates of Wales in 2014.

Both are divided alike: the deaths of a middle-layer area go to its small areas as their expected deaths do. By head
count, the deaths of a care home's neighbourhood would be told of a cluster where nobody old lives.
"""

from functools import cached_property
from pathlib import Path

import numpy as np

from common.tabular import Row, Table
from indicators.computation.deaths_by_age import Deaths
from indicators.computation.further_recipes import DEATHS_OF_MSOAS, POPULATION_BY_AGE, MortalityRatio
from indicators.computation.geography import Numbers, Summing
from indicators.computation.inputs import Inputs

EXPECTED_OF = "2017"
# Of an area's expected deaths, the share that must lie where deaths are known; else the ratio is withheld.
LEAST_COVERED = 0.8
AGE_COLUMNS = (*(f"age_{start}_{start + 4}" for start in range(0, 90, 5)), "age_90plus")


class Mortality:
    """Observed and expected deaths of small areas of 2011, summed."""

    def __init__(self, folder: Path, inputs: Inputs, older: Summing, deaths: Deaths) -> None:
        self.folder, self.inputs, self.older, self.deaths = folder, inputs, older, deaths

    @cached_property
    def expected(self) -> Numbers:
        """Expected deaths of each small area, before they are scaled to those of a period."""
        table = Table(self.folder / POPULATION_BY_AGE, columns=("lsoa11_code", "year", *AGE_COLUMNS))
        rows = {row.text("lsoa11_code"): row for row in table if row.text("year") == EXPECTED_OF}
        residents = np.array([_ages(rows[code]) for code in self.older.codes], dtype=np.float64)
        died, people = self.deaths.of_wales()
        return np.asarray(residents @ (died / people))

    def counts(self, recipe: MortalityRatio) -> tuple[Numbers, Numbers]:
        """Return observed and expected deaths of every area; NaN where too little of it is known."""
        known, layer = self._known(recipe.column), self.inputs.middle_layer("msoa11")
        middle = [layer[code] for code in self.older.codes]
        of_middle = dict.fromkeys(middle, 0.0)
        for code, deaths in zip(middle, self.expected, strict=True):
            of_middle[code] += deaths
        observed = self.expected * [known.get(code, 0.0) / of_middle[code] for code in middle]
        is_known = np.array([code in known for code in middle])
        covered = self.older.total(self.expected * is_known)
        is_enough = covered >= LEAST_COVERED * self.older.total(self.expected)
        expected = covered * observed.sum() / self.expected[is_known].sum()
        return np.where(is_enough, self.older.total(observed), np.nan), np.where(is_enough, expected, np.nan)

    def _known(self, column: str) -> dict[str, float]:
        """Return the deaths of each middle-layer area whose deaths could be recovered."""
        table = Table(self.folder / DEATHS_OF_MSOAS, columns=("msoa11_code", column))
        return {row.text("msoa11_code"): float(row.integer(column)) for row in table if row.optional(column)}


def _ages(row: Row) -> list[int]:
    return [row.integer(column) for column in AGE_COLUMNS]
