"""The package stands by itself: anyone may lift it out and check it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import indicators.statistics

PACKAGE = Path(indicators.statistics.__file__).parent
ROOT = PACKAGE.parents[1]
MODULES = sorted(PACKAGE.glob("*.py"))


def loaded_by(statement):
    program = f"{statement}; import sys; print(*sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={}, check=True, capture_output=True, text=True
    ).stdout.split()


def test_a_proportion_needs_neither_django_nor_scipy_stats():
    loaded = loaded_by("from indicators.statistics import proportion; proportion(1, 10)")

    assert "scipy.special" in loaded
    assert not {"django", "scipy.stats", "pandas"} & set(loaded)


def test_importing_the_package_waits_for_numpy_alone():
    loaded = loaded_by("from indicators.statistics import proportion")

    assert "numpy" in loaded
    assert "scipy" not in loaded


@pytest.mark.parametrize("module", MODULES, ids=[module.stem for module in MODULES])
def test_a_module_imports_only_the_standard_library_numpy_and_its_neighbours(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }

    strangers = {
        name
        for name in imported
        if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy"}
        and not name.startswith("indicators.statistics.")
    }

    assert strangers == set()
