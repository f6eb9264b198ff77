"""The raw files as arrays, each read once, in the order of the small areas asked for."""

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from common.tabular import Row, Table
from indicators.computation.geography import Numbers, Summing
from indicators.computation.recipes import MSOA_INDICATORS, POPULATION_2020, Only, Ratio

KEYS = {"lsoa21": "lsoa21_code", "lsoa11": "lsoa11_code", "msoa11": "msoa11_code"}


class Inputs:
    """The raw files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Callable[[str, str], dict[str, Row]] = cache(self._rows)

    def _rows(self, file: str, year: str) -> dict[str, Row]:
        """Return the rows of a file by small area; of one year where the file holds several."""
        table = Table(self.folder / file, columns=())
        found: dict[str, Row] = {}
        for row in table:
            key = next(column for column in KEYS.values() if column in row.cells)
            if not year or row.text("mid_year") == year:
                found[row.text(key)] = row
        return found

    def sums(self, summing: Summing, file: str, columns: tuple[str, ...], *, year: str = "") -> Numbers:
        """Return, per small area, the sum of some columns; a small area that the file lacks is a fault."""
        rows = self.rows(file, year)
        return np.array([sum(_number(rows[code], column) for column in columns) for code in summing.codes])

    def chosen(self, summing: Summing, only: Only) -> Numbers:
        """Return 1 per small area that counts and 0 for the others."""
        rows = self.rows(only.file, "")
        return np.array([float(rows[code].text(only.column) in only.values) for code in summing.codes])

    @cached_property
    def middle_layer(self) -> dict[str, str]:
        table = Table(self.folder / "lsoa11_msoa11_lookup.csv", columns=("lsoa11_code", "msoa11_code"))
        return {row.text("lsoa11_code"): row.text("msoa11_code") for row in table}

    def shares(self, summing: Summing) -> Numbers:
        """Return, per LSOA of 2011, its share of the mid-2020 population of its MSOA."""
        people = self.sums(summing, POPULATION_2020, ("total_population",))
        totals: dict[str, float] = {}
        for code, count in zip(summing.codes, people, strict=True):
            middle = self.middle_layer[code]
            totals[middle] = totals.get(middle, 0.0) + count
        return people / np.array([totals[self.middle_layer[code]] for code in summing.codes])

    def of_middle_layer(self, summing: Summing, column: str) -> Numbers:
        """Return, per LSOA of 2011, the value that its MSOA has in a column."""
        rows = self.rows(MSOA_INDICATORS, "")
        return np.array([_number(rows[self.middle_layer[code]], column) for code in summing.codes])

    def ratio(self, recipe: Ratio, summing: Summing) -> tuple[Numbers, Numbers]:
        """Return numerator and denominator per small area of the recipe's file."""
        if recipe.geography == "msoa11":
            shares = self.shares(summing)
            above = sum(self.of_middle_layer(summing, column) for column in recipe.numerator)
            return above * shares, self.of_middle_layer(summing, recipe.denominator) * shares
        above = self.sums(summing, recipe.file, recipe.numerator, year=recipe.year)
        below = self.sums(summing, recipe.file, (recipe.denominator,), year=recipe.year)
        return (above * self.chosen(summing, recipe.only) if recipe.only else above), below


def _number(row: Row, column: str) -> float:
    value = row.number_or_none(column)
    if value is None:
        row.text(column)
    return float(value or 0.0)
