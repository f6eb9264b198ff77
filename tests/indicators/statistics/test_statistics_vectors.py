"""Every published figure of these methods, reproduced to the tolerance that stands beside it."""

import json
from pathlib import Path

import numpy as np
import pytest

from indicators.statistics import (
    Comparison,
    Direction,
    Estimate,
    FunnelSignificance,
    Withheld,
    compare,
    compare_with_limits,
    control_limits_of_proportions,
    control_limits_of_rates,
    crude_rate,
    directly_standardised_rate,
    directly_standardised_rate_of_nonindependent_events,
    effective_population,
    expected_events,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_limits_of_ratios,
    funnel_significance_of_proportions,
    funnel_significance_of_ratios,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    life_expectancy,
    mean_of_values,
    percentiles,
    proportion,
    quantiles,
    recent_trend,
    recent_trend_of_proportions,
    slope_index_of_inequality,
)

PUBLISHED = json.loads((Path(__file__).parent / "method_vectors.json").read_text(encoding="utf-8"))
LEVELS = (0.95, 0.998)
LIMITS = ("lower_95", "lower_99_8", "upper_95", "upper_99_8")


def inputs_of(vector):
    fixtures = PUBLISHED["fixtures"]
    return {
        name: fixtures[value[1:]] if isinstance(value, str) and value.startswith("@") else value
        for name, value in vector["input"].items()
    }


def figures(estimate: Estimate):
    limits = zip(LIMITS, [*estimate.lower.tolist(), *estimate.upper.tolist()], strict=True)
    return {"value": estimate.value.item(), **dict(limits)}


def of_measure(*measures):
    vectors = [vector for vector in PUBLISHED["vectors"] if vector["measure"] in measures]
    return pytest.mark.parametrize("vector", vectors, ids=[vector["id"] for vector in vectors])


def assert_published(estimate, vector):
    given, expected = figures(estimate), vector["expected"]
    names = [name for name in ("value", *LIMITS) if name in expected]
    published = np.array([expected[name] for name in names], dtype=float)
    assert_within([given[name] for name in names], published, vector["tolerance"])


def assert_within(given, published, tolerance):
    np.testing.assert_allclose(given, published, rtol=tolerance.get("rel", 0), atol=tolerance.get("abs", 0))


@of_measure("proportion_wilson")
def test_proportion_gives_the_published_figures(vector):
    given = inputs_of(vector)

    answer = proportion(given["count"], given["denominator"], confidence=LEVELS, multiplier=given["per"])

    assert_published(answer, vector)


@of_measure("crude_rate")
def test_crude_rate_gives_the_published_figures(vector):
    given = inputs_of(vector)

    answer = crude_rate(given["count"], given["population"], confidence=LEVELS, multiplier=given["per"])

    assert_published(answer, vector)


@of_measure("count_ci_byar")
def test_limits_of_a_count_are_the_rate_among_one_person(vector):
    answer = crude_rate(inputs_of(vector)["count"], 1, confidence=LEVELS, multiplier=1)

    assert_published(answer, vector)


@of_measure("mean_t")
def test_mean_gives_the_published_figures(vector):
    answer = mean_of_values(inputs_of(vector)["values"], confidence=LEVELS)

    assert_published(answer, vector)


@of_measure("dsr_dobson_byar")
def test_directly_standardised_rate_gives_the_published_figures(vector):
    given = inputs_of(vector)

    answer = directly_standardised_rate(
        given["counts"],
        given["populations"],
        weights=given["weights"],
        confidence=LEVELS,
        multiplier=given["per"],
    )

    assert_published(answer, vector)


@of_measure("quantile")
def test_quantiles_give_the_published_groups(vector):
    given = inputs_of(vector)

    answer = quantiles(given["values"], given["n_quantiles"], highest_is_first=True)

    assert answer.tolist() == [group or 0 for group in vector["expected"]["quantiles"]]


@of_measure("crude_rate_ci_from_count")
def test_limits_agree_with_a_published_rate_that_was_rounded(vector):
    given, expected = inputs_of(vector), vector["expected"]
    population = given["count"] / given["rate"] * given["per"]

    answer = crude_rate(given["count"], population, multiplier=given["per"])

    limits = [answer.lower.item(), answer.upper.item()]
    published = [expected["lower_95_1dp"], expected["upper_95_1dp"]]
    np.testing.assert_allclose(limits, published, rtol=0, atol=vector["tolerance"]["abs"])


@of_measure("benchmark_ci_excludes")
def test_comparison_agrees_with_the_published_judgement(vector):
    given = inputs_of(vector)

    answer = compare(given["lower_95"], given["upper_95"], given["benchmark"])

    assert Comparison(answer.item()).name.lower() == vector["expected"]["comparison"]


@of_measure("dsr_nonindependent")
def test_standardised_rate_of_nonindependent_events_gives_the_published_figures(vector):
    given = inputs_of(vector)
    people = given["people_by_event_frequency"]

    answer = directly_standardised_rate_of_nonindependent_events(
        list(people.values()),
        [int(frequency) for frequency in people],
        given["populations"],
        weights=given["weights"],
        confidence=LEVELS,
        multiplier=given["per"],
    )

    assert_published(answer, vector)


@of_measure("indirectly_standardised_rate", "indirectly_standardised_ratio")
def test_indirectly_standardised_figures_are_the_published_ones(vector):
    methods = {
        "indirectly_standardised_rate": indirectly_standardised_rate,
        "indirectly_standardised_ratio": indirectly_standardised_ratio,
    }
    given = inputs_of(vector)
    reference = (given["populations"], given["ref_counts"], given["ref_populations"])

    answer = methods[vector["measure"]](given["observed_total"], *reference, confidence=LEVELS, multiplier=given["per"])

    assert_published(answer, vector)
    assert_within(expected_events(*reference), vector["expected"]["expected_events"], vector["tolerance"])


@of_measure("slope_index_of_inequality")
def test_indices_of_inequality_are_the_published_ones_and_so_are_their_limits(vector):
    given = inputs_of(vector)

    slope, relative = slope_index_of_inequality(
        given["values"],
        given["populations_most_to_least_deprived"],
        given["standard_errors"],
        scale=given["se_scale"],
        transform=given["transform"] != "none",
        multiplier=given["multiplier"],
    )

    expected, simulated = vector["expected"], vector["simulated_ci_95"]
    assert_within([slope.value, relative.value], [expected["sii"], expected["rii"]], vector["tolerance"])
    for answer, name in ((slope, "sii"), (relative, "rii")):
        lower, upper = simulated[name]
        assert_within([answer.lower, answer.upper], [lower, upper], {"abs": 0.01 * (upper - lower)})
    if "closed_form_ci_95" in vector:
        assert_within([slope.lower, slope.upper], vector["closed_form_ci_95"]["sii"], vector["tolerance"])


@of_measure("life_expectancy_chiang_silcocks")
def test_life_expectancy_is_the_published_one(vector):
    given, expected = inputs_of(vector), vector["expected"]
    place = given["start_ages"].index(given["at_age"])

    answer = life_expectancy(given["deaths"], given["populations"], given["start_ages"], confidence=LEVELS)

    if expected.get("suppressed"):
        assert np.isnan(answer.value).all()
        assert set(answer.withheld.tolist()) == {Withheld.SMALL_POPULATION}
    else:
        assert_published(Estimate(answer.value[place], answer.lower[place], answer.upper[place]), vector)


@of_measure("funnel_limits_proportion")
def test_funnel_limits_of_a_proportion_are_the_published_ones(vector):
    given = inputs_of(vector)
    average = given["average_numerator_total"] / given["average_denominator_total"]

    answer = funnel_limits_of_proportions(given["population"], average, confidence=LEVELS, multiplier=given["per"])

    assert_funnel(answer, vector)


@of_measure("funnel_limits_ratio")
def test_funnel_limits_of_a_ratio_are_the_published_ones(vector):
    given = inputs_of(vector)

    answer = funnel_limits_of_ratios(given["observed"], confidence=LEVELS, multiplier=given["per"])

    assert_funnel(answer, vector)


@of_measure("funnel_limits_rate")
def test_funnel_limits_of_a_rate_are_the_published_ones(vector):
    given, expected = inputs_of(vector), vector["expected"]

    answer = funnel_limits_of_rates(given["events"], given["baseline_rate"], confidence=LEVELS)

    assert_funnel(answer, vector)
    population = effective_population(
        given["events"], answer.lower[0], multiplier=given["per"], years=given["years_of_data"]
    )
    assert_within(population, expected["lower_2s_population_1_year"], vector["tolerance"])


def assert_funnel(limits, vector):
    given = dict(zip(("lower_2s", "lower_3s"), limits.lower.tolist(), strict=True))
    given |= dict(zip(("upper_2s", "upper_3s"), limits.upper.tolist(), strict=True))
    given |= {"baseline": limits.baseline.item()}
    names = [name for name in given if name in vector["expected"]]
    assert len(names) >= 4
    assert_within([given[name] for name in names], [vector["expected"][name] for name in names], vector["tolerance"])


PRINTED_SIGNIFICANCE = {
    FunnelSignificance.LOW_AT_99_8: "Low (0.001)",
    FunnelSignificance.LOW_AT_95: "Low (0.025)",
    FunnelSignificance.NOT_SIGNIFICANT: "Not significant",
    FunnelSignificance.HIGH_AT_95: "High (0.025)",
    FunnelSignificance.HIGH_AT_99_8: "High (0.001)",
}


@of_measure("funnel_significance_proportion", "funnel_significance_ratio")
def test_funnel_significance_is_the_published_one(vector):
    given = inputs_of(vector)

    if "numerator" in given:
        answer = funnel_significance_of_proportions(given["numerator"], given["denominator"], given["average"])
    else:
        answer = funnel_significance_of_ratios(given["observed"], given["expected"])

    assert PRINTED_SIGNIFICANCE[FunnelSignificance(answer.item())] == vector["expected"]["significance"]


@of_measure("control_limit_proportion", "control_limit_rate")
def test_comparison_with_control_limits_agrees_with_the_published_one(vector):
    given, expected = inputs_of(vector), vector["expected"]

    if "benchmark_percent" in given:
        value, benchmark = given["value_percent"], given["benchmark_percent"] / 100
        limits = control_limits_of_proportions(given["denominator"], benchmark, confidence=LEVELS, multiplier=100)
    else:
        value = given["value"]
        limits = control_limits_of_rates(
            given["denominator"], given["benchmark"], confidence=LEVELS, multiplier=given["per"]
        )

    answer = compare_with_limits(value, limits.lower, limits.upper)
    names = [Comparison(level).name.lower() for level in answer]
    assert names == [expected["at_95"], expected["at_99_8"]]


@of_measure("recent_trend_values", "recent_trend_proportion")
def test_recent_trend_is_the_published_one(vector):
    given, expected = inputs_of(vector), vector["expected"]

    if "counts" in given:
        answer = recent_trend_of_proportions(given["counts"], given["denominators"])
    else:
        answer = recent_trend(given["values"], given["lower_95"], given["upper_95"])

    assert Direction(answer.direction.item()).name.lower() == expected["marker"].split()[0]
    if "chi_squared_2dp" in expected:
        assert_within(round(answer.chi_squared.item(), 2), expected["chi_squared_2dp"], vector["tolerance"])


@of_measure("percentiles_type7")
def test_percentiles_are_the_published_bounds(vector):
    given = inputs_of(vector)

    answer = percentiles(given["values"], given["fractions"])

    assert_within(answer, vector["expected"]["bounds"], vector["tolerance"])


def test_every_vector_in_the_file_is_tested_here():
    tested = {
        parameter["id"]
        for test in globals().values()
        for mark in getattr(test, "pytestmark", [])
        for parameter in mark.args[1]
    }

    assert tested == {vector["id"] for vector in PUBLISHED["vectors"]}
