"""What the columns of an extract hold, how their headings are guessed, and what an export calls them."""

import re
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.errors import in_each_language

# In the order of an export.
COLUMNS: dict[str, Promise] = {
    "number": _("Transaction number"),
    "date": _("Date"),
    "period": _("Period"),
    "cost_centre": _("Cost centre"),
    "subjective_code": _("Subjective code"),
    "amount": pgettext_lazy("of a ledger", "Amount"),
    "description": _("Description"),
    "reference": _("Reference"),
}
# Where a ledger writes what was spent and what came back in columns of their own.
SIDES: dict[str, Promise] = {"debit": _("Debit"), "credit": _("Credit")}
EVERY = {**COLUMNS, **SIDES}
NEEDED = ("date", "cost_centre", "subjective_code", "amount")
# What ledgers call them besides, the likeliest first.
ALSO: dict[str, tuple[str, ...]] = {
    "number": (
        "transaction no",
        "transaction id",
        "trans no",
        "journal number",
        "document number",
        "entry number",
        "number",
    ),
    "date": ("transaction date", "posting date", "gl date", "effective date", "invoice date"),
    "period": ("accounting period", "period number", "period no"),
    "cost_centre": ("cost center", "cost centre code", "cost code", "cc"),
    "subjective_code": ("subjective", "account code", "account", "subjective account"),
    "amount": ("net amount", "value", "net value", "net", "actual", "total amount"),
    "description": ("details", "narrative", "line description", "transaction description"),
    "debit": ("debits", "dr", "debit amount"),
    "credit": ("credits", "cr", "credit amount"),
    "reference": ("ref", "invoice number", "invoice no", "order number"),
}
LETTERS = re.compile(r"[^\w]+")


def plainly(heading: str) -> str:
    """Return a heading as it is compared: lower case, one space between its words."""
    return LETTERS.sub(" ", heading.casefold()).strip()


def names_of(column: str) -> list[str]:
    own = in_each_language(EVERY[column]).values()
    return [plainly(name) for name in (*own, *ALSO[column])]


def guessed(headings: Iterable[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the likely heading of each column: the one that it had last time, else one that ledgers use."""
    there = {plainly(heading): heading for heading in reversed(list(headings)) if heading}
    found: dict[str, str] = {}
    for column in EVERY:
        before = plainly((remembered or {}).get(column, ""))
        names = [before, *names_of(column)]
        heading = next((there[name] for name in names if name in there), None)
        if heading is not None and heading not in found.values():
            found[column] = heading
    return found


def lacking(columns: Mapping[str, str]) -> list[str]:
    """Return the columns that are needed and not there: an amount may stand in two columns, debit and credit."""
    two = all(columns.get(side) for side in SIDES)
    return [column for column in NEEDED if not columns.get(column) and not (column == "amount" and two)]
