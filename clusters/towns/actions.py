"""Writes about towns and villages: their Welsh names."""

import datetime

from django.db.models import QuerySet

from accounts import audit
from accounts.models import Person
from clusters.models import Place
from common import public
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of

MANAGE = Permission.MANAGE_AREAS


def places_within(powers: Powers) -> QuerySet[Place]:
    """Return the places in the local authorities that a person administers."""
    authorities = powers.bodies(MANAGE).values("pk")
    found: QuerySet[Place] = Place.objects.filter(small_area__local_authority__in=authorities)
    return found


def name_place(*, place: Place, name_cy: str, by: Person, at: datetime.datetime, on: datetime.date) -> Place:
    """Give a place its name in Welsh."""
    authority = place.small_area.local_authority
    powers = powers_of(by, on=on)
    powers.check(MANAGE, authority)
    principal = powers.on_behalf_of(MANAGE, authority)
    with audit.recorded("clusters.name_place", by=by, at=at, on_behalf_of=principal) as record:
        place.name_cy = name_cy
        place.save(update_fields=["name_cy"])
        record.bodies = [authority.pk]
        audit.about(record, place, name_cy=name_cy)
        public.raise_version()
    return place
