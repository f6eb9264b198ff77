"""Each module has one concern, told by the last word of its name, and asks only for concerns below its own.

The contracts of import-linter hold this for modules that bear exactly the name of a concern. Here it is held for
`round_views` and `line_actions` as well, and for whatever they reach through modules that name no concern.
"""

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.contract.sources import ROOT, sources

# From the page down to the tables. Queries and actions do not know each other.
FLOORS = {"urls": 6, "views": 5, "forms": 4, "tables": 4, "presenters": 4, "queries": 3, "actions": 3} | {
    "policies": 2,
    "models": 1,
}
APART = {"queries", "actions"}


def concern_of(module: str) -> str:
    """Return what a module is for, told by its name or by that of the folder that it stands in; nothing if not told."""
    words = [part.rpartition("_")[2] for part in module.split(".")[1:]]
    return next((word for word in reversed(words) if word in FLOORS), "")


def crosses(asking: str, asked: str) -> bool:
    return {asking, asked} == APART or FLOORS[asked] > FLOORS[asking]


def reached(module: str, imports: Mapping[str, set[str]]) -> set[str]:
    """Return what a module asks for in its app, by itself or through modules that name no concern."""
    found: set[str] = set()
    waiting = set(imports[module])
    while waiting:
        one = waiting.pop()
        found.add(one)
        if not concern_of(one):
            waiting |= imports[one] - found
    return found - {module}


def crossings(imports: Mapping[str, set[str]]) -> list[str]:
    return sorted(
        f"{module} asks for {one}"
        for module in imports
        if (asking := concern_of(module))
        for one in reached(module, imports)
        if (asked := concern_of(one)) and crosses(asking, asked)
    )


def imports_of(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which modules of its own app each module asks for."""
    return {
        module: {
            one
            for name in _names(ast.parse(text))
            for one in (name, name.rpartition(".")[0])
            if one in texts and one.partition(".")[0] == module.partition(".")[0]
        }
        for module, text in texts.items()
    }


def _names(tree: ast.Module) -> Iterable[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_module_asks_for_a_concern_above_its_own():
    read = [path for path in sources() if "migrations" not in path.parts]
    imports = imports_of({module_of(path): path.read_text(encoding="utf-8") for path in read})

    assert "plans.review.round_queries" in imports
    assert crossings(imports) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("hill.rounds.round_queries", "from hill.rounds.round_actions import open_round"),
        ("hill.rounds.round_queries", "from hill.rounds import round_actions"),
        ("hill.rounds.round_actions", "import hill.rounds.round_queries"),
        ("hill.rounds.round_actions", "def act():\n    from hill.rounds import round_views"),
        ("hill.rounds.round_policies", "from hill.rounds import round_queries"),
        ("hill.rounds.round_queries", "from hill.rounds.words import said"),
        ("hill.models.rounds", "from hill.policies import may"),
        ("hill.rounds.round_queries", "from hill.presenters.charts import drawn"),
    ],
)
def test_a_crossing_is_caught_whatever_stands_before_the_concern(module, text):
    texts = dict.fromkeys(
        ("hill", "hill.policies", "hill.models.rounds", "hill.presenters.charts", "hill.rounds", "hill.rounds.words"),
        "",
    )
    texts |= dict.fromkeys((f"hill.rounds.round_{one}" for one in ("views", "queries", "actions", "policies")), "")
    texts["hill.rounds.words"] = "from hill.rounds import round_views"
    assert crossings(imports_of(texts)) == []

    assert [one.partition(" asks for ")[0] for one in crossings(imports_of(texts | {module: text}))] == [module]
