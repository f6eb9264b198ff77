"""Writes about towns and villages: their Welsh names."""

import datetime

from django.db.models import QuerySet

from accounts import audit
from accounts.models import Person
from clusters.models import Place
from common import public
from common.versions import refuse_overtaken
from governance.powers.permissions import Permission
from governance.powers.policies import Powers, powers_of

MANAGE = Permission.MANAGE_AREAS


def places_within(powers: Powers) -> QuerySet[Place]:
    """Return the places in the local authorities that a person administers."""
    authorities = powers.bodies(MANAGE).values("pk")
    found: QuerySet[Place] = Place.objects.filter(small_area__local_authority__in=authorities)
    return found


def name_of(place: Place) -> dict[str, str]:
    """Return what a place is called in Welsh now."""
    return {"name_cy": Place.objects.get(pk=place.pk).name_cy}


def name_place(
    *, place: Place, name_cy: str, by: Person, at: datetime.datetime, on: datetime.date, seen: str | None = None
) -> Place:
    """Give a place its name in Welsh. `Meanwhile` where somebody else named it since it was shown (`seen`)."""
    authority = place.small_area.local_authority
    powers = powers_of(by, on=on)
    powers.check(MANAGE, authority)
    principal = powers.on_behalf_of(MANAGE, authority)
    with audit.recorded("clusters.name_place", by=by, at=at, on_behalf_of=principal) as record:
        place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        refuse_overtaken(seen, name_of(place))
        place.name_cy = name_cy
        place.save(update_fields=["name_cy"])
        record.bodies = [authority.pk]
        audit.about(record, place, name_cy=name_cy)
        public.raise_version()
    return place
