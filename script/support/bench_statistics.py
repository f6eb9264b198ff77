"""Measure how many figures a second one core computes, each with its limits at 95% and 99.8%."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from indicators.statistics import Estimate, crude_rate, directly_standardised_rate, proportion

LEVELS = (0.95, 0.998)
SEED = 2013
REPEATS = 5


def run() -> None:
    """Print one line per figure: name, value, unit and, where there is a bar, the ratio to it."""
    random = np.random.default_rng(SEED)
    report("proportions", figures_a_second(proportion, *people_with_something(random)), 4_000_000)
    report("crude_rates", figures_a_second(crude_rate, *events_among_people(random)), 2_000_000)
    report("crude_rates_of_shared_out_events", figures_a_second(crude_rate, *shared_out_events(random)))
    report(
        "directly_standardised_rates",
        figures_a_second(directly_standardised_rate, *events_by_age(random)),
        1_000_000,
    )


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


def figures_a_second(method: Callable[..., Estimate], counts: np.ndarray, populations: np.ndarray) -> float:
    """Give the figures of the best of several runs over the processor time that it took.

    Processor time counts every thread, so that a second core cannot help, and leaves out waiting for others.
    """
    return len(counts) / min(seconds(method, counts, populations) for _ in range(REPEATS))


def seconds(method: Callable[..., Estimate], counts: np.ndarray, populations: np.ndarray) -> float:
    """Give the processor time of one run."""
    start = process_time()
    method(counts, populations, confidence=LEVELS)
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
