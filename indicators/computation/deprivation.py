"""Figures by deprivation fifth of the small areas that people live in, and how far the fifths differ.

Small areas of 2021 are ranked by WIMD 2025, those of 2011 by WIMD 2019: each by the index that was published for it.
Only indicators that count within small areas take part. One that counts whole small areas, as the share of residents
in the most deprived fifth does, would be 100% in some fifths and 0% in the others by its own definition.

The indices are of a line through the logits of the five shares, so that neither of its ends leaves 0% to 100%.
"""

from dataclasses import dataclass

import numpy as np

from clusters.models import Area
from indicators.computation.figures import Computation
from indicators.computation.geography import Indexes, Numbers
from indicators.computation.recipes import WIMD_2019, WIMD_2025, Only, Ratio, Recipe
from indicators.models import DeprivationGap, Indicator
from indicators.statistics import Inequality, proportion, slope_index_of_inequality, standard_errors_of_limits
from indicators.statistics.rates import FEWEST_EVENTS

FIFTHS = (1, 2, 3, 4, 5)
Ranking = DeprivationGap.Ranking
RANKINGS = {"lsoa21": Ranking.WIMD_2025, "lsoa11": Ranking.WIMD_2019}


@dataclass(frozen=True)
class ByFifth:
    """Figures by area and fifth, and their indices by area; `places` are those of the areas that have them."""

    ranking: Ranking
    places: Indexes
    counts: Numbers
    denominators: Numbers
    values: Numbers
    lower: Numbers
    upper: Numbers
    gaps: Inequality


def applies(recipe: Recipe, indicator: Indicator) -> bool:
    """Whether an indicator is a share of the people or households within small areas that are ranked."""
    within = isinstance(recipe, Ratio) and recipe.geography in RANKINGS and recipe.only is None
    return within and indicator.method == Indicator.Method.PROPORTION


def fifth_of(geography: str, fifth: int) -> Only:
    """Return which small areas are in a fifth: WIMD 2019 gives tenths, two to a fifth."""
    if geography == "lsoa21":
        return Only(WIMD_2025, "overall_quintile", frozenset({str(fifth)}))
    return Only(WIMD_2019, "wimd_decile", frozenset({str(2 * fifth - 1), str(2 * fifth)}))


def by_fifth(computation: Computation, recipe: Ratio, indicator: Indicator) -> ByFifth:
    """Work out Wales and the boards by fifth; an area with under ten on either side in a fifth is left out."""
    counts, denominators = _counts(computation, recipe)
    areas = computation.areas
    wanted = areas.are(Area.Kind.HEALTH_BOARD) | areas.are(Area.Kind.NATION)
    enough = (np.minimum(counts, denominators - counts) >= FEWEST_EVENTS).all(axis=1)
    places = np.flatnonzero(wanted & enough)
    counts, denominators = counts[places], denominators[places]
    values, lower, upper = proportion(counts, denominators)
    errors = standard_errors_of_limits(lower, upper, scale="logit")
    # Below nought: from the least deprived end of the line to the most, so that more with deprivation reads as more.
    unit = indicator.multiplier
    gaps = slope_index_of_inequality(values, denominators, errors, scale="logit", transform=True, multiplier=-unit)
    figures = (values * unit, lower * unit, upper * unit)
    return ByFifth(RANKINGS[recipe.geography], places, counts, denominators, *figures, gaps)


def _counts(computation: Computation, recipe: Ratio) -> tuple[Numbers, Numbers]:
    """Return numerators and denominators, shape (areas, fifths)."""
    summing = computation.summing(recipe.geography)
    above, below = computation.inputs.ratio(recipe, summing)
    inside = [computation.inputs.chosen(summing, fifth_of(recipe.geography, fifth)) for fifth in FIFTHS]
    totals = [np.stack([summing.total(amounts * one) for one in inside], axis=1) for amounts in (above, below)]
    return totals[0], totals[1]
