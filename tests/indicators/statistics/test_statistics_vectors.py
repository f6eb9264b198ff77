"""Every published figure of these methods, reproduced to the tolerance that stands beside it."""

import json
from pathlib import Path

import numpy as np
import pytest

from indicators.statistics import (
    Comparison,
    Estimate,
    compare,
    crude_rate,
    directly_standardised_rate,
    mean_of_values,
    proportion,
    quantiles,
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
    np.testing.assert_allclose([given[name] for name in names], published, rtol=vector["tolerance"]["rel"], atol=0)


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


def test_every_vector_in_the_file_is_tested_here():
    tested = {
        parameter["id"]
        for test in globals().values()
        for mark in getattr(test, "pytestmark", [])
        for parameter in mark.args[1]
    }

    assert tested == {vector["id"] for vector in PUBLISHED["vectors"]}
