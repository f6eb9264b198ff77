"""Counts and denominators of every area, and the figures that follow from them."""

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clusters.models import Area
from indicators.computation import geography
from indicators.computation.deaths_by_age import Deaths
from indicators.computation.further_recipes import DeathsByAge, MortalityRatio, PracticeSum, RatioOfFiles
from indicators.computation.geography import Areas, Numbers, Summing
from indicators.computation.inputs import Inputs
from indicators.computation.mortality import Mortality
from indicators.computation.practices import PracticeFiles
from indicators.computation.recipes import POPULATION_2020, MeanOfRates, PracticeRatio, Ratio, Recipe
from indicators.models import Indicator
from indicators.statistics import Comparison, compare, crude_rate, proportion, quantiles, suppress

LEVELS = (0.95, 0.998)
# A new number here makes the next start compute a new release from the same files.
METHODS_EDITION = 3


# The columns of a figure, in the order in which rows are written.
FIGURE_COLUMNS = (
    "figure_set_id",
    "area_id",
    "count",
    "denominator",
    "value",
    "lower95",
    "upper95",
    "lower998",
    "upper998",
    "flag",
    "geography_basis",
    "versus_board",
    "versus_wales",
    "difference_board",
    "ratio_board",
    "difference_wales",
    "ratio_wales",
)


@dataclass
class Figures:
    """One indicator and period: arrays over the areas. Limits have one column a level (95%, 99.8%)."""

    counts: Numbers
    denominators: Numbers
    values: Numbers
    lower: Numbers
    upper: Numbers
    hidden: np.ndarray


class Computation:
    """Computes recipes for all areas on a day, from the files of a folder."""

    def __init__(self, *, folder: Path, on: datetime.date) -> None:
        self.areas = Areas.load(on=on)
        self.inputs = Inputs(folder)
        self.newer = geography.of_lsoa21(self.areas, on=on)
        self.older = geography.of_lsoa11(self.areas, self.newer, folder)
        self.practices, self.patients = geography.of_practices(self.areas, on=on)
        self.practice_files = PracticeFiles(folder, self.areas, on=on)
        self.deaths = Deaths(folder, self.areas)
        self.mortality = Mortality(folder, self.inputs, self.older, self.deaths)

    def counts(self, recipe: Recipe) -> tuple[Numbers, Numbers]:
        """Return the numerator and denominator of every area; the denominator is NaN where there is none."""
        match recipe:
            case PracticeRatio():
                return self._of_practices(recipe.numerator), self._of_practices(recipe.denominator)
            case MeanOfRates():
                people = self.inputs.sums(self.older, POPULATION_2020, ("total_population",))
                rates = self.inputs.of_middle_layer(self.older, recipe.column)
                return self.older.total(rates * people), self.older.total(people)
            case Ratio():
                summing = self.summing(recipe.geography)
                above, below = self.inputs.ratio(recipe, summing)
                return summing.total(above), summing.total(below)
            case RatioOfFiles():
                above = self.inputs.sums(self.older, recipe.file, (recipe.numerator,))
                columns = (recipe.denominator,)
                below = self.inputs.sums(self.older, recipe.denominator_file, columns, year=recipe.year)
                return self.older.total(above), self.older.total(below)
            case PracticeSum():
                return self.practice_files.counts(recipe)
            case MortalityRatio():
                return self.mortality.counts(recipe)
            case DeathsByAge():
                return self.deaths.totals(recipe)

    def figures(self, recipe: Recipe, indicator: Indicator) -> Figures:
        counts, denominators = self.counts(recipe)
        if isinstance(recipe, DeathsByAge):
            values, lower, upper = self.deaths.estimates(recipe, indicator, LEVELS)
        else:
            years = recipe.years if isinstance(recipe, MortalityRatio) else 1
            values, lower, upper = estimate(indicator, counts * years, denominators * years)
        hidden = self._hidden(indicator, counts)
        return Figures(counts, denominators, values, lower, upper, hidden)

    def _of_practices(self, what: str) -> Numbers:
        if not what:
            return np.full(len(self.areas), np.nan)
        return self.practices.total(self.patients if what == "patients" else np.ones_like(self.patients))

    def summing(self, kind: str) -> Summing:
        return self.newer if kind in ("lsoa21", "msoa21") else self.older

    def _hidden(self, indicator: Indicator, counts: Numbers) -> np.ndarray:
        if indicator.disclosure_threshold is None:
            return np.zeros(len(counts), dtype=bool)
        return suppress(counts, published_totals(self.areas), threshold=indicator.disclosure_threshold)


def published_totals(areas: Areas) -> list[np.ndarray]:
    """Label the children of each published total: clusters and authorities of a board apart, boards of Wales.

    All other cells share one label: their sum is known too, since clusters and authorities each add up to Wales.
    """
    within_boards = np.where(areas.boards >= 0, areas.boards * 2 + areas.are(Area.Kind.CLUSTER), -1)
    within_wales = np.where(areas.are(Area.Kind.HEALTH_BOARD), 0, -1)
    return [within_boards, within_wales]


def estimate(indicator: Indicator, counts: Numbers, denominators: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return value, lower and upper limits by the indicator's method; NaN limits where the method has none."""
    none = np.full((len(counts), len(LEVELS)), np.nan)
    match indicator.method:
        case Indicator.Method.PROPORTION:
            return proportion(counts, denominators, confidence=LEVELS, multiplier=indicator.multiplier)
        case Indicator.Method.CRUDE_RATE | Indicator.Method.STANDARDISED_RATIO:
            return crude_rate(counts, denominators, confidence=LEVELS, multiplier=indicator.multiplier)
        case Indicator.Method.MEAN:
            return counts / denominators * indicator.multiplier, none, none
        case Indicator.Method.COUNT:
            return counts, none, none
    raise NotImplementedError(f"No figures are computed here by the method {indicator.method}.")


@dataclass(frozen=True)
class Standing:
    """How every area stands against one comparator: outcome, value minus comparator, value over comparator."""

    outcomes: list[str]
    differences: Numbers
    ratios: Numbers


OUTCOMES = {
    Comparison.LOWER: "lower",
    Comparison.SIMILAR: "no_difference",
    Comparison.HIGHER: "higher",
    Comparison.NOT_COMPARED: "not_compared",
}


def standing(indicator: Indicator, figures: Figures, areas: Areas, comparators: np.ndarray) -> Standing:
    """Compare every area with the area at its place in `comparators` (-1: nobody, and never itself)."""
    against = np.where(comparators >= 0, figures.values[comparators], np.nan)
    against[comparators == np.arange(len(areas))] = np.nan
    differences = figures.values - against
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(against > 0, figures.values / against, np.nan)
    return Standing(_outcomes(indicator, figures, areas, against, comparators), differences, ratios)


def _outcomes(
    indicator: Indicator, figures: Figures, areas: Areas, against: Numbers, comparators: np.ndarray
) -> list[str]:
    if indicator.comparison == Indicator.Comparison.INTERVAL:
        marks = compare(figures.lower[:, 0], figures.upper[:, 0], against)
        return [OUTCOMES[Comparison(mark)] for mark in marks]
    if indicator.comparison == Indicator.Comparison.FIFTHS and (comparators == areas.wales).all():
        return _fifths(figures, areas)
    return ["not_compared"] * len(areas)


def _fifths(figures: Figures, areas: Areas) -> list[str]:
    """Which fifth of Wales' clusters each cluster is in; 5 holds the highest values. Other areas are in none."""
    among = np.where(areas.are(Area.Kind.CLUSTER) & ~figures.hidden, figures.values, np.nan)
    return [f"fifth_{fifth}" if fifth else "not_compared" for fifth in quantiles(among)]
