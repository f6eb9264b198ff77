"""How tests read a page."""

import re

from bs4 import Tag


def words(thing: Tag) -> str:
    """Return the words of a part of a page, a single space between them."""
    return re.sub(r"\s+", " ", thing.get_text(" ", strip=True))
