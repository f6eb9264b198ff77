"""How tests read a page."""

import re

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse


def words(thing: Tag) -> str:
    """Return the words of a part of a page, a single space between them."""
    return re.sub(r"\s+", " ", thing.get_text(" ", strip=True))


def hidden(response: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of a page, which it sends on with what is answered."""
    fields = BeautifulSoup(response.content, "html.parser").select("main input[type=hidden]")
    return {field["name"]: field["value"] for field in fields}
