"""Writes about handovers: the leaving holder prepares one, and the next holder accepts it whole or not at all."""

import datetime

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Refused
from governance.handovers.kinds import KINDS, going_on, successors
from governance.models import Handover, Seat
from governance.recording import locked

Day = datetime.date
Moment = datetime.datetime


def prepare_handover(*, seat: Seat, to: Person, note: str, by: Person, at: Moment, on: Day) -> Handover:
    """Prepare the handover of a seat that one holds; one that was prepared and not accepted is replaced."""
    if not seat.is_held_by(by, on=on):
        raise Refused(_("You do not hold this seat today, so you cannot hand it over."))
    with audit.recorded("governance.prepare_handover", by=by, at=at, on_behalf_of=None) as record:
        seat = locked(seat)
        if not successors(seat, giver=by, on=on).filter(pk=to.pk).exists():
            raise Refused(_("A seat is handed to somebody who is appointed or nominated for it, or who holds it too."))
        handover = _open(seat, by, on=on)
        handover.giver, handover.taker, handover.note, handover.prepared_at = by, to, note.strip(), at
        handover.save()
        audit.about(record, handover, seat=seat.pk, to=to.pk)
    return handover


def _open(seat: Seat, by: Person, *, on: Day) -> Handover:
    """Return the handover that waits, to be replaced, or a new one.

    What somebody else prepared is replaced only once neither they nor whom they named have to do with the seat.
    """
    found = seat.handovers.filter(accepted_at__isnull=True).first()
    if found is None:
        return Handover(seat=seat)
    concerned = going_on(seat, on=on).filter(person__in=[found.giver_id, found.taker_id])
    if found.giver_id != by.pk and concerned.exists():
        raise Refused(_("A handover of this seat that somebody else prepared waits to be accepted."))
    return found


def accept_handover(*, handover: Handover, by: Person, at: Moment, on: Day) -> Handover:
    """Accept a handover to oneself once one holds the seat: all the open work passes, or none of it."""
    if by.pk != handover.taker_id:
        raise Refused(_("Only the person to whom a seat is handed over can accept it."))
    with audit.recorded("governance.accept_handover", by=by, at=at, on_behalf_of=None) as record:
        seat = locked(handover.seat)
        waiting = Handover.objects.select_for_update(of=("self",)).select_related("seat__body", "giver", "taker")
        found = waiting.filter(pk=handover.pk, taker=by, accepted_at__isnull=True).first()
        if found is None:
            raise Refused(_("This handover was accepted already, or somebody else was named since."))
        if not seat.is_held_by(by, on=on):
            raise Refused(_("You can accept this from the first day on which you hold the seat."))
        moved = {kind.name: kind.move(found, at, on) for kind in KINDS}
        found.accepted_at = at
        found.save()
        audit.about(record, found, seat=seat.pk, giver=found.giver_id, **moved)
    return found
