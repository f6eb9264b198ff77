"""Set what the methods give beside figures that others have published: the same for the tests and for the public.

`checked(published)` answers each vector of the file with one row for each figure that it names.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.statistics.comparison import Comparison, compare, quantiles
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
    funnel_significance_of_ratios,
)
from indicators.statistics.indirect import (
    expected_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from indicators.statistics.inequality import slope_index_of_inequality
from indicators.statistics.life_expectancy import Withheld, life_expectancy
from indicators.statistics.means import mean_of_values
from indicators.statistics.nonindependent import directly_standardised_rate_of_nonindependent_events
from indicators.statistics.percentiles import percentiles
from indicators.statistics.proportions import proportion
from indicators.statistics.rates import crude_rate, directly_standardised_rate
from indicators.statistics.trends import Direction, recent_trend, recent_trend_of_proportions

LEVELS = (0.95, 0.998)
Given = Mapping[str, Any]
Answers = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One published figure of a vector, what we get, and whether they agree within the published tolerance."""

    vector: str
    measure: str
    name: str
    published: Any
    ours: Any
    agrees: bool
    source: str


def checked(published: Mapping[str, Any]) -> Iterator[Check]:
    """Answer every vector of a file of published figures."""
    for vector in published["vectors"]:
        ours = METHODS[vector["measure"]](_inputs(vector, published["fixtures"]))
        for name, (value, tolerance) in _expected(vector).items():
            agrees = _agrees(value, ours[name], tolerance)
            yield Check(vector["id"], vector["measure"], name, value, ours[name], agrees, vector["source"])


def _inputs(vector: Given, fixtures: Given) -> Answers:
    """Return the inputs of a vector; a name with @ stands for a list that several share."""
    return {
        name: fixtures[value[1:]] if isinstance(value, str) and value.startswith("@") else value
        for name, value in vector["input"].items()
    }


def _expected(vector: Given) -> dict[str, tuple[Any, Given]]:
    """Return the figures of a vector with their tolerances: reasons are words about it, not figures."""
    words = {"reason", "total_count"}
    found = {name: (value, vector["tolerance"]) for name, value in vector["expected"].items() if name not in words}
    for kind, suffix in (("simulated_ci_95", "simulated"), ("closed_form_ci_95", "closed")):
        for name in sorted(set(vector.get(kind, ())) & {"sii", "rii"}):
            lower, upper = vector[kind][name]
            tolerance = {"abs": 0.01 * (upper - lower)} if suffix == "simulated" else vector["tolerance"]
            found |= {f"{name}_lower_{suffix}": (lower, tolerance), f"{name}_upper_{suffix}": (upper, tolerance)}
    return found


def _agrees(published: Any, ours: Any, tolerance: Given) -> bool:
    if isinstance(published, str):
        # A published marker may add what the polarity makes of it, which is no part of the method.
        return published == ours or published.startswith(f"{ours} and ")
    expected, given = np.array(published, dtype=float), np.array(ours, dtype=float)
    close = np.isclose(given, expected, rtol=tolerance.get("rel", 0), atol=tolerance.get("abs", 0), equal_nan=True)
    return bool(np.all(close))


# --- what each measure of the file is answered with ---


def _figures(estimate: Estimate) -> Answers:
    (lower_95, lower_99_8), (upper_95, upper_99_8) = estimate.lower.tolist(), estimate.upper.tolist()
    limits = {"lower_95": lower_95, "lower_99_8": lower_99_8, "upper_95": upper_95, "upper_99_8": upper_99_8}
    return {"value": estimate.value.item(), **limits, "suppressed": bool(np.isnan(estimate.value.item()))}


def _proportion(given: Given) -> Answers:
    return _figures(proportion(given["count"], given["denominator"], confidence=LEVELS, multiplier=given["per"]))


def _crude_rate(given: Given) -> Answers:
    return _figures(crude_rate(given["count"], given["population"], confidence=LEVELS, multiplier=given["per"]))


def _count(given: Given) -> Answers:
    """The limits of a count are those of the rate among one person."""
    return _figures(crude_rate(given["count"], 1, confidence=LEVELS, multiplier=1))


def _rounded_rate(given: Given) -> Answers:
    population = given["count"] / given["rate"] * given["per"]
    answer = crude_rate(given["count"], population, multiplier=given["per"])
    return {"lower_95_1dp": answer.lower.item(), "upper_95_1dp": answer.upper.item()}


def _mean(given: Given) -> Answers:
    return _figures(mean_of_values(given["values"], confidence=LEVELS))


def _standardised(given: Given) -> Answers:
    return _figures(
        directly_standardised_rate(
            given["counts"],
            given["populations"],
            weights=given["weights"],
            confidence=LEVELS,
            multiplier=given["per"],
        )
    )


def _nonindependent(given: Given) -> Answers:
    people = given["people_by_event_frequency"]
    return _figures(
        directly_standardised_rate_of_nonindependent_events(
            list(people.values()),
            [int(frequency) for frequency in people],
            given["populations"],
            weights=given["weights"],
            confidence=LEVELS,
            multiplier=given["per"],
        )
    )


def _indirect(method: Callable[..., Estimate]) -> Callable[[Given], Answers]:
    def answer(given: Given) -> Answers:
        reference = (given["populations"], given["ref_counts"], given["ref_populations"])
        found = method(given["observed_total"], *reference, confidence=LEVELS, multiplier=given["per"])
        return {**_figures(found), "expected_events": float(expected_events(*reference))}

    return answer


def _inequality(given: Given) -> Answers:
    slope, relative = slope_index_of_inequality(
        given["values"],
        given["populations_most_to_least_deprived"],
        given["standard_errors"],
        scale=given["se_scale"],
        transform=given["transform"] != "none",
        multiplier=given["multiplier"],
    )
    answers: Answers = {"sii": float(slope.value), "rii": float(relative.value)}
    for name, index in (("sii", slope), ("rii", relative)):
        for way in ("simulated", "closed"):
            answers |= {f"{name}_lower_{way}": float(index.lower), f"{name}_upper_{way}": float(index.upper)}
    return answers


def _life_expectancy(given: Given) -> Answers:
    place = given["start_ages"].index(given["at_age"])
    answer = life_expectancy(given["deaths"], given["populations"], given["start_ages"], confidence=LEVELS)
    found = _figures(Estimate(answer.value[place], answer.lower[place], answer.upper[place]))
    return {**found, "suppressed": set(answer.withheld.tolist()) == {Withheld.SMALL_POPULATION}}


def _funnel(limits: ControlLimits) -> Answers:
    (lower_2s, lower_3s), (upper_2s, upper_3s) = limits.lower.tolist(), limits.upper.tolist()
    sides = {"lower_2s": lower_2s, "lower_3s": lower_3s, "upper_2s": upper_2s, "upper_3s": upper_3s}
    return {**sides, "baseline": limits.baseline.item()}


def _funnel_of_proportion(given: Given) -> Answers:
    average = given["average_numerator_total"] / given["average_denominator_total"]
    limits = funnel_limits_of_proportions(given["population"], average, confidence=LEVELS, multiplier=given["per"])
    return _funnel(limits)


def _funnel_of_ratio(given: Given) -> Answers:
    return _funnel(funnel_limits_of_ratios(given["observed"], confidence=LEVELS, multiplier=given["per"]))


def _funnel_of_rate(given: Given) -> Answers:
    limits = funnel_limits_of_rates(given["events"], given["baseline_rate"], confidence=LEVELS)
    population = effective_population(
        given["events"], limits.lower[0], multiplier=given["per"], years=given["years_of_data"]
    )
    return {**_funnel(limits), "lower_2s_population_1_year": float(population)}


SIGNIFICANCE = {
    FunnelSignificance.LOW_AT_99_8: "Low (0.001)",
    FunnelSignificance.LOW_AT_95: "Low (0.025)",
    FunnelSignificance.NOT_SIGNIFICANT: "Not significant",
    FunnelSignificance.HIGH_AT_95: "High (0.025)",
    FunnelSignificance.HIGH_AT_99_8: "High (0.001)",
}


def _significance_of_proportion(given: Given) -> Answers:
    answer = funnel_significance_of_proportions(given["numerator"], given["denominator"], given["average"])
    return {"significance": SIGNIFICANCE[FunnelSignificance(answer.item())]}


def _significance_of_ratio(given: Given) -> Answers:
    answer = funnel_significance_of_ratios(given["observed"], given["expected"])
    return {"significance": SIGNIFICANCE[FunnelSignificance(answer.item())]}


def _control_of_proportion(given: Given) -> Answers:
    benchmark = given["benchmark_percent"] / 100
    limits = control_limits_of_proportions(given["denominator"], benchmark, confidence=LEVELS, multiplier=100)
    return _against(given["value_percent"], limits)


def _control_of_rate(given: Given) -> Answers:
    limits = control_limits_of_rates(
        given["denominator"], given["benchmark"], confidence=LEVELS, multiplier=given["per"]
    )
    return _against(given["value"], limits)


def _against(value: float, limits: ControlLimits) -> Answers:
    at_95, at_99_8 = (Comparison(one).name.lower() for one in compare_with_limits(value, limits.lower, limits.upper))
    return {"at_95": at_95, "at_99_8": at_99_8}


def _quantile(given: Given) -> Answers:
    answer = quantiles(given["values"], given["n_quantiles"], highest_is_first=True)
    return {"quantiles": [float(group) if group else float("nan") for group in answer.tolist()]}


def _benchmark(given: Given) -> Answers:
    answer = compare(given["lower_95"], given["upper_95"], given["benchmark"])
    return {"comparison": Comparison(answer.item()).name.lower()}


def _trend_of_values(given: Given) -> Answers:
    answer = recent_trend(given["values"], given["lower_95"], given["upper_95"])
    return _trend(answer.direction.item(), answer.chi_squared.item())


def _trend_of_proportions(given: Given) -> Answers:
    answer = recent_trend_of_proportions(given["counts"], given["denominators"])
    return _trend(answer.direction.item(), answer.chi_squared.item())


def _trend(direction: int, chi_squared: float) -> Answers:
    return {"marker": Direction(direction).name.lower(), "chi_squared_2dp": round(chi_squared, 2)}


def _percentiles(given: Given) -> Answers:
    return {"bounds": percentiles(given["values"], given["fractions"]).tolist()}


METHODS: dict[str, Callable[[Given], Answers]] = {
    "proportion_wilson": _proportion,
    "crude_rate": _crude_rate,
    "count_ci_byar": _count,
    "crude_rate_ci_from_count": _rounded_rate,
    "mean_t": _mean,
    "dsr_dobson_byar": _standardised,
    "dsr_nonindependent": _nonindependent,
    "indirectly_standardised_ratio": _indirect(indirectly_standardised_ratio),
    "indirectly_standardised_rate": _indirect(indirectly_standardised_rate),
    "benchmark_ci_excludes": _benchmark,
    "quantile": _quantile,
    "funnel_limits_proportion": _funnel_of_proportion,
    "funnel_limits_ratio": _funnel_of_ratio,
    "funnel_limits_rate": _funnel_of_rate,
    "funnel_significance_proportion": _significance_of_proportion,
    "funnel_significance_ratio": _significance_of_ratio,
    "control_limit_proportion": _control_of_proportion,
    "control_limit_rate": _control_of_rate,
    "slope_index_of_inequality": _inequality,
    "life_expectancy_chiang_silcocks": _life_expectancy,
    "recent_trend_values": _trend_of_values,
    "recent_trend_proportion": _trend_of_proportions,
    "percentiles_type7": _percentiles,
}
