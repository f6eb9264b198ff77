"""The statistical methods behind every figure: pure functions of arrays.

Nothing here knows of Django, the database or the indicator catalogue. Each function takes numbers or
arrays of numbers, broadcasts them, and answers with arrays. The formulas, their sources and their rules at
the edges are set out in docs/methods.md.
"""

from indicators.statistics.comparison import Comparison, compare, quantiles
from indicators.statistics.contrasts import (
    Contrast,
    difference_of_estimates,
    difference_of_proportions,
    difference_of_rates,
    ratio_of_estimates,
    ratio_of_proportions,
    ratio_of_rates,
)
from indicators.statistics.disclosure import follows_by_subtraction, suppress
from indicators.statistics.estimates import Estimate
from indicators.statistics.funnels import (
    ControlLimits,
    FunnelSignificance,
    compare_with_limits,
    control_limits_of_proportions,
    control_limits_of_rates,
    effective_population,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_significance_of_proportions,
    funnel_significance_of_rates,
    funnel_significance_of_ratios,
)
from indicators.statistics.indirect import (
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from indicators.statistics.inequality import Inequality, slope_index_of_inequality, standard_errors_of_limits
from indicators.statistics.life_expectancy import LifeExpectancy, Withheld, life_expectancy
from indicators.statistics.means import mean, mean_of_values
from indicators.statistics.neighbours import Neighbours, distances, nearest
from indicators.statistics.nonindependent import (
    crude_rate_of_nonindependent_events,
    directly_standardised_rate_of_nonindependent_events,
)
from indicators.statistics.percentiles import percentile_ranks, percentiles
from indicators.statistics.proportions import proportion
from indicators.statistics.rates import crude_rate, directly_standardised_rate
from indicators.statistics.standard_population import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013
from indicators.statistics.trends import Direction, RecentTrend, recent_trend, recent_trend_of_proportions

__all__ = [
    "AGE_BANDS",
    "EUROPEAN_STANDARD_POPULATION_2013",
    "Comparison",
    "Contrast",
    "ControlLimits",
    "Direction",
    "Estimate",
    "FunnelSignificance",
    "Inequality",
    "LifeExpectancy",
    "Neighbours",
    "RecentTrend",
    "Withheld",
    "compare",
    "compare_with_limits",
    "control_limits_of_proportions",
    "control_limits_of_rates",
    "crude_rate",
    "crude_rate_of_nonindependent_events",
    "difference_of_estimates",
    "difference_of_proportions",
    "difference_of_rates",
    "directly_standardised_rate",
    "directly_standardised_rate_of_nonindependent_events",
    "distances",
    "effective_population",
    "expected_events",
    "follows_by_subtraction",
    "funnel_limits_of_proportions",
    "funnel_limits_of_rates",
    "funnel_limits_of_ratios",
    "funnel_significance_of_proportions",
    "funnel_significance_of_rates",
    "funnel_significance_of_ratios",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "life_expectancy",
    "mean",
    "mean_of_values",
    "nearest",
    "percentile_ranks",
    "percentiles",
    "proportion",
    "quantiles",
    "ratio_of_estimates",
    "ratio_of_proportions",
    "ratio_of_rates",
    "recent_trend",
    "recent_trend_of_proportions",
    "slope_index_of_inequality",
    "standard_errors_of_limits",
    "suppress",
]
