"""How an action or milestone of a frozen edition stands on a day, from the latest that was said of it by then."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from common.dates import Quarter
from governance.models import Action, ActionUpdate, Rating
from plans.models import MilestoneUpdate
from plans.progress.drawn import Drawn, Row, Words, words
from plans.progress.rating import computed

# In which order statuses are counted: what needs somebody's eye first.
STATUSES = (Action.Status.STOPPED, Action.Status.NOT_STARTED, Action.Status.UNDER_WAY, Action.Status.COMPLETED)
OVER = frozenset({Action.Status.COMPLETED, Action.Status.STOPPED})


@dataclass(frozen=True)
class Reached:
    """A milestone on a day: the day first approved, the day it is now due on, the day it was reached."""

    row: Row
    update: MilestoneUpdate | None
    on: datetime.date

    @property
    def due_on(self) -> datetime.date:
        return self.update.due_on if self.update else self.row.day("due_on") or self.row.baseline

    @property
    def done_on(self) -> datetime.date | None:
        return self.update.done_on if self.update else None

    @property
    def is_late(self) -> bool:
        """Whether it is due and nobody said that it was reached."""
        return self.done_on is None and self.due_on < self.on

    @property
    def slipped(self) -> int:
        """By how many days it came or comes after the day first approved; below nought where before it."""
        latest = self.done_on or (self.on if self.is_late else self.due_on)
        return (latest - self.row.baseline).days


@dataclass(frozen=True)
class Standing:
    """An action on a day."""

    drawn: Drawn
    row: Row
    action: int | None
    update: ActionUpdate | None
    milestones: list[Reached]
    on: datetime.date

    @property
    def status(self) -> Action.Status:
        return Action.Status(self.update.status) if self.update else Action.Status.NOT_STARTED

    @property
    def percent(self) -> int:
        return self.update.percent if self.update else 0

    @cached_property
    def computed(self) -> Rating | None:
        """What follows from the rule on the day."""
        days = {"starts_on": self.row.day("starts_on"), "ends_on": self.row.day("ends_on")}
        return computed(status=self.status, percent=self.percent, on=self.on, **days)

    @property
    def own(self) -> Rating | None:
        """What a person said instead in the latest update."""
        return Rating(self.update.rating) if self.update and self.update.rating else None

    @property
    def rating(self) -> Rating | None:
        """The rating that counts: a person's own before the rule's."""
        return self.own or self.computed

    @property
    def note(self) -> Words:
        return note_of(self.update) if self.update else Words("")

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    def is_wanted(self) -> bool:
        """Whether an update is still to be entered in the quarter of the day: begun, not over, nothing said of it."""
        quarter = Quarter.of(self.on)
        begins = self.row.day("starts_on") or self.drawn.plan.starts_on
        is_said = self.update is not None and self.update.period_starts_on >= quarter.starts_on
        return not self.is_over and not is_said and begins <= self.on


def note_of(update: ActionUpdate) -> Words:
    """Return what somebody wrote of an action, in the reader's language where it is there."""
    return words({"en": update.note_en or "", "cy": update.note_cy or ""})


def by_status(found: Iterable[Standing]) -> list[tuple[Action.Status, int]]:
    """Return how many stand how, the worst first."""
    statuses = [one.status for one in found]
    return [(status, statuses.count(status)) for status in STATUSES]
