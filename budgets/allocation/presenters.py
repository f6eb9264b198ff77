"""A sharing as pages show it: what each cluster gets, a head and against the other ways to share."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from budgets.allocation.inputs import Inputs, Shares, shares_of
from budgets.models import Sharing
from common.money import PENNY, ZERO
from common.numbers import number, pounds

Rows = list[dict[str, Any]]


def page(inputs: Inputs, amount: Decimal, method: str, shares: Shares) -> dict[str, Any]:
    """Return the table of a sharing, the formula with its inputs, and what else is to be known of them."""
    others = {other: shares_of(inputs, amount, other) for other in _others(inputs, method)}
    rows = [_row(row, shares, others) for row in inputs["clusters"]]
    registered = sum(row["registered"] for row in inputs["clusters"])
    return {
        "method": Sharing.Method(method).label,
        "against": [Sharing.Method(other).label for other in others],
        "rows": rows,
        "registered": number(registered),
        "amount": pounds(sum(shares.values(), ZERO)),
        "a_head": a_head(amount, registered),
        "terms": [_term(term, inputs["clusters"]) for term in inputs["terms"]],
        "left_out": len(inputs["left_out"]),
        "sources": sorted({f"{row['source']}, {row['period']}" for row in inputs["clusters"]}),
    }


def rows(sharings: Iterable[Sharing]) -> list[Sharing]:
    """Return sharings with their amounts as they are read."""
    found = list(sharings)
    for one in found:
        one.words = pounds(one.amount)
    return found


def _others(inputs: Inputs, method: str) -> Iterable[str]:
    """Return the other ways to share that there is something to share by."""
    possible = {
        Sharing.Method.REGISTERED: True,
        Sharing.Method.WEIGHTED: bool(inputs["terms"]),
        Sharing.Method.BY_HAND: "by_hand" in inputs,
    }
    return [other for other, is_possible in possible.items() if is_possible and other != method]


def _row(row: dict[str, Any], shares: Shares, others: dict[str, Shares]) -> dict[str, Any]:
    share = shares[row["key"]]
    return {
        "name": in_language(row, "name"),
        "registered": number(row["registered"]),
        "share": pounds(share),
        "a_head": a_head(share, row["registered"]),
        "against": [difference(share - other[row["key"]]) for other in others.values()],
    }


def a_head(amount: Decimal, people: int) -> str:
    if not people:
        return "–"  # noqa: RUF001
    return f"£{number((amount / people).quantize(PENNY, ROUND_HALF_UP), 2)}"


def difference(amount: Decimal) -> str:
    """Return in words how much more or less a cluster gets than in another way."""
    if amount == 0:
        return pgettext("shares", "The same")
    words = _("%(amount)s more") if amount > 0 else _("%(amount)s less")
    return words % {"amount": pounds(abs(amount))}


def _term(term: dict[str, Any], clusters: Rows) -> dict[str, Any]:
    shares = [Decimal(term["shares"][str(row["key"])]) * 100 for row in clusters]
    return {
        "name": in_language(term, "name"),
        "period": in_language(term, "period"),
        "extra": number(Decimal(term["extra"]), 1),
        "shares": [f"{number(share, 1)}%" for share in shares],
    }


def in_language(row: dict[str, Any], name: str) -> str:
    return str(row[f"{name}_{get_language()}"] or row[f"{name}_en"])
