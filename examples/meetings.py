"""Two years of meetings of the Example Health Board, planned and changed by the example people through the actions."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from common.dates import day_of
from common.models import LoadedFiles
from governance.models import Body
from meetings import actions, agenda_actions, own_actions
from meetings.actions import Repeated, Where
from meetings.models import Meeting
from meetings.rules import Every
from meetings.standing import ItemText

NAME = "example meetings"
MONTHS_BETWEEN, TIMES = 3, 8
MINUTES = 120
ASKED_BEFORE = datetime.timedelta(days=14)
WRITTEN_BEFORE = datetime.timedelta(days=7)
YEAR = datetime.timedelta(days=365)
PLACE = Where("Example Community Hall", "Neuadd Gymunedol Enghreifftiol", "https://meet.example.org/clusters")
# Body, who plans its meetings, and at which hour it meets.
MEETING = (
    ("example-central", "cluster.lead@example.org", 14),
    ("example-planning-group", "planning.chair@example.org", 10),
    ("example-central-community-pharmacy", "pharmacy.lead@example.org", 19),
)
OWN_ITEM = ItemText("An invented topic", "Pwnc dychmygol", 20)
SNOW: dict[str, Any] = {"reason_en": "Invented: snow on the roads.", "reason_cy": "Dychmygol: eira ar y ffyrdd."}
FULL: dict[str, Any] = {"reason_en": "Invented: the hall is full.", "reason_cy": "Dychmygol: mae'r neuadd yn llawn."}


@transaction.atomic
def load_example_meetings(*, at: datetime.datetime, on: datetime.date) -> int | None:
    """Plan the example meetings; return how many, or None where they are there already."""
    if LoadedFiles.objects.filter(name=NAME).exists():
        return None
    planned = [meeting for row in MEETING for meeting in _Body(*row, at=at, on=on).meet()]
    LoadedFiles.objects.create(name=NAME, digest="", loaded_at=at)
    return len(planned)


@dataclass
class _Body:
    """A body of the example board that meets every three months."""

    name: str
    email: str
    hour: int
    at: datetime.datetime
    on: datetime.date

    def meet(self) -> list[Meeting]:
        self.body = Body.objects.get(slug_en=self.name, is_example=True)
        self.lead = Person.objects.get(email=self.email)
        first = _second_tuesday(self.on - YEAR, self.hour)
        repeated = Repeated(Every.MONTHS, MONTHS_BETWEEN, TIMES)
        given: dict[str, Any] = {"starts_at": first, "minutes": MINUTES, "where": PLACE, "repeated": repeated}
        planned = actions.plan_meetings(body=self.body, **given, **self._who(first - ASKED_BEFORE))
        past = [one for one in planned if one.starts_at <= self.at]
        for meeting in planned[: len(past) + 1]:
            self._write_agenda(meeting)
        actions.cancel_meeting(meeting=past[1], **SNOW, **self._who(past[1].starts_at - WRITTEN_BEFORE))
        self._move(planned[-1])
        self._answer(planned[len(past)])
        return planned

    def _who(self, at: datetime.datetime) -> dict[str, Any]:
        at = min(at, self.at)
        return {"by": self.lead, "at": at, "on": day_of(at)}

    def _write_agenda(self, meeting: Meeting) -> None:
        who = self._who(meeting.starts_at - WRITTEN_BEFORE)
        agenda_actions.begin_agenda(meeting=meeting, **who)
        agenda_actions.add_item(meeting=meeting, text=OWN_ITEM, **who)
        agenda_actions.show_agenda(meeting=meeting, to_public=True, **who)

    def _move(self, meeting: Meeting) -> None:
        later = meeting.starts_at + datetime.timedelta(days=7)
        where: dict[str, Any] = {"starts_at": later, "minutes": MINUTES, "where": PLACE}
        actions.move_meeting(meeting=meeting, **where, **FULL, **self._who(self.at))

    def _answer(self, meeting: Meeting) -> None:
        answered: dict[str, Any] = {"is_coming": False, "deputy": "Example Deputy", "at": self.at}
        own_actions.answer_invitation(meeting=meeting, person=self.lead, **answered)


def _second_tuesday(day: datetime.date, hour: int) -> datetime.datetime:
    """Return the second Tuesday of the month of a day, at an hour of Wales."""
    start = day.replace(day=8)
    found = start + datetime.timedelta(days=(1 - start.weekday()) % 7)
    return timezone.make_aware(datetime.datetime.combine(found, datetime.time(hour)))
