"""What the tests of each folder took, beside what they may take; for `script/test --budget`."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

BUDGET = Path(__file__).with_name("budget.toml")
SLOWEST = 10


class Seconds:
    """Adds up the seconds of every test, and prints them by folder at the end."""

    def __init__(self) -> None:
        self.of_folder: dict[str, float] = defaultdict(float)
        self.of_test: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.of_folder[report.nodeid.split("/")[1]] += report.duration
        self.of_test[report.nodeid] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        allowed = tomllib.loads(BUDGET.read_text(encoding="utf-8"))["seconds"]
        terminalreporter.section("seconds by folder")
        for folder, seconds in sorted(self.of_folder.items()):
            may = allowed.get(folder, 0)
            verdict = "" if seconds <= may else "  more than it may"
            terminalreporter.write_line(f"{folder:16}{seconds:8.0f} of {may:4}{verdict}")
        terminalreporter.write_line(f"{'together':16}{sum(self.of_folder.values()):8.0f} of {sum(allowed.values()):4}")
        terminalreporter.section("slowest tests")
        for test in sorted(self.of_test, key=self.of_test.__getitem__, reverse=True)[:SLOWEST]:
            terminalreporter.write_line(f"{self.of_test[test]:8.1f}  {test}")
