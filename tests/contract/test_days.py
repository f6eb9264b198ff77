"""One place writes days and moments: elsewhere one after midnight in summer is told as of the day before."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contract.sources import ROOT, sources

THE_PLACE = "common/dates.py"
DJANGOS = {"date_format", "dateformat", "localize", "localdate"}
PARTS_OF_A_DAY = re.compile(r"%[-a-zA-Z]")
# `|date` is right for days and moments; a part of a moment that is asked for in a template is that of UTC.
IN_TEMPLATES = re.compile(r"\b\w+_at\.(?!pk\b)\w+|\|stringformat:.[^|]*%[YmdHM]")


def faults(module: ast.Module) -> Iterator[str]:
    """Return the ways in which a module writes days or moments by itself."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.utils"):
            yield from (one.name for one in node.names if one.name in {*DJANGOS, "formats"})
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_bare = node.func.attr == "date" and not node.args
            if is_bare or node.func.attr in ("strftime", "localdate"):
                yield node.func.attr
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(ast.JoinedStr(node.format_spec.values))
            yield from PARTS_OF_A_DAY.findall(spec)


def test_nobody_else_writes_days_and_moments():
    found = {
        path.relative_to(ROOT).as_posix(): list(faults(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sources()
    }

    assert {name: each for name, each in found.items() if each and name != THE_PLACE} == {}


def test_no_template_asks_for_a_part_of_a_moment():
    templates = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())

    found = {str(path.relative_to(ROOT)): IN_TEMPLATES.findall(path.read_text(encoding="utf-8")) for path in templates}

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize(
    "written",
    [
        "from django.utils.formats import date_format",
        "from django.utils import formats",
        "from django.utils import dateformat as written",
        "day = edition.frozen_at.date()",
        "day = timezone.localdate(at)",
        "day = at.strftime('%d/%m/%Y')",
        "day = f'{at:%Y-%m-%d}'",
    ],
)
def test_the_check_sees_each_way(written):
    assert list(faults(ast.parse(written)))


@pytest.mark.parametrize(
    "written",
    ["from common.dates import date_format", "share = f'{ratio:.0%}'", "row = f'{number:,.2f}'", "day_of(at)"],
)
def test_the_check_leaves_the_rest_alone(written):
    assert not list(faults(ast.parse(written)))


def test_the_check_of_templates_sees_a_part_of_a_moment():
    assert IN_TEMPLATES.search("{{ edition.frozen_at.date }}")
    assert not IN_TEMPLATES.search("{{ edition.frozen_at|date }}")
