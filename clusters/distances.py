"""How far places lie apart, as the crow flies: enough to say which is the nearest."""

import math
from collections.abc import Iterable
from typing import Any

KILOMETRES_A_DEGREE = 111.2


def kilometres(one: Any, other: Any) -> float:
    """Return the distance of two things with a latitude and a longitude, on the plane that Wales nearly is."""
    shortened = math.cos(math.radians((one.latitude + other.latitude) / 2))
    across = (one.longitude - other.longitude) * shortened
    return math.hypot(one.latitude - other.latitude, across) * KILOMETRES_A_DEGREE


def nearest(here: Any, others: Iterable[Any]) -> Any:
    """Return which of others with coordinates is nearest; None where there are none."""
    return min(others, key=lambda one: (kilometres(here, one), one.pk), default=None)
