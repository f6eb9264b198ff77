"""How big apps, modules and functions are, and whether any is bigger than it may be.

python script/support/sizes.py [ROOT]    print the sizes of a checkout; fail where one is over its bar

Migrations are left out, since a machine writes them, and tests, whose functions tell stories.
"""

import ast
import statistics
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BIGGEST_SHARE = 25  # percent of all lines that one app may have
MEDIAN_LINES, NINTH_TENTH_LINES, MOST_LINES = 8, 25, 40  # of a function
MODULE_LINES = 500


@dataclass
class Sizes:
    """Lines of each app and module, and of each function by where it stands."""

    apps: dict[str, int] = field(default_factory=dict)
    modules: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)

    def shares(self) -> dict[str, float]:
        """Return the percentage of all lines that each app has, the biggest first."""
        together = sum(self.apps.values())
        return {app: 100 * lines / together for app, lines in _biggest_first(self.apps)}

    @property
    def median(self) -> float:
        return statistics.median(self.functions.values())

    @property
    def ninth_tenth(self) -> float:
        """Return how many lines nine of ten functions do not exceed."""
        lengths = sorted(self.functions.values())
        return lengths[len(lengths) * 9 // 10]


def measured(root: Path) -> Sizes:
    """Return the sizes of the apps that the contracts on imports name, and of the commands' own code."""
    apps = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["root_packages"]
    sizes = Sizes()
    for folder in (*apps, "script"):
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.relative_to(root).parts:
                _measure(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), sizes)
    sizes.apps = {
        app: sum(lines for module, lines in sizes.modules.items() if module.startswith(f"{app}/")) for app in apps
    }
    return sizes


def _measure(module: str, text: str, sizes: Sizes) -> None:
    sizes.modules[module] = len(text.splitlines())
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            sizes.functions[f"{module}:{node.lineno} {node.name}"] = node.end_lineno - node.lineno + 1


def faults(sizes: Sizes) -> Iterator[str]:
    """Return a sentence for each size that is over its bar."""
    for app, share in sizes.shares().items():
        if share > BIGGEST_SHARE:
            yield f"{app} has {share:.1f}% of all lines: at most {BIGGEST_SHARE}%."
    yield from _faults_of_all_functions(sizes)
    for bar, lengths in ((MOST_LINES, sizes.functions), (MODULE_LINES, sizes.modules)):
        for place, lines in _biggest_first(lengths):
            if lines > bar:
                yield f"{place} has {lines} lines: at most {bar}."


def _faults_of_all_functions(sizes: Sizes) -> Iterator[str]:
    if sizes.median > MEDIAN_LINES:
        yield f"Half of the functions have {sizes.median:g} lines or more: at most {MEDIAN_LINES}."
    if sizes.ninth_tenth > NINTH_TENTH_LINES:
        yield f"A tenth of the functions has {sizes.ninth_tenth} lines or more: at most {NINTH_TENTH_LINES}."


def _biggest_first(lines: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(lines.items(), key=lambda item: (-item[1], item[0]))


def table(sizes: Sizes) -> Iterator[str]:
    """Return the lines that are printed."""
    for app, share in sizes.shares().items():
        yield f"{app:16}{sizes.apps[app]:7} lines {share:5.1f}%"
    longest, lines = _biggest_first(sizes.functions)[0]
    biggest, most = _biggest_first(sizes.modules)[0]
    yield f"{len(sizes.functions)} functions: median {sizes.median:g} lines, nine of ten at most {sizes.ninth_tenth}"
    yield f"longest function: {longest}, {lines} lines"
    yield f"biggest module: {biggest}, {most} lines"


def main(root: Path) -> int:
    sizes = measured(root)
    print("\n".join(table(sizes)))
    found = list(faults(sizes))
    print("\n".join(found), end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]))
