"""What opening a collaborative or changing its state does: worked out once, shown, then carried out."""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Area
from collaboratives.models import Collaborative, Profession
from common.errors import Refused
from governance.models import Appointment, Office, Seat
from governance.offices.closings import seats_of_closing, terms_of_closing

Day = datetime.date
State = Collaborative.State
SEATS = (Office.COLLABORATIVE_LEAD, Office.DEPUTY, Office.COLLABORATIVE_MEMBER)
NEXT = {State.FORMING: (State.ACTIVE, State.ENDED), State.ACTIVE: (State.ENDED,), State.ENDED: ()}
DESCRIPTION = (
    "description_en",
    "description_cy",
    "contact_en",
    "contact_cy",
    "contact_email",
    "terms_of_reference_en",
    "terms_of_reference_cy",
    "quorum",
)


def refuse_opening(cluster: Area, profession: Profession, start: Day) -> None:
    """Raise `Refused` where a cluster is not open on a day or has a collaborative of the profession."""
    if cluster.closed_on is not None or not cluster.is_open(on=start):
        raise Refused(_("%(cluster)s is not open on that day, or is going to close.") % {"cluster": cluster.name})
    if Collaborative.objects.filter(cluster=cluster, profession=profession).exclude(state=State.ENDED).exists():
        raise Refused(_("This cluster has a collaborative of this profession already."))


def refuse_future(day: Day, *, on: Day) -> None:
    if day > on:
        raise Refused(_("A state changes today or on a day in the past, not on one to come."))


def refuse_state(collaborative: Collaborative, state: str, day: Day) -> None:
    """Raise `Refused` where a collaborative cannot go to a state on a day from what it is now."""
    if collaborative.closed_on is not None or state not in NEXT[State(collaborative.state)]:
        raise Refused(_("The collaborative cannot go from this state to that one."))
    opened = collaborative.opened_on
    if state == State.ACTIVE and opened is not None and day < opened:
        raise Refused(_("It cannot be active before its first day."))
    if state == State.ENDED and opened is not None and opened >= day:
        raise Refused(_("The last day is before the first day."))


def ending(collaborative: Collaborative, day: Day) -> tuple[list[Seat], list[Appointment]]:
    """Return the seats that close with a collaborative on a day, and the terms that end with them."""
    found = seats_of_closing([collaborative.pk], on=day).select_related("body", "represents")
    seats = list(found.order_by("body__sort_key_en", "office", "pk"))
    return seats, list(terms_of_closing([seat.pk for seat in seats], on=day).order_by("pk"))


def mark_of_state(collaborative: Collaborative, state: str, day: Day) -> str:
    """Return a mark of everything that a change of state rests on, so that what is confirmed is what was shown."""
    seats, terms = ending(collaborative, day) if state == State.ENDED else ([], [])
    rows = [*(str(seat.pk) for seat in seats), *(f"{term.pk} {term.during}" for term in terms)]
    return _mark([collaborative.state, collaborative.opened_on, collaborative.closed_on, rows])


def mark_of_description(collaborative: Collaborative) -> str:
    """Return a mark of how a collaborative is described, so that a text that somebody else wrote is not lost."""
    return _mark(getattr(collaborative, name) for name in DESCRIPTION)


def _mark(facts: Iterable[Any]) -> str:
    return hashlib.blake2b(repr(list(facts)).encode(), digest_size=8).hexdigest()
