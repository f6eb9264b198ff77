"""How tests read a page."""

import re

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client


def words(thing: Tag) -> str:
    """Return the words of a part of a page, a single space between them."""
    return re.sub(r"\s+", " ", thing.get_text(" ", strip=True))


def hidden(response: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of a page, which it sends on with what is answered."""
    fields = BeautifulSoup(response.content, "html.parser").select("main input[type=hidden]")
    return {field["name"]: field["value"] for field in fields}


def answered(client: Client, page: str, answers: dict[str, object]) -> HttpResponse:
    """Send answers with what the page that asks for them sends on."""
    return client.post(page, {**hidden(client.get(page)), **answers})


def confirmed(client: Client, page: str, answers: dict[str, str]) -> HttpResponse:
    """Send answers, look at what they change, and confirm that."""
    return client.post(page, {**hidden(client.post(page, answers)), "step": "confirm"})
