"""What somebody typed and has not saved, kept apart from every version; and who else has a page open, as a courtesy."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from accounts.models import Person
from common.dates import day_of
from common.forms import OWN_FIELDS
from common.inputs import whole_number
from governance.models import Appointment
from governance.powers.policies import Powers
from plans.editions.kinds import KINDS
from plans.models import Autosave, Edition, Presence
from plans.policies import check_typing

OPEN_FOR = datetime.timedelta(minutes=10)
SAID_AGAIN_AFTER = datetime.timedelta(minutes=1)
# The field in which a form says which autosave it was filled in with, as that was then.
LEFT = "left"
NOT_KEPT = OWN_FIELDS | {"step", "move", LEFT}
Moment = datetime.datetime


def keep(
    *,
    powers: Powers,
    person: Person,
    edition: Edition,
    kind: str,
    key: UUID,
    version: int,
    values: Mapping[str, Any],
    at: Moment,
    tab: str = "",
) -> Autosave:
    """Keep the answers of a form as they were sent, in place of what was kept in this tab; only who may save may."""
    check_typing(powers, edition, KINDS[kind].model.objects.filter(edition=edition, key=key).first())
    place = {"person": person, "edition": edition, "kind": kind, "key": key, "tab": tab}
    kept, _is_new = Autosave.objects.update_or_create(
        **place, defaults={"version": version, "values": dict(values), "saved_at": at}
    )
    return kept


def discard(*, person: Person, edition: Edition, key: UUID, tab: str = "", left: str = "") -> None:
    """Let go of what was kept of a section or row in a tab, and of being there.

    What the form was filled in with goes too, so long as nothing was typed there since: it may be of another tab. A
    form that tells neither knows of no tabs, and all of it goes.
    """
    kept = Autosave.objects.filter(person=person, edition=edition, key=key)
    if tab or left:
        number, _sep, moment = left.partition("@")
        is_shown = Q(pk=whole_number(number), saved_at=parse_moment(moment))
        kept = kept.filter(Q(tab=tab) | is_shown)
    kept.delete()
    Presence.objects.filter(person=person, edition=edition, key=key).delete()


def kept_of(*, person: Person, edition: Edition, kind: str, key: UUID) -> Autosave | None:
    found = Autosave.objects.filter(person=person, edition=edition, kind=kind, key=key)
    return found.order_by("-saved_at", "-pk").first()


def left_as(kept: Autosave) -> str:
    """Return what tells an autosave as it is now from what becomes of it."""
    return f"{kept.pk}@{kept.saved_at.isoformat()}"


def parse_moment(written: str) -> Moment | None:
    try:
        return parse_datetime(written)
    except ValueError:
        return None


def kept_of_new(*, person: Person, edition: Edition, kind: str, known: Any) -> Autosave | None:
    """Return what was kept of a row that was never added; `known` are the keys of those that were."""
    found = Autosave.objects.filter(person=person, edition=edition, kind=kind, version=0)
    return found.exclude(key__in=known).order_by("-saved_at").first()


def be_there(*, person: Person, edition: Edition, key: UUID, at: Moment) -> None:
    """Say that somebody has a section or row open for writing: one query, whether they were there before or not."""
    here = Presence(person=person, edition=edition, key=key, seen_at=at)
    place = ("person", "edition", "key")
    Presence.objects.bulk_create([here], update_conflicts=True, unique_fields=place, update_fields=("seen_at",))


def others_there(*, person: Person, edition: Edition, key: UUID, at: Moment, comes: bool) -> list[str]:
    """Return who else has a section or row open: their office in the cluster, or else their name.

    Whoever `comes` to write is there from now on; said again once a minute at most.
    """
    found = Presence.objects.filter(edition=edition, key=key, seen_at__gt=at - OPEN_FOR).select_related("person")
    there = {one.person: one.seen_at for one in found}
    if comes and there.get(person, at - OPEN_FOR) < at - SAID_AGAIN_AFTER:
        be_there(person=person, edition=edition, key=key, at=at)
    people = [one for one in there if one != person]
    if not people:
        return []
    body = edition.plan.body_id
    near = Q(seat__body=body) | Q(seat__body__collaborative__cluster=body)
    held = Appointment.objects.current(on=day_of(at)).filter(near, person__in=people)
    held = held.select_related("seat__body", "seat__represents")
    offices = {one.person_id: f"{one.seat.title}, {one.seat.body.name}" for one in held}
    return [offices.get(one.pk, one.name) for one in people]
