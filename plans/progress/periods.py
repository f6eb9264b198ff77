"""Quarters of the financial year, which begins on 1 April: how often progress is entered."""

import datetime
from dataclasses import dataclass

APRIL, MONTHS = 4, 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months from a day up to, not including, another."""

    starts_on: datetime.date

    @property
    def ends_on(self) -> datetime.date:
        """The first day after it."""
        return _first_of(self.starts_on.year * 12 + self.starts_on.month - 1 + MONTHS)

    @property
    def last_day(self) -> datetime.date:
        return self.ends_on - datetime.timedelta(days=1)


def quarter_of(day: datetime.date) -> Quarter:
    """Return the quarter in which a day falls."""
    return Quarter(day.replace(month=(day.month - 1) // MONTHS * MONTHS + 1, day=1))


def _first_of(month: int) -> datetime.date:
    """Return the first day of a month, counted from the beginning of the calendar."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def financial_year(day: datetime.date) -> int:
    """Return the year in which the financial year of a day began."""
    return day.year if day.month >= APRIL else day.year - 1


def year_words(first: int) -> str:
    """Return a financial year as it is written: 2026/27."""
    return f"{first}/{(first + 1) % 100:02}"


def days_of(first: int) -> tuple[datetime.date, datetime.date]:
    """Return the first day of a financial year, and the first day after it."""
    return datetime.date(first, APRIL, 1), datetime.date(first + 1, APRIL, 1)
