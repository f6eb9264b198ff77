"""How money is said: amounts, years and periods in words, and over or under a budget never by a sign alone."""

from decimal import Decimal

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from budgets.ledger import Balance, balances
from budgets.models import ADJUSTMENT, BudgetLine, FinancialYear
from common.numbers import pounds, whole_pounds


def amount_words(amount: Decimal | None) -> str:
    """Return an amount as it is read; that nothing was entered differs from £0."""
    return pounds(amount, _("Not entered"))


def whole_amount_words(amount: Decimal | None) -> str:
    """Return an amount in whole pounds, as the public reads it."""
    return whole_pounds(amount, _("Not entered"))


def against_budget(variance: Decimal | None) -> str:
    """Return in words how spending or a forecast differs from its budget."""
    if variance is None:
        return _("Not entered")
    if variance == 0:
        return _("On budget")
    words = _("%(amount)s over budget") if variance > 0 else _("%(amount)s under budget")
    return words % {"amount": pounds(abs(variance))}


def left_words(left: Decimal) -> str:
    """Return in words what is left to spend, or by how much more was spent than there was."""
    if left < 0:
        return _("Overspent by %(amount)s") % {"amount": pounds(-left)}
    return _("%(amount)s left") % {"amount": pounds(left)}


def period_words(period: int, year: FinancialYear) -> str:
    """Return the month that a period is, with its calendar year; the thirteenth is that of adjustments."""
    if period == ADJUSTMENT:
        return _("Adjustments")
    first = year.dates.first_day_of(period)
    return f"{MONTHS[first.month]} {first.year}"


def line_choices(lines: list[BudgetLine]) -> list[tuple[str, str]]:
    """Return the lines to choose from, each with its stream and what is left on it."""
    found = balances([line.pk for line in lines])
    return [
        (str(line.pk), f"{line.title} · {line.stream.name} · {left_words(found.get(line.pk, Balance()).free)}")
        for line in lines
    ]
