"""Writes about who belongs to which cluster. Each checks the policy itself and leaves one record."""

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable

from django.db import transaction

from accounts import audit
from accounts.models import Person
from clusters.models import Area, Membership, Provider
from clusters.steps import (
    MovedMeanwhile,
    Step,
    carry_out,
    joining,
    leaving,
    lock,
    locked_areas,
    moving,
    refuse_past_without_reason,
)
from common import public
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of

Day = datetime.date
Moment = datetime.datetime
DAY = datetime.timedelta(days=1)


def memberships_of(provider: Provider) -> list[Membership]:
    """Return every membership of a provider, the newest first."""
    found = Membership.objects.filter(provider=provider).select_related("cluster", "provider")
    return list(found.order_by("-during", "-pk"))


def standing(held: Iterable[Membership]) -> str:
    """Return a mark of where a provider belongs, so that a form filled in before somebody else's change is told so."""
    rows = sorted(f"{one.pk} {one.cluster_id} {one.during}" for one in held)
    return hashlib.blake2b("|".join(rows).encode(), digest_size=8).hexdigest()


def join(
    *,
    provider: Provider,
    cluster: Area,
    start: Day,
    by: Person,
    at: Moment,
    on: Day,
    reason: str = "",
    spans: bool = False,
    seen: str | None = None,
) -> list[Step]:
    """Let a provider join a cluster from a day on; a spanning service may be in several."""

    def plan(held: list[Membership]) -> list[Step]:
        return joining(provider, locked_areas([cluster.pk])[cluster.pk], start, held=held, spans=spans)

    return _changed(
        "join", provider, plan, areas=[cluster.pk], start=start, by=by, at=at, on=on, reason=reason, seen=seen
    )


def move(
    *,
    provider: Provider,
    cluster: Area,
    start: Day,
    by: Person,
    at: Moment,
    on: Day,
    reason: str = "",
    seen: str | None = None,
) -> list[Step]:
    """Move a provider from its cluster to another on a day."""

    def plan(held: list[Membership]) -> list[Step]:
        return moving(provider, locked_areas([cluster.pk])[cluster.pk], start, held=held)

    return _changed(
        "move", provider, plan, areas=[cluster.pk], start=start, by=by, at=at, on=on, reason=reason, seen=seen
    )


def leave(
    *, membership: Membership, last_day: Day, by: Person, at: Moment, on: Day, reason: str, seen: str | None = None
) -> list[Step]:
    """End a membership after its last day."""
    first_without = last_day + DAY

    def plan(held: list[Membership]) -> list[Step]:
        present = next((one for one in held if one.pk == membership.pk), None)
        if present is None:
            raise MovedMeanwhile(membership.provider.name)
        return leaving(present, first_without)

    return _changed(
        "leave", membership.provider, plan, areas=(), start=first_without, by=by, at=at, on=on, reason=reason, seen=seen
    )


@transaction.atomic
def _changed(
    action: str,
    provider: Provider,
    plan: Callable[[list[Membership]], list[Step]],
    *,
    areas: Collection[int],
    start: Day,
    by: Person,
    at: Moment,
    on: Day,
    reason: str,
    seen: str | None,
) -> list[Step]:
    refuse_past_without_reason(start, on=on, reason=reason)
    locked_areas(areas)
    lock([provider.pk])
    held = memberships_of(provider)
    if seen is not None and seen != standing(held):
        raise MovedMeanwhile(provider.name)
    steps = plan(held)
    powers = powers_of(by, on=on)
    for step in steps:
        powers.check(Permission.MANAGE_MEMBERSHIP, step.cluster)
    behalf = powers.on_behalf_of(Permission.MANAGE_MEMBERSHIP, steps[0].cluster)
    with audit.recorded(f"clusters.{action}", by=by, at=at, on_behalf_of=behalf, subject=provider) as record:
        done = carry_out(steps)
        audit.about(record, provider, steps=[step.as_data() for step in done], reason=reason)
        public.raise_version()
    return done
