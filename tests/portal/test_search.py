"""One search over everything: what people type, what they find first, and what they never find."""

import csv
from pathlib import Path

import pytest

from common.addresses import page_address
from tests.reading import words

pytestmark = pytest.mark.django_db
# In each file 30 searches, with the words of the link that stands first; a file may have two that are wrong.
LISTS = sorted(Path(__file__).parent.glob("searches_*.csv"))
MOST_WRONG = 2


@pytest.fixture
def search(client):
    """Return a function that searches in a language and reads the page."""
    from bs4 import BeautifulSoup

    def ask(asked: str, language: str = "en", **query: str) -> BeautifulSoup:
        response = client.get(page_address("portal:search", language), {"q": asked, **query})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return ask


def links(page, place: str = ".app-results") -> list[str]:
    return [words(link) for link in page.select(f"main {place} a")]


def first(page) -> str:
    found = page.select_one("main .app-found a, main .app-results a")
    return words(found) if found else ""


def headings(page) -> list[str]:
    return [words(one) for one in page.select("main h2")]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_what_people_look_for_stands_first(search, path):
    with path.open(encoding="utf-8", newline="") as stream:
        asked = list(csv.DictReader(stream))
    found = {(row["language"], row["words"]): first(search(row["words"], row["language"])) for row in asked}
    wrong = {
        key: (found[key], row["answer"])
        for row, key in ((row, (row["language"], row["words"])) for row in asked)
        if found[key] != row["answer"]
    }

    assert len(asked) == 30
    assert len(wrong) <= MOST_WRONG, wrong
