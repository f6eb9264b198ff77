"""The raw files as arrays, each read once, in the order of the small areas asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from common.tabular import Row, Table
from indicators.computation.geography import Numbers, Summing
from indicators.computation.recipes import CENSUS_RESIDENTS, MSOA_INDICATORS, POPULATION_2020, Only, Ratio

KEYS = {"lsoa21": "lsoa21_code", "lsoa11": "lsoa11_code", "msoa11": "msoa11_code", "msoa21": "msoa21_code"}


@dataclass(frozen=True)
class Layer:
    """The middle-layer areas of a census: which small areas each holds, and whose numbers share them out to these."""

    lookup: str
    small: str
    middle: str
    people_file: str
    people: str


LAYERS = {
    "msoa11": Layer("lsoa11_msoa11_lookup.csv", KEYS["lsoa11"], KEYS["msoa11"], POPULATION_2020, "total_population"),
    "msoa21": Layer(
        "lsoa21_msoa21_lookup.csv", KEYS["lsoa21"], KEYS["msoa21"], CENSUS_RESIDENTS, "usual_residents_2021"
    ),
}


class Inputs:
    """The raw files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Callable[[str, str], dict[str, Row]] = cache(self._rows)
        self.middle_layer: Callable[[str], dict[str, str]] = cache(self._middle_layer)

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

    def _middle_layer(self, layer: str) -> dict[str, str]:
        """Return the middle-layer area of each small area."""
        columns = LAYERS[layer].small, LAYERS[layer].middle
        table = Table(self.folder / LAYERS[layer].lookup, columns=columns)
        return {row.text(columns[0]): row.text(columns[1]) for row in table}

    def shares(self, summing: Summing, layer: str) -> Numbers:
        """Return, per small area, its share of the people of its middle-layer area."""
        people = self.sums(summing, LAYERS[layer].people_file, (LAYERS[layer].people,))
        middle = self.middle_layer(layer)
        totals: dict[str, float] = {}
        for code, count in zip(summing.codes, people, strict=True):
            totals[middle[code]] = totals.get(middle[code], 0.0) + count
        return people / np.array([totals[middle[code]] for code in summing.codes])

    def of_middle_layer(
        self, summing: Summing, column: str, *, layer: str = "msoa11", file: str = MSOA_INDICATORS
    ) -> Numbers:
        """Return, per small area, the value that its middle-layer area has in a column."""
        rows, middle = self.rows(file, ""), self.middle_layer(layer)
        return np.array([_number(rows[middle[code]], column) for code in summing.codes])

    def ratio(self, recipe: Ratio, summing: Summing) -> tuple[Numbers, Numbers]:
        """Return numerator and denominator per small area of the recipe's file."""
        if recipe.geography in LAYERS:
            return self._shared_out(recipe, summing)
        above = self.sums(summing, recipe.file, recipe.numerator, year=recipe.year)
        below = self.sums(summing, recipe.file, (recipe.denominator,), year=recipe.year)
        return (above * self.chosen(summing, recipe.only) if recipe.only else above), below

    def _shared_out(self, recipe: Ratio, summing: Summing) -> tuple[Numbers, Numbers]:
        """Return what each small area gets of the counts of its middle-layer area."""

        columns = (*recipe.numerator, recipe.denominator)
        places = {"layer": recipe.geography, "file": recipe.file}
        *above, below = (self.of_middle_layer(summing, column, **places) for column in columns)
        shares = self.shares(summing, recipe.geography)
        return np.sum(above, axis=0) * shares, below * shares


def _number(row: Row, column: str) -> float:
    value = row.number_or_none(column)
    if value is None:
        row.text(column)
    return float(value or 0.0)
