"""The usual partners in a planning group: for each a seat that is opened for an organisation somebody names."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.models import Body, Office, Seat


@dataclass(frozen=True)
class Partner:
    """A partner to open a seat for; without names where somebody has to say which organisation it is."""

    words: str
    office: Office
    name_en: str = ""
    name_cy: str = ""

    def address(self, body: Body) -> str:
        """Return the page that opens the seat, with what is known of it filled in."""
        known = urlencode({"office": self.office, "name_en": self.name_en, "name_cy": self.name_cy})
        return f"{reverse('governance:open_seat', kwargs={'key': body.pk})}?{known}"


# The bodies by whose names partners go without anybody naming them: found by what a group plans for.
AUTHORITIES: list[Callable[[Body, datetime.date], Iterator[Any]]] = []


def partners_of(body: Body, *, on: datetime.date) -> list[Partner]:
    """Return the usual partners of a planning group, without the authorities that have their seat."""
    if body.body_kind != Body.Kind.PLANNING_GROUP:
        return []
    member = Office.PLANNING_GROUP_MEMBER
    seated = set(Seat.objects.current(on=on).filter(body=body, office=member).values_list("name_en", flat=True))
    authorities = [one for find in AUTHORITIES for one in find(body, on) if one.name_en not in seated]
    return [
        *(_authority(one) for one in authorities),
        Partner(_("Public health"), member),
        Partner(_("Third sector"), Office.THIRD_SECTOR),
    ]


def _authority(body: Any) -> Partner:
    words = _("Local authority: %(name)s") % {"name": body.name}
    return Partner(words, Office.PLANNING_GROUP_MEMBER, body.name_en, body.name_cy)
