"""Numbers as readers see them: the same in both languages."""

MINUS = "\u2212"


def number(value: float, decimals: int = 0) -> str:
    """Return 1,234.5 with a true minus sign."""
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def signed_percentage(ratio: float) -> str:
    """Return how far a ratio is from one, such as +14% or −3%; under one percent it says so."""
    change = (ratio - 1) * 100
    if abs(change) < 0.5:
        return "+0%" if change > 0 else f"{MINUS}0%"
    return f"{'+' if change > 0 else MINUS}{abs(change):,.0f}%"
