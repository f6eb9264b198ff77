"""Documents that others go by say the same as what is held by contracts."""

import re
import tomllib

import pytest

from tests.contract.sources import ROOT

DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
HEAD = re.compile(
    r"# (?P<number>\d+)\. .+\n\n"
    r"\*\*Date\.\*\* \d{1,2} [A-Z][a-z]+ \d{4}\. \*\*Status\.\*\* (In force|Replaced by ADR \d+)[,.]"
)
PARTS = ("Decision", "Why", "Rejected")


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_says_when_it_was_made_whether_it_holds_and_what_was_rejected(path):
    text = path.read_text(encoding="utf-8")
    head = HEAD.match(text)

    assert head, "It begins with its number and title, then date and status."
    assert head["number"] == path.name[:4].lstrip("0")
    places = [text.find(f"\n\n**{part}.** ") for part in PARTS]
    assert places == sorted(places)
    assert min(places) > 0


def test_decisions_are_numbered_without_a_gap_or_a_number_twice():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("document", ["README.md", "docs/adr/0003-let-no-import-run-upward.md"])
def test_the_floors_are_drawn_as_they_are_held(document):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    floors = " ► ".join(contracts["contracts"][0]["layers"]).replace(" | ", ", ")

    assert floors in (ROOT / document).read_text(encoding="utf-8")
