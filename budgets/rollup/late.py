"""Money that came later than it was promised, or has not come yet."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from budgets.models import Entry, Kind

Day = datetime.date


@dataclass(frozen=True)
class LateRelease:
    """An allocation with the day on which it came; None where it had not come by the day that is asked about."""

    entry: Entry
    promised_on: Day
    came_on: Day | None
    on: Day

    @property
    def days_late(self) -> int:
        return ((self.came_on or self.on) - self.promised_on).days


def late_releases(lines: Iterable[int], *, on: Day) -> list[LateRelease]:
    """Return the allocations of some lines that came late or are late on a day, the latest of all first."""
    promised = Entry.objects.filter(
        line__in=list(lines),
        kind=Kind.ALLOCATION,
        reverses=None,
        promised_on__lt=on,
        entered_at__date__lte=on,
    ).exclude(reversed_by__entered_at__date__lte=on)
    rows = promised.select_related("line__body", "line__stream", "receipt")
    found = [LateRelease(one, one.promised_on, _came_on(one, on), on) for one in rows if one.promised_on]
    return sorted((one for one in found if one.days_late > 0), key=lambda one: (-one.days_late, one.entry.pk))


def _came_on(entry: Entry, on: Day) -> Day | None:
    """Return the day on which money came, as far as it was so by a day."""
    receipt = getattr(entry, "receipt", None)
    came_on: Day | None = receipt.received_on if receipt else entry.received_on
    return came_on if came_on is not None and came_on <= on else None
