"""What a refusal says: which office would be needed, and who holds one as far as the reader may know."""

from dataclasses import dataclass

from governance.models import Appointment, Office
from governance.powers.access import Forbidden
from governance.powers.permissions import OFFICE_POWERS, Permission

MOST_NAMES = 6


@dataclass(frozen=True)
class Needed:
    """What lets somebody do a thing: the sentence of the permission, the offices that give it, and their holders."""

    sentence: str
    offices: list[str]
    holders: list[str]


def needed(refusal: Forbidden) -> Needed:
    able = [
        office for office, powers in OFFICE_POWERS.items() if refusal.permission in {one.permission for one in powers}
    ]
    seen = refusal.powers.bodies(Permission.SEE_OFFICES)
    terms = Appointment.objects.current(on=refusal.powers.on).filter(seat__office__in=able, seat__body__in=seen)
    nearest = terms.select_related("person", "seat__body", "seat__represents").order_by("seat__body__sort_key", "pk")
    holders = [f"{one.person.name}: {one.seat.title}, {one.seat.body.name}" for one in nearest[:MOST_NAMES]]
    return Needed(str(refusal.permission.label), [str(Office(one).label) for one in able], holders)
