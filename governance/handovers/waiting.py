"""What of handovers waits for somebody: one to read and accept, one to prepare before a term of theirs ends."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Appointment
from governance.waiting import Kind, Waiting, Worker

BEFORE_THE_END = datetime.timedelta(days=60)


def _handovers(worker: Worker) -> Iterator[Waiting]:
    """Both come from the terms that are read anyway, since only who has a term in the seat is concerned."""
    told = set()
    for term in worker.terms:
        for one in term.to_take:
            if one["key"] not in told:
                told.add(one["key"])
                yield _to_take(term, one)
    yield from (_to_prepare(term) for term in worker.held if _is_to_prepare(term, worker.on))


def _to_take(term: Appointment, one: dict[str, str]) -> Waiting:
    return Waiting(
        _("A handover waits for you. From: %(name)s") % {"name": one["giver"]},
        reverse("governance:handover", kwargs={"key": one["key"]}),
        term.seat.body,
        since=datetime.date.fromisoformat(one["on"]),
        note=term.seat.title,
    )


def _is_to_prepare(term: Appointment, on: datetime.date) -> bool:
    """Whether a term ends soon in a seat that one person holds, and nothing is prepared for the next holder."""
    if term.last_day is None or term.seat.is_shared or term.is_prepared:
        return False
    return term.last_day - on <= BEFORE_THE_END


def _to_prepare(term: Appointment) -> Waiting:
    return Waiting(
        _("Prepare to hand over: %(seat)s") % {"seat": term.seat.title},
        reverse("governance:prepare_handover", kwargs={"key": term.seat_id}),
        term.seat.body,
        due_on=term.last_day,
        note=_("Your term ends"),
    )


KINDS = [Kind("handovers", gettext_lazy("Offices"), _handovers)]
