"""History of meetings; their texts have a column for each language without help."""

import pghistory

from meetings.models import AgendaItem, Answer, Meeting, MeetingSeries

for tracked in (MeetingSeries, Meeting, AgendaItem, Answer):
    pghistory.track()(tracked)
