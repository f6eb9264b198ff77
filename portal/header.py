"""What every signed-in page says of its reader: the name, how much waits, and the bodies of their offices."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from accounts.models import Person
from common import clock
from governance.homes import KIND_WORDS
from governance.powers.policies import powers_of
from governance.waiting import Worker
from portal.desk import Desk

# The deeds of others show after this long at the latest, one's own at once (portal.middleware).
SECONDS_KEPT = 60


@dataclass(frozen=True)
class BarLink:
    """One body in the bar of one's work."""

    text: str
    href: str
    is_here: bool


class Reader:
    """Somebody who is signed in, as the header of every page of theirs shows them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.person = request, request.signed_in

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def waiting(self) -> int | None:
        """How many things wait; nothing is said of that before the second factor."""
        return self._kept["waiting"] if self._kept else None

    @property
    def bodies(self) -> list[BarLink]:
        """The bodies in which the person holds an office today, by name."""
        return [self._link(one) for one in self._kept["bodies"]] if self._kept else []

    @property
    def sees_bodies(self) -> bool:
        return bool(self._kept and self._kept["sees_bodies"])

    def _link(self, one: dict[str, str]) -> BarLink:
        language = get_language() or "en"
        href = reverse("portal:body", kwargs={"kind": one["kind"], "slug": one[f"slug_{language}"]})
        return BarLink(one[f"name_{language}"], href, self.request.path.startswith(href))

    @cached_property
    def _kept(self) -> dict[str, Any]:
        if getattr(self.request, "is_before_factor", False):
            return {}
        on = clock.today()
        return cache.get(_place(self.person, on)) or self._counted(on)

    def _counted(self, on: datetime.date) -> dict[str, Any]:
        powers = getattr(self.request, "powers", None) or powers_of(self.person, on=on)
        return keep(Desk(self.person, powers, since=None))


def keep(desk: Desk) -> dict[str, Any]:
    """Keep for a little while how much waits for somebody, and where their offices are."""
    kept = {
        "waiting": len(desk.waiting),
        "bodies": _bodies(desk.worker),
        "sees_bodies": bool(desk.powers.grants),
    }
    cache.set(_place(desk.person, desk.powers.on), kept, SECONDS_KEPT)
    return kept


def _bodies(worker: Worker) -> list[dict[str, str]]:
    bodies = {term.seat.body_id: term.seat.body for term in worker.held if term.seat.body.body_kind in KIND_WORDS}
    names = ("name_en", "name_cy", "slug_en", "slug_cy")
    found = [{"kind": one.body_kind, **{name: getattr(one, name) for name in names}} for one in bodies.values()]
    return sorted(found, key=lambda one: one["name_en"])


def forget(person: Person) -> None:
    """Count anew for somebody who has just done something."""
    cache.delete(_place(person, clock.today()))


def _place(person: Person, on: datetime.date) -> str:
    return f"work-{person.pk}-{on.isoformat()}"
