"""The rule by which meetings come back, written and read as calendars do, at the hour that clocks in Wales show."""

import datetime
from enum import StrEnum

from dateutil.rrule import MONTHLY, WEEKLY, rrule, rrulestr, weekday
from django.utils import timezone

MOST_MEETINGS = 60
DAYS_OF_WEEK = 7
# The fifth of a weekday is not in every month: whoever meets on it means the last.
LAST_THAT_IS_IN_EVERY_MONTH = 4


class Every(StrEnum):
    """In which steps meetings come back."""

    ONCE = "once"
    WEEKS = "weeks"
    MONTHS = "months"


def written(first: datetime.datetime, *, every: Every, step: int, times: int) -> str:
    """Return the rule of so many meetings, every so many weeks, or on the same weekday every so many months."""
    if every is Every.WEEKS:
        rule = rrule(WEEKLY, dtstart=first, interval=step, count=times)
    else:
        number = (first.day - 1) // DAYS_OF_WEEK + 1
        number = number if number <= LAST_THAT_IS_IN_EVERY_MONTH else -1
        rule = rrule(MONTHLY, dtstart=first, interval=step, count=times, byweekday=weekday(first.weekday(), number))
    return str(rule).splitlines()[-1].removeprefix("RRULE:")


def moments(first: datetime.datetime, rule: str) -> list[datetime.datetime]:
    """Return when the meetings of a rule begin: days are counted on the wall, so the hour stays across a change."""
    found = rrulestr(rule, dtstart=first)
    return [timezone.make_aware(moment) for moment in found[:MOST_MEETINGS]]
