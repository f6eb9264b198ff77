"""The statistical methods behind every figure: pure functions of arrays.

Nothing here knows of Django, the database or the indicator catalogue. Each function takes numbers or
arrays of numbers, broadcasts them, and answers with arrays. The formulas, their sources and their rules at
the edges are set out in docs/methods.md.
"""

from indicators.statistics.comparison import Comparison, compare, quantiles
from indicators.statistics.disclosure import follows_by_subtraction, suppress
from indicators.statistics.estimates import Estimate
from indicators.statistics.means import mean, mean_of_values
from indicators.statistics.proportions import proportion
from indicators.statistics.rates import crude_rate, directly_standardised_rate
from indicators.statistics.standard_population import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013

__all__ = [
    "AGE_BANDS",
    "EUROPEAN_STANDARD_POPULATION_2013",
    "Comparison",
    "Estimate",
    "compare",
    "crude_rate",
    "directly_standardised_rate",
    "follows_by_subtraction",
    "mean",
    "mean_of_values",
    "proportion",
    "quantiles",
    "suppress",
]
