"""Whoever acts for somebody is recorded with them: every record of a person's act says for whom, or need not."""

import ast
from collections.abc import Iterator

import pytest

from tests.contract.sources import ROOT, sources

# Acts that nobody does for anybody else, by where they are recorded.
ONES_OWN = {
    "accounts/own_actions.py": "one's own account",
    "accounts/actions.py": "one's own invitation, sessions and identity",
    "governance/offices/actions.py": "one's own name, and delegations, which are not delegated",
    "meetings/own_actions.py": "one's own calendar, and one's own answer to an invitation",
    "plans/review/mail_actions.py": "how often one is reminded oneself",
}
# Done by commands and files, with no person or one who runs them on the machine.
BY_COMMAND = ("clusters/actions.py", "clusters/seat_actions.py", "indicators/releases/", "examples/")


def lacking(module: ast.Module) -> Iterator[int]:
    """Return the lines that record an act of somebody and do not say for whom."""
    for node in ast.walk(module):
        is_record = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "recorded"
        if not is_record or not isinstance(node.func.value, ast.Name) or node.func.value.id != "audit":
            continue
        said = {one.arg: one.value for one in node.keywords}
        is_nobody = isinstance(said.get("by"), ast.Constant)
        if "on_behalf_of" not in said and not is_nobody:
            yield node.lineno


def test_every_record_says_for_whom_somebody_acts():
    found = {
        name
        for path in sources()
        for name in [path.relative_to(ROOT).as_posix()]
        if list(lacking(ast.parse(path.read_text(encoding="utf-8")))) and not name.startswith(BY_COMMAND)
    }

    assert found <= set(ONES_OWN)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("audit.recorded('a', by=by, at=at)", 1),
        ("audit.recorded('a', by=None, at=at)", 0),
        ("audit.recorded('a', by=by, at=at, on_behalf_of=behalf)", 0),
    ],
)
def test_the_check_sees_what_is_lacking(written, count):
    assert len(list(lacking(ast.parse(written)))) == count
