"""One writer of CSV: whatever leaves the portal as a table of text has no cell that is taken for a formula."""

import ast
from collections.abc import Iterator

from tests.contract.sources import ROOT, sources

WRITER = "common/separated.py"
WAYS_AROUND = {"writer", "DictWriter"}
# How a name says that it is of a file of text with cells.
MEDIA_TYPE = "text/csv"
# Say what a file is, and have it written there, or take one in.
SPEAK_OF_IT = {
    "budgets/extracts/files.py",
    "common/workbooks.py",
    "indicators/presenters/dictionary.py",
    "indicators/views.py",
    "plans/bilingual/files.py",
    "plans/writing/attaching.py",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_writes_csv_but_the_one_writer():
    using = {
        name
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and node.attr in WAYS_AROUND
        and isinstance(node.value, ast.Name)
        and node.value.id == "csv"
    }
    importing = {
        name
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "csv"
    }

    assert using | importing == {WRITER}


def test_whoever_speaks_of_csv_is_known():
    """A new module that gives out CSV comes here, and somebody looks whether it uses the one writer."""
    speaking = {
        name
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MEDIA_TYPE in node.value
    }

    assert speaking == SPEAK_OF_IT
