"""What comes from outside: refused in one place before any page sees it, and read as what it is meant to be.

A page is given text that can be stored and shown anywhere: no NUL, no half of a character, nothing without end. What
it asks of an address it reads through `Query`, or hands whole to a form.
"""

import datetime
import re
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from common.errors import Refused

# NUL, which the database cannot hold; halves of characters and no characters, which no file can.
IMPOSSIBLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
LONGEST_QUERY = 8_000
LONGEST_TEXT = 200_000
LARGEST_NUMBER = 2**63 - 1
LONGEST_NUMBER = len(str(LARGEST_NUMBER))
# Before the health service there was nothing to plan, and nobody plans further ahead; a day after it is still a day.
EARLIEST, LATEST = datetime.date(1948, 1, 1), datetime.date(2200, 12, 31)

NO_NUMBER = _("This address asks for a number that cannot be read, or that there is not: %(name)s.")
OUT_OF_BOUNDS = _("Give a day between 1948 and 2200.")


def is_impossible(text: str) -> bool:
    """Return whether a text holds what no page and no table can."""
    return IMPOSSIBLE.search(text) is not None


def are_impossible(given: QueryDict) -> bool:
    """Return whether a name or a value of some fields is impossible."""
    return any(is_impossible(text) for name, values in given.lists() for text in (name, *values))


def are_endless(given: QueryDict) -> bool:
    """Return whether a text among some fields is longer than anybody writes."""
    return any(len(text) > LONGEST_TEXT for name, values in given.lists() for text in (name, *values))


def whole_number(written: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
    """Return a number written in plain digits; None for anything else, and for one out of bounds."""
    if not (written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER):
        return None
    number = int(written)
    return number if least <= number <= most else None


def is_in_bounds(day: datetime.date) -> bool:
    """Return whether the portal can speak of a day."""
    return EARLIEST <= day <= LATEST


def address_of(written: str) -> SplitResult | None:
    """Return the parts of an address that somebody else wrote; None where it is none."""
    try:
        parts = urlsplit(written)
        parts.hostname, parts.port  # noqa: B018 - they are read only when they are asked for
    except ValueError:
        return None
    return parts


class Query:
    """What stands behind the question mark of an address, each read as what it is."""

    def __init__(self, request: HttpRequest) -> None:
        self.fields = request.GET

    def text(self, name: str, *, most: int = 100) -> str:
        """Return a text without blanks around it, as much of it as counts."""
        return self.fields.get(name, "").strip()[:most]

    def texts(self, name: str) -> list[str]:
        return self.fields.getlist(name)

    def number(self, name: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
        """Return a number, None where none is asked for; raise `Refused` for what is none, or out of bounds."""
        written = self.text(name)
        number = whole_number(written, least=least, most=most)
        if written and number is None:
            raise Refused(NO_NUMBER % {"name": name})
        return number

    def says(self, name: str) -> bool:
        """Return whether a name stands there at all."""
        return name in self.fields

    def all(self) -> dict[str, str]:
        """Return everything, the last of each name, to begin a form with."""
        return self.fields.dict()
