"""Deaths and people of authorities, boards and Wales by age and sex, and what follows from them."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from clusters.models import Area
from common.tabular import Table
from indicators.computation.further_recipes import DEATHS_BY_AGE, EVERY_AGE, DeathsByAge
from indicators.computation.geography import Areas, Numbers
from indicators.models import Indicator
from indicators.statistics import EUROPEAN_STANDARD_POPULATION_2013, directly_standardised_rate, life_expectancy

STARTS = (0, 1, *range(5, 95, 5))
BANDS = ("0", "1-4", *(f"{start}-{start + 4}" for start in range(5, 90, 5)), "90+")
COLUMNS = ("local_authority_code", "sex", "age_band", "deaths", "population")

ByAge = npt.NDArray[np.float64]


class Deaths:
    """The file of deaths in a folder, read once."""

    def __init__(self, folder: Path, areas: Areas) -> None:
        self.folder, self.areas = folder, areas

    @cached_property
    def _amounts(self) -> dict[tuple[str, str], ByAge]:
        """Deaths and people of each authority and sex, shape (2, bands)."""
        found: dict[tuple[str, str], ByAge] = defaultdict(lambda: np.full((2, len(BANDS)), np.nan))
        for row in Table(self.folder / DEATHS_BY_AGE, columns=COLUMNS):
            band = BANDS.index(row.one_of("age_band", BANDS))
            both = row.integer("deaths"), row.integer("population")
            found[row.text("local_authority_code"), row.text("sex")][:, band] = both
        return found

    def of_wales(self) -> ByAge:
        """Return deaths and people of Wales, both sexes, in the nineteen bands from 0 to 4 on."""
        return _first_bands_joined(np.sum(list(self._amounts.values()), axis=0))

    def by_age(self, recipe: DeathsByAge) -> ByAge:
        """Return deaths and people of every area, shape (2, areas, bands); NaN for clusters, which have none."""
        totals = np.zeros((2, len(self.areas), len(BANDS)))
        for place in np.flatnonzero(self.areas.are(Area.Kind.LOCAL_AUTHORITY)):
            authority = self.areas.areas[place]
            amounts = np.sum([self._amounts[authority.code, sex] for sex in recipe.sexes], axis=0)
            for above in (place, self.areas.boards[place], self.areas.wales):
                totals[:, above] += amounts
        totals[:, self.areas.are(Area.Kind.CLUSTER)] = np.nan
        return totals

    def totals(self, recipe: DeathsByAge) -> tuple[Numbers, Numbers]:
        """Return the deaths and people that the figures rest on."""
        deaths, people = self.by_age(recipe)[:, :, [start < recipe.below for start in STARTS]].sum(axis=2)
        return deaths, people

    def estimates(
        self, recipe: DeathsByAge, indicator: Indicator, levels: Sequence[float]
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return value and limits of every area by the indicator's method; NaN for clusters."""
        amounts = self.by_age(recipe)
        known = ~np.isnan(amounts).any(axis=(0, 2))
        values = np.full(len(self.areas), np.nan)
        lower, upper = (np.full((len(self.areas), len(levels)), np.nan) for _limit in range(2))
        if indicator.method == Indicator.Method.LIFE_EXPECTANCY:
            values[known], lower[known], upper[known] = _years_left(amounts[:, known], recipe.at, levels)
        else:
            values[known], lower[known], upper[known] = _rate(amounts[:, known], recipe, indicator, levels)
        return values, lower, upper


def _first_bands_joined(amounts: ByAge) -> ByAge:
    """Join the first year of life with the next four."""
    return np.concatenate([amounts[..., :2].sum(axis=-1, keepdims=True), amounts[..., 2:]], axis=-1)


def _rate(
    amounts: ByAge, recipe: DeathsByAge, indicator: Indicator, levels: Sequence[float]
) -> tuple[Numbers, Numbers, Numbers]:
    bands = len(EUROPEAN_STANDARD_POPULATION_2013) if recipe.below == EVERY_AGE else recipe.below // 5
    deaths, people = _first_bands_joined(amounts)[:, :, :bands]
    weights = EUROPEAN_STANDARD_POPULATION_2013[:bands]
    return directly_standardised_rate(
        deaths, people, weights=weights, confidence=levels, multiplier=indicator.multiplier
    )


def _years_left(amounts: ByAge, age: int, levels: Sequence[float]) -> tuple[Numbers, Numbers, Numbers]:
    deaths, people = amounts
    table = life_expectancy(deaths, people, STARTS, confidence=levels)
    band = STARTS.index(age)
    return table.value[:, band], table.lower[:, band], table.upper[:, band]
