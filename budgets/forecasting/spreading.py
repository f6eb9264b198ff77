"""Quarters of a financial year: an amount for one is spread evenly, in pence, over its open months."""

from collections.abc import Collection
from decimal import Decimal

from budgets.position import MONTHS, ByPeriod
from common.dates import periods_of_quarter, quarter_of_period
from common.money import PENNY

QUARTERS = range(1, quarter_of_period(MONTHS) + 1)


def open_months(quarter: int, closed: Collection[int]) -> list[int]:
    return [period for period in periods_of_quarter(quarter) if period not in closed]


def spread(amount: Decimal, periods: list[int]) -> ByPeriod:
    """Return an amount in equal parts to the penny; the first months take the pence that are left over."""
    pence, parts = int(amount / PENNY), len(periods)
    return {period: (pence // parts + (place < pence % parts)) * PENNY for place, period in enumerate(periods)}


def together(forecast: ByPeriod, periods: list[int]) -> Decimal | None:
    """Return what some months are forecast to cost; None where nothing was entered for any of them."""
    found = [forecast[period] for period in periods if period in forecast]
    return sum(found, Decimal("0.00")) if found else None
