"""How an amount is shared: pure arithmetic in whole pence, which always adds up.

    weight = registered patients × (1 + Σ extra × share of residents)

Each term is a group of residents with how much more (or, below nought, less) one of them counts than somebody in none
of the groups. Groups may hold each other: who is 85 counts the extra of 65 and over, and that of 85 and over.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

PENCE = 100


def shared(amount: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """Share pounds by weights, to the penny: pence that are left go to the largest remainders, then in order.

    `ValueError` where there is nothing to share by.
    """
    whole = sum(weights, Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("Shares need weights that are not below nought and not all nought.")
    pence = int(amount * PENCE)
    exact = [pence * weight / whole for weight in weights]
    given = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in by_remainder[: pence - sum(given)]:
        given[place] += 1
    return [Decimal(share) / PENCE for share in given]


def need_weight(registered: int, terms: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Return how many people of no extra need a cluster counts as; `terms`: extra and share of residents."""
    return registered * (1 + sum((extra * share for extra, share in terms), Fraction(0)))
