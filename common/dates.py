"""Days, moments and financial years: how each is written, the same on a page, in a file and in a mail.

A moment is kept in UTC and told in Wales' time, so that what happened at half past midnight in summer is told of its
own day and not of the day before. Whoever writes a moment, or asks for its day, asks here.
"""

import datetime
from dataclasses import dataclass
from typing import Self

from django.utils import formats, timezone

APRIL = 4
MONTHS = 12
QUARTER = 3
ONE_DAY = datetime.timedelta(days=1)


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day in Wales on which a moment falls."""
    return timezone.localtime(moment).date()


def date_format(value: datetime.date | datetime.datetime, form: str | None = None) -> str:
    """Write a day, or a moment as it is in Wales, in the reader's language."""
    in_wales = timezone.localtime(value) if isinstance(value, datetime.datetime) else value
    return formats.date_format(in_wales, form)


def iso_moment(moment: datetime.datetime) -> str:
    """Write a moment for other programs: its day and time in Wales, and how far these are from UTC."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day begins in Wales."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@dataclass(frozen=True, order=True)
class FinancialYear:
    """From 1 April of its first calendar year to 31 March of the next; its periods are the months, April the first."""

    first: int

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """Return the year in which a day lies."""
        return cls(day.year if day.month >= APRIL else day.year - 1)

    def __str__(self) -> str:
        """The year as it is written: 2026/27."""
        return f"{self.first}/{(self.first + 1) % 100:02}"

    @property
    def starts_on(self) -> datetime.date:
        return datetime.date(self.first, APRIL, 1)

    @property
    def ends_on(self) -> datetime.date:
        """The first day after it."""
        return datetime.date(self.first + 1, APRIL, 1)

    @property
    def last_day(self) -> datetime.date:
        return self.ends_on - ONE_DAY

    def __contains__(self, day: datetime.date) -> bool:
        return self.starts_on <= day < self.ends_on

    def nearest(self, day: datetime.date) -> datetime.date:
        """Return a day, or the nearest one of the year where it lies outside."""
        return min(max(day, self.starts_on), self.last_day)

    def first_day_of(self, period: int) -> datetime.date:
        """Return the first day of a month of the year; what comes after the twelfth lies in the next year."""
        months = APRIL - 1 + period - 1
        return datetime.date(self.first + months // MONTHS, months % MONTHS + 1, 1)


def period_of(day: datetime.date) -> int:
    """Return which month of its financial year a day lies in: 1 for April, 12 for March."""
    return (day.month - APRIL) % MONTHS + 1


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a financial year from a day up to, not including, another."""

    starts_on: datetime.date

    @classmethod
    def of(cls, day: datetime.date) -> Self:
        """Return the quarter in which a day falls."""
        return cls(day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1))

    @property
    def ends_on(self) -> datetime.date:
        """The first day after it."""
        return FinancialYear.of(self.starts_on).first_day_of(period_of(self.starts_on) + QUARTER)

    @property
    def last_day(self) -> datetime.date:
        return self.ends_on - ONE_DAY


def quarter_of_period(period: int) -> int:
    """Return which quarter of its year a month lies in: 1 for April to June."""
    return (period - 1) // QUARTER + 1


def periods_of_quarter(quarter: int) -> range:
    return range((quarter - 1) * QUARTER + 1, quarter * QUARTER + 1)
