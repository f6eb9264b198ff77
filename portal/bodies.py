"""Reads for the pages of one's own work: bodies in reach, and what somebody did."""

import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.models import AuditRecord, Person
from common.welsh import fold
from governance.homes import KIND_WORDS
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

DAYS_BACK = 30


def done_by(person: Person, *, at: datetime.datetime) -> QuerySet[AuditRecord]:
    """Return what somebody did in the last days, the newest first."""
    found = AuditRecord.objects.filter(by=person, at__gt=at - datetime.timedelta(days=DAYS_BACK))
    return found.select_related("by", "on_behalf_of").order_by("-at", "-pk")


def bodies_seen(powers: Powers) -> QuerySet[Body]:
    """Return the bodies whose home somebody may open."""
    return powers.bodies(Permission.SEE_OFFICES).filter(body_kind__in=list(KIND_WORDS))


def found_bodies(powers: Powers, *, words: str = "", kind: str = "") -> QuerySet[Body]:
    """Return the open bodies in reach whose name has every word, in the reader's order, the board beside each."""
    found = bodies_seen(powers).current(on=powers.on).select_related("parent")
    if kind:
        found = found.filter(body_kind=kind)
    for word in fold(words).split():
        found = found.filter(search_text__contains=word)
    return found.order_by(f"sort_key_{get_language() or 'en'}", "pk")
