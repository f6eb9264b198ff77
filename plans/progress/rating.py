"""How far an action has come beside how far it should have come: one stated rule, in pure functions.

    target  = days gone since the first day ÷ days from the first day to the last, at most 1
    reached = percent complete ÷ 100
    reached ÷ target ≥ 0.9        on track
    0.7 ≤ reached ÷ target < 0.9  needs watching
    reached ÷ target < 0.7        off track

Nothing can be behind on its first day, when the target is nought. What is completed is on track. What has not begun,
was stopped, or has no days has no rating. All is counted in whole numbers, so that the limits are met exactly.
"""

import datetime
from collections.abc import Iterable

from governance.models import Action, Rating

Day = datetime.date
ON_TRACK_FROM, MONITOR_FROM = 90, 70
# The worst first; what has no rating comes last.
WORST_FIRST: tuple[Rating | None, ...] = (Rating.OFF_TRACK, Rating.MONITOR, Rating.ON_TRACK, None)


def days_gone(*, starts_on: Day, ends_on: Day, on: Day) -> tuple[int, int]:
    """Return how many days have gone and how many there are; an action of one day is over on it."""
    whole = (ends_on - starts_on).days
    if whole == 0:
        return (1, 1) if on >= ends_on else (0, 1)
    return max(0, min((on - starts_on).days, whole)), whole


def computed(*, status: str, percent: int, starts_on: Day | None, ends_on: Day | None, on: Day) -> Rating | None:
    """Return the rating that follows from the rule on a day."""
    if status == Action.Status.COMPLETED:
        return Rating.ON_TRACK
    if status == Action.Status.STOPPED or starts_on is None or ends_on is None or on < starts_on:
        return None
    gone, whole = days_gone(starts_on=starts_on, ends_on=ends_on, on=on)
    reached = percent * whole
    if reached >= ON_TRACK_FROM * gone:
        return Rating.ON_TRACK
    return Rating.MONITOR if reached >= MONITOR_FROM * gone else Rating.OFF_TRACK


def counted(ratings: Iterable[Rating | None]) -> list[tuple[Rating | None, int]]:
    """Return how many have each rating, the worst first; a count is never an average."""
    found = list(ratings)
    return [(one, found.count(one)) for one in WORST_FIRST]
