"""How collaboratives are shown."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from collaboratives.models import Collaborative
from collaboratives.queries import Led
from governance.offices.presenters import Shown, shown_seat


@dataclass(frozen=True)
class State:
    """The state of a collaborative on a day; `words` are none where it was not yet there."""

    words: str
    is_open: bool
    is_still_to_open: bool


def state(collaborative: Collaborative, *, on: datetime.date) -> State:
    opened = collaborative.opened_on is None or collaborative.opened_on <= on
    words = str(collaborative.state_on(on=on).label) if opened else ""
    return State(words, collaborative.is_open(on=on), not opened)


@dataclass(frozen=True)
class Line:
    """A collaborative in the list of its cluster: its profession, state and leads."""

    collaborative: Collaborative
    state: str
    lead: Shown


def lines(found: Iterable[Led], *, on: datetime.date) -> list[Line]:
    return [Line(one.collaborative, state(one.collaborative, on=on).words, shown_seat(one.seat)) for one in found]


def without_lead(found: Iterable[Line]) -> str:
    """Name the collaboratives of whose lead nobody has told the portal."""
    return "; ".join(line.collaborative.profession.name for line in found if not line.lead.words)
