"""Numbers as readers see them: the same in both languages."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """Return 1,234.5 with a true minus sign."""
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def pounds(amount: Decimal | None, nothing: str = "–") -> str:  # noqa: RUF001
    """Return £1,250 or £1,250.50, with a true minus sign before it; `nothing` where no amount was entered."""
    if amount is None:
        return nothing
    written = f"£{number(abs(amount), 0 if amount == amount.to_integral_value() else 2)}"
    return f"{MINUS}{written}" if amount < 0 else written


def whole_pounds(amount: Decimal | None, nothing: str = "–") -> str:  # noqa: RUF001
    """Return £1,250 for £1,249.50: halves away from nought, and what would come to nought, and is not, to the penny."""
    whole = None if amount is None else amount.quantize(Decimal(1), ROUND_HALF_UP)
    return pounds(whole or amount, nothing)


def percentage_apart(ratio: float) -> int:
    """Return by how many per cent a ratio is away from one, rounded as `signed_percentage` writes it."""
    return abs(round((ratio - 1) * 100))


def signed_percentage(ratio: float) -> str:
    """Return how far a ratio is from one, such as +14% or −3%; under one percent it says so."""
    change = (ratio - 1) * 100
    if abs(change) < 0.5:
        return "+0%" if change > 0 else f"{MINUS}0%"
    return f"{'+' if change > 0 else MINUS}{abs(change):,.0f}%"
