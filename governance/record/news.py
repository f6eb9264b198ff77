"""What changed at a body, for those with an office near it: which records are news, and where each is shown."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import AuditRecord, Person
from governance.models import Body
from governance.powers.permissions import Permission

MOST = 6
# How many records are looked through, since many saves of one thing are one piece of news.
LOOKED_THROUGH = 200
Address = Callable[[AuditRecord], str]


@dataclass(frozen=True)
class NewsKind:
    """Records about one kind of thing: who may know of them, and the page that shows the difference, if any does."""

    permission: Permission
    address: Address | None = None


def by_key(name: str) -> Address:
    """Return the address of the page of a thing that is known by its key."""
    return lambda record: reverse(name, kwargs={"key": record.subject_key})


KINDS: dict[str, NewsKind] = {
    "governance.seat": NewsKind(Permission.SEE_OFFICES, by_key("governance:seat")),
    "governance.appointment": NewsKind(Permission.SEE_OFFICES),
    "governance.decision": NewsKind(Permission.SEE_OFFICES, by_key("governance:decision")),
    "clusters.area": NewsKind(Permission.SEE_OFFICES),
    "clusters.provider": NewsKind(Permission.SEE_OFFICES),
    "collaboratives.collaborative": NewsKind(Permission.SEE_OFFICES),
}


@dataclass(frozen=True)
class News:
    """One record with the page that shows what it changed; no address where there is none for this reader."""

    record: AuditRecord
    address: str


def news_of(body: Body, person: Person, may: Iterable[Permission], *, since: datetime.datetime) -> list[News]:
    """Return what others changed at a body since a moment, the newest first; one line where somebody went on at it."""
    allowed = set(may)
    kinds = [kind for kind, one in KINDS.items() if one.permission in allowed]
    found = AuditRecord.objects.filter(at__gt=since, bodies__contains=[body.pk], subject_kind__in=kinds)
    found = found.exclude(by=person).select_related("by", "on_behalf_of").order_by("-at", "-pk")
    latest: dict[tuple[object, ...], AuditRecord] = {}
    for one in found[:LOOKED_THROUGH]:
        latest.setdefault((one.action, one.by_id, one.subject_kind, one.subject_key), one)
    return [News(one, _address(one, allowed)) for one in list(latest.values())[:MOST]]


def _address(record: AuditRecord, may: set[Permission]) -> str:
    address = KINDS[record.subject_kind].address
    if address is not None:
        return address(record)
    if Permission.SEE_RECORD in may:
        return reverse("governance:record_entry", kwargs={"key": record.pk})
    return ""
