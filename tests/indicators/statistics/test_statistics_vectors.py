"""Every published figure of these methods, reproduced to the tolerance that stands beside it."""

import json
from pathlib import Path

import pytest

from indicators.statistics import verification

PUBLISHED = json.loads((Path(__file__).parents[3] / "data" / "method_vectors.json").read_text(encoding="utf-8"))
CHECKS = list(verification.checked(PUBLISHED))


@pytest.mark.parametrize("check", CHECKS, ids=[f"{check.vector}: {check.name}" for check in CHECKS])
def test_a_published_figure_is_reproduced(check):
    assert check.agrees, f"published {check.published}, ours {check.ours}"


def test_every_vector_of_the_file_is_answered():
    assert {check.vector for check in CHECKS} == {vector["id"] for vector in PUBLISHED["vectors"]}
    assert len(PUBLISHED["vectors"]) == 60


def test_both_kinds_of_limits_of_an_index_of_inequality_are_checked():
    names = {check.name for check in CHECKS if check.measure == "slope_index_of_inequality"}

    ends = {f"{index}_{end}_simulated" for index in ("sii", "rii") for end in ("lower", "upper")}
    assert names == {"sii", "rii", "sii_lower_closed", "sii_upper_closed"} | ends


@pytest.mark.parametrize(
    ("published", "ours", "tolerance", "agrees"),
    [
        (10.0, 10.1, {"abs": 0.2}, True),
        (10.0, 10.1, {"abs": 0.05}, False),
        (10.0, 10.1, {"rel": 0.05}, True),
        (10.0, 10.1, {"rel": 0}, False),
        (None, float("nan"), {"rel": 0}, True),
        (None, 3.0, {"rel": 0}, False),
        (3.0, float("nan"), {"rel": 1}, False),
        (True, False, {"rel": 0}, False),
        ("higher", "higher", {"rel": 0}, True),
        ("higher", "lower", {"rel": 0}, False),
        ("decreasing and getting worse", "decreasing", {"rel": 0}, True),
        ([1, 2], [1, 3], {"rel": 0}, False),
    ],
)
def test_figures_agree_within_the_published_tolerance_and_not_beyond(published, ours, tolerance, agrees):
    vector = {"id": "a", "measure": "quantile", "input": {"values": [1], "n_quantiles": 1}, "source": ""}
    vector |= {"expected": {"quantiles": published}, "tolerance": tolerance}
    answer = {"quantile": lambda given: {"quantiles": ours}}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "METHODS", answer)
        (check,) = verification.checked({"vectors": [vector], "fixtures": {}})

    assert check.agrees is agrees
