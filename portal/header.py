"""What the header of a signed-in page says of its reader: the name, and how much waits."""

import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts.models import Person
from common import clock
from governance.powers.policies import powers_of
from portal.desk import Desk

# The deeds of others show after this long at the latest, one's own at once (portal.middleware).
SECONDS_KEPT = 60


class Reader:
    """Somebody who is signed in, as the header of every page of theirs shows them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.person = request, request.signed_in

    @property
    def name(self) -> str:
        return self.person.name

    @cached_property
    def waiting(self) -> int | None:
        """How many things wait; nothing is said of that before the second factor."""
        if getattr(self.request, "is_before_factor", False):
            return None
        on = clock.today()
        kept = cache.get(_place(self.person, on))
        return kept if kept is not None else self._counted(on)

    def _counted(self, on: datetime.date) -> int:
        powers = getattr(self.request, "powers", None) or powers_of(self.person, on=on)
        return keep(self.person, len(Desk(self.person, powers, since=None).waiting), on=on)


def keep(person: Person, waiting: int, *, on: datetime.date) -> int:
    """Keep for a little while how much waits for somebody."""
    cache.set(_place(person, on), waiting, SECONDS_KEPT)
    return waiting


def forget(person: Person) -> None:
    """Count anew for somebody who has just done something."""
    cache.delete(_place(person, clock.today()))


def _place(person: Person, on: datetime.date) -> str:
    return f"waiting-{person.pk}-{on.isoformat()}"
