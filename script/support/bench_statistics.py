"""Measure how many figures a second one core computes, each with its limits at 95% and 99.8% where it has any."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import numpy as np
from bench_common import usually

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import indicators.statistics as methods
from indicators.statistics import crude_rate, directly_standardised_rate, proportion

LEVELS = (0.95, 0.998)
SEED = 2013
REPEATS = usually(5, in_short=1)


def run() -> None:
    """Print one line per figure: name, value, unit and, where there is a bar, the ratio to it."""
    random = np.random.default_rng(SEED)
    report("proportions", figures_a_second(at(proportion), *people_with_something(random)), 4_000_000)
    report("crude_rates", figures_a_second(at(crude_rate), *events_among_people(random)), 2_000_000)
    report("crude_rates_of_shared_out_events", figures_a_second(at(crude_rate), *shared_out_events(random)))
    report(
        "directly_standardised_rates",
        figures_a_second(at(directly_standardised_rate), *events_by_age(random)),
        1_000_000,
    )
    for part in (rates_of_other_kinds, funnels, contrasts, inequalities_and_lives, series_and_places):
        part(random)


def rates_of_other_kinds(random: np.random.Generator) -> None:
    """Measure rates of non-independent events, indirectly standardised ones, and means."""
    people, populations = random.poisson(9, (20_000, 4, 19)), random.integers(200, 6_000, (20_000, 19))
    repeated = at(methods.directly_standardised_rate_of_nonindependent_events)
    report(
        "standardised_rates_of_nonindependent_events",
        figures_a_second(lambda *given: repeated(given[0], [1, 2, 3, 4], given[1]), people, populations),
    )
    crude = at(methods.crude_rate_of_nonindependent_events)
    report(
        "crude_rates_of_nonindependent_events",
        figures_a_second(lambda *given: crude(given[0], [1, 2, 3, 4], given[1]), people[..., 0], populations[:, 0]),
    )
    ratio = at(methods.indirectly_standardised_ratio)
    reference = (populations.sum(axis=0) // 50, populations.sum(axis=0))
    observed = random.poisson(900, 20_000)
    report(
        "indirectly_standardised_ratios",
        figures_a_second(lambda *given: ratio(*given, *reference), observed, populations),
    )
    report("means", figures_a_second(at(methods.mean_of_values), random.normal(50, 9, (20_000, 30))))


def funnels(random: np.random.Generator) -> None:
    """Measure funnel limits, control limits and flags."""
    counts, people = people_with_something(random, 200_000)
    share = counts.sum() / people.sum()
    report("funnel_limits_of_proportions", figures_a_second(at(methods.funnel_limits_of_proportions), people, share))
    report("funnel_limits_of_ratios", figures_a_second(at(methods.funnel_limits_of_ratios), counts[:20_000]))
    control = at(methods.control_limits_of_proportions)
    report("control_limits_of_proportions", figures_a_second(control, people, share))
    rates = at(methods.control_limits_of_rates)
    report("control_limits_of_rates", figures_a_second(rates, people[:20_000], 100))
    report("funnel_flags_of_proportions", figures_a_second(methods.funnel_significance_of_proportions, counts, people))
    report("funnel_flags_of_ratios", figures_a_second(methods.funnel_significance_of_ratios, counts, people * share))
    report("funnel_flags_of_rates", figures_a_second(methods.funnel_significance_of_rates, counts, people))


def contrasts(random: np.random.Generator) -> None:
    """Measure differences and ratios of two areas, with interval and test."""
    shares = (*people_with_something(random, 50_000), *people_with_something(random, 50_000))
    rates = (*events_among_people(random, 20_000), *events_among_people(random, 20_000))
    for name, given in (("proportions", shares), ("rates", rates)):
        for kind in ("difference", "ratio"):
            method = at(getattr(methods, f"{kind}_of_{name}"))
            report(f"{kind}s_of_{name}", figures_a_second(method, *given))


def inequalities_and_lives(random: np.random.Generator) -> None:
    """Measure indices of inequality, in closed form and simulated, and life tables of twenty bands."""
    values, people = random.gamma(40, 2, (5_000, 5)), random.integers(500, 9_000, (5_000, 5))
    index = methods.slope_index_of_inequality
    closed = figures_a_second(at(index), values, people, 3.0)
    transformed = figures_a_second(at(partial(index, scale="log", transform=True)), values, people, 0.1)
    simulated = figures_a_second(at(partial(index, scale="log")), values[:20], people[:20], 0.1)
    report("inequality_indices_of_values", closed)
    report("inequality_indices_of_transformed_rates", transformed)
    report("inequality_indices_of_simulated_rates", simulated)
    ages = [0, 1, *range(5, 95, 5)]
    populations = random.integers(2_000, 6_000, (5_000, 20))
    table = at(methods.life_expectancy)
    lives = figures_a_second(
        lambda *given: table(*given, ages), random.binomial(populations, np.linspace(0.001, 0.2, 20)), populations
    )
    report("life_tables", lives)


def series_and_places(random: np.random.Generator) -> None:
    """Measure trends, and where areas stand among each other."""
    rates = crude_rate(random.poisson(60, (50_000, 5)), 10_000)
    report("recent_trends_of_values", figures_a_second(methods.recent_trend, *rates))
    counts, people = random.integers(20, 400, (50_000, 5)), np.full((50_000, 5), 1_000)
    report("recent_trends_of_proportions", figures_a_second(methods.recent_trend_of_proportions, counts, people))
    rows = random.normal(0, 1, (5_000, 64))
    report("rows_of_percentiles", figures_a_second(methods.percentiles, rows, np.linspace(0, 1, 11)))
    report("rows_of_percentile_ranks", figures_a_second(methods.percentile_ranks, rows))
    report("rows_of_quantiles", figures_a_second(methods.quantiles, rows))
    report("comparisons", figures_a_second(methods.compare, rows[:, 0], rows[:, 0] + 1, rows[:, 1]))
    report("areas_with_their_neighbours", figures_a_second(methods.nearest, random.normal(0, 1, (400, 20))))


def at(method: Callable[..., object]) -> Callable[..., object]:
    """Ask a method for its limits at both levels."""
    return partial(method, confidence=LEVELS)


def people_with_something(random: np.random.Generator, size: int = 1_000_000) -> tuple[np.ndarray, np.ndarray]:
    """Give whole counts and denominators of the size of practices and clusters."""
    denominators = random.integers(500, 60_000, size)
    return random.binomial(denominators, random.beta(2, 12, size)), denominators


def events_among_people(random: np.random.Generator, size: int = 1_000_000) -> tuple[np.ndarray, np.ndarray]:
    """Give whole counts, about a fifth of them under ten, and populations of the size of clusters."""
    return random.poisson(random.gamma(1, 40, size)), random.integers(20_000, 90_000, size)


def shared_out_events(random: np.random.Generator, size: int = 200_000) -> tuple[np.ndarray, np.ndarray]:
    """Give counts that are not whole, about a fifth of them under ten: the slowest kind."""
    return random.gamma(1, 40, size), random.integers(20_000, 90_000, size)


def events_by_age(random: np.random.Generator, size: int = 200_000) -> tuple[np.ndarray, np.ndarray]:
    """Give whole counts and populations in 19 age bands."""
    populations = random.integers(200, 6_000, (size, 19))
    return random.poisson(populations * random.gamma(1, 0.002, (size, 1))), populations


def figures_a_second(method: Callable[..., object], *given: np.ndarray | float) -> float:
    """Give the figures of the best of several runs over the processor time that it took.

    Processor time counts every thread, so that a second core cannot help, and leaves out waiting for others.
    """
    return len(given[0]) / min(seconds(method, *given) for _ in range(REPEATS))


def seconds(method: Callable[..., object], *given: np.ndarray | float) -> float:
    """Give the processor time of one run."""
    start = process_time()
    method(*given)
    return process_time() - start


def report(name: str, value: float, bar: int | None = None) -> None:
    """Print one line."""
    line = f"{name} {value:.3g} figures/s"
    if bar is not None:
        verdict = "ok" if value >= bar else "short"
        line += f"  ratio {value / bar:.2f} (bar {bar}/s) {verdict}"
    print(line)


if __name__ == "__main__":
    run()
