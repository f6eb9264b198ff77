"""How long the rows of meetings are kept that have no history."""

from common import retention
from meetings.models import CalendarFeed


def register() -> None:
    # A hash and two moments, which say since when an address answers no more.
    retention.for_good(CalendarFeed)
