"""A text is a number where it has ASCII digits only: Python calls `²` a digit as well, and `int` breaks on it."""

import ast
from collections.abc import Iterator

import pytest

from tests.contract.sources import ROOT, sources

ASKING = ("isdigit", "isdecimal", "isnumeric")


def faults(module: ast.Module) -> Iterator[str]:
    """Return what is asked for digits in a function that does not ask the same for ASCII."""
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.unparse(function)
        calls = (call for call in ast.walk(function) if isinstance(call, ast.Call))
        asked = (call.func for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in ASKING)
        yield from (ast.unparse(one) for one in asked if f"{ast.unparse(one.value)}.isascii()" not in text)


def test_who_asks_for_digits_asks_for_ascii():
    scripts = (ROOT / "script").rglob("*.py")

    found = {
        path.relative_to(ROOT).as_posix(): list(faults(ast.parse(path.read_text(encoding="utf-8"))))
        for path in (*sources(), *scripts)
    }

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize(
    "condition", ["text.isdigit()", "text and text.isdecimal()", "other.isascii() and text.isdigit()"]
)
def test_a_lax_condition_is_found(condition):
    module = ast.parse(f"def number(text, other):\n    return int(text) if {condition} else 0")

    assert len(list(faults(module))) == 1


def test_a_strict_condition_is_none():
    assert not list(faults(ast.parse("def number(text):\n    return text.isascii() and text.isdigit()")))
