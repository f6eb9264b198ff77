"""How meetings are shown: when they begin and end, what is on the agenda at which time, who is invited."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import date_format, day_of
from governance.offices.queries import Held
from meetings.models import AgendaItem, Answer, Meeting


@dataclass(frozen=True)
class TimedItem:
    """An item of an agenda and when its turn comes; no time where an item before it has none of its own."""

    item: AgendaItem
    number: int
    time: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Invited:
    """Somebody who is invited: the seat that they hold, and what they answered."""

    seat: str
    name: str
    answer: str


def times(meeting: Meeting) -> str:
    """Write when a meeting begins and ends."""
    begins = f"{date_format(meeting.starts_at)}, {date_format(meeting.starts_at, 'H:i')}"
    ends = date_format(meeting.ends_at, "H:i")
    if day_of(meeting.ends_at) != day_of(meeting.starts_at):
        ends = f"{date_format(meeting.ends_at)}, {ends}"
    return _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}


def standing(meeting: Meeting) -> str:
    """Say what became of a meeting, where it was cancelled or moved, with the reason in the reader's language."""
    if meeting.is_cancelled:
        words = _("Cancelled.")
    elif meeting.moved_from:
        was = f"{date_format(meeting.moved_from)}, {date_format(meeting.moved_from, 'H:i')}"
        words = _("Moved: it was to be on %(was)s.") % {"was": was}
    elif meeting.change_reason:
        words = _("Changed.")
    else:
        return ""
    return f"{words} {meeting.change_reason}".strip()


def timed(meeting: Meeting, items: Sequence[AgendaItem]) -> list[TimedItem]:
    """Return the items with the time at which each begins, as long as each before it says how long it takes."""
    found: list[TimedItem] = []
    at: datetime.datetime | None = timezone.localtime(meeting.starts_at)
    for number, item in enumerate(items, start=1):
        found.append(TimedItem(item, number, date_format(at, "H:i") if at else "", number == 1, number == len(items)))
        at = at + datetime.timedelta(minutes=item.minutes) if at and item.minutes else None
    return found


def too_long(meeting: Meeting, items: Iterable[AgendaItem]) -> int:
    """Return by how many minutes the items take longer than the meeting."""
    lasting = (meeting.ends_at - meeting.starts_at) // datetime.timedelta(minutes=1)
    return max(0, sum(one.minutes or 0 for one in items) - lasting)


def invited(seats: Iterable[Held], answers: dict[int, Answer]) -> tuple[list[Invited], list[str]]:
    """Return who is invited with what they answered, and the seats that nobody holds on the day."""
    found, empty = [], []
    for one in seats:
        found += [
            Invited(one.seat.title, term.person.name, _answer(answers.get(term.person_id))) for term in one.holders
        ]
        if not one.holders:
            empty.append(one.seat.title)
    return found, empty


def _answer(answer: Answer | None) -> str:
    if answer is None:
        return _("No answer yet")
    if answer.is_coming:
        return _("Comes")
    if answer.deputy:
        return _("Apologies; %(name)s comes instead") % {"name": answer.deputy}
    return _("Apologies")


@dataclass(frozen=True)
class PublicMeeting:
    """A meeting as everybody sees it; its agenda where the body shows it."""

    meeting: Meeting
    times: str
    standing: str
    items: list[TimedItem]


def public_meetings(meetings: Iterable[Meeting]) -> list[PublicMeeting]:
    """Return meetings for everybody: of an agenda that is not shown nothing is read."""
    return [
        PublicMeeting(one, times(one), standing(one), timed(one, list(one.items.all())) if _is_shown(one) else [])
        for one in meetings
    ]


def _is_shown(meeting: Meeting) -> bool:
    return meeting.is_agenda_public and not meeting.is_cancelled


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the list of its body."""

    meeting: Meeting
    times: str
    standing: str
    agenda: str


def rows(meetings: Iterable[Meeting]) -> list[MeetingRow]:
    return [MeetingRow(one, times(one), standing(one), agenda_words(one)) for one in meetings]


def agenda_words(meeting: Meeting) -> str:
    """Say how far the agenda of a meeting has come."""
    count = getattr(meeting, "item_count", 0)
    if not count:
        return _("No agenda yet")
    if meeting.is_agenda_public:
        return _("Items: %(count)s; the public may read them") % {"count": count}
    return _("Items: %(count)s; not shown to the public") % {"count": count}
