"""Which bodies a record about meetings concerns, so that their administrators may read it."""

from collections.abc import Iterable

from django.db.models import Model

from meetings.models import AgendaItem, Answer, Meeting


def bodies_of(subject: Model) -> Iterable[int]:
    if isinstance(subject, Meeting):
        return (subject.body_id,)
    if isinstance(subject, AgendaItem | Answer):
        return (subject.meeting.body_id,)
    return ()
