"""Steps: the rows of membership that a change ends, begins or takes back. Worked out once, shown, then carried out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from clusters.models import Area, Membership, Provider
from common.dated import from_day
from common.errors import Meanwhile, Refused

Day = datetime.date


class MovedMeanwhile(Meanwhile):
    """Somebody else changed where a provider belongs since the page was opened; nothing was changed."""

    def __init__(self, provider: str) -> None:
        sentence = _(
            "Somebody else changed where %(provider)s belongs while you were looking. See where it belongs now."
        )
        super().__init__(sentence % {"provider": provider})


@dataclass(frozen=True)
class Step:
    """One row of membership: its days before and after. Without `before` it is made, without `after` taken back."""

    provider: Provider
    cluster: Area
    before: DateRange | None
    after: DateRange | None
    spans: bool = False
    key: int | None = None

    @classmethod
    def ending(cls, membership: Membership, on: Day) -> "Step":
        """Return the step by which a membership ends on a day, the first without it."""
        during = membership.during
        after = from_day(during.lower, on)
        spans = membership.spans_clusters
        return cls(membership.provider, membership.cluster, during, after, spans, membership.pk)

    def reversed(self) -> "Step":
        return replace(self, before=self.after, after=self.before)

    def as_data(self) -> dict[str, Any]:
        return {
            "membership": self.key,
            "provider": self.provider.pk,
            "cluster": self.cluster.pk,
            "before": _written(self.before),
            "after": _written(self.after),
            "spans": self.spans,
        }


def _written(days: DateRange | None) -> list[str | None] | None:
    if days is None:
        return None
    return [day.isoformat() if day else None for day in (days.lower, days.upper)]


def _read(days: list[str | None] | None) -> DateRange | None:
    if days is None:
        return None
    return from_day(*(Day.fromisoformat(day) if day else None for day in days))


def steps_of(written: Iterable[dict[str, Any]]) -> list[Step]:
    """Return steps as they were written down, with their providers and clusters as these are now."""
    rows = list(written)
    providers = Provider.objects.in_bulk({row["provider"] for row in rows})
    clusters = Area.objects.in_bulk({row["cluster"] for row in rows})
    return [
        Step(
            providers[row["provider"]],
            clusters[row["cluster"]],
            _read(row["before"]),
            _read(row["after"]),
            row["spans"],
            row["membership"],
        )
        for row in rows
        if row["provider"] in providers
    ]


# --- what a change asks for ---


def joining(provider: Provider, cluster: Area, start: Day, *, held: Iterable[Membership], spans: bool) -> list[Step]:
    """Return the step by which a provider joins a cluster; a service that spans clusters may be in several."""
    _refuse_closed(provider, cluster, start)
    if spans and provider.kind != Provider.Kind.OTHER_SERVICE:
        raise Refused(_("Only a service of another kind can belong to several clusters at a time."))
    for membership in _from(held, start):
        if membership.cluster_id == cluster.pk:
            raise Refused(_("It belongs to %(cluster)s already.") % {"cluster": cluster.name})
        if not spans and not membership.spans_clusters:
            facts = {"cluster": membership.cluster.name}
            raise Refused(_("It belongs to %(cluster)s. Move it, or end that first.") % facts)
    return [Step(provider, cluster, None, from_day(start), spans)]


def moving(provider: Provider, cluster: Area, start: Day, *, held: Iterable[Membership]) -> list[Step]:
    """Return the steps by which a provider leaves its cluster for another on a day."""
    _refuse_closed(provider, cluster, start)
    present = [one for one in _from(held, start) if not one.spans_clusters or one.cluster_id == cluster.pk]
    for membership in present:
        facts = {"cluster": membership.cluster.name}
        if membership.cluster_id == cluster.pk:
            raise Refused(_("It belongs to %(cluster)s already.") % facts)
        if membership.during.lower is not None and membership.during.lower >= start:
            raise Refused(_("It joins %(cluster)s on that day or later. End that first.") % facts)
    if not present:
        raise Refused(_("It belongs to no cluster on that day, so it can only join one."))
    return [*(Step.ending(one, start) for one in present), Step(provider, cluster, None, from_day(start))]


def leaving(membership: Membership, on: Day) -> list[Step]:
    """Return the step by which a provider leaves a cluster on a day, the first without it."""
    lower, upper = membership.during.lower, membership.during.upper
    if lower is not None and lower >= on:
        raise Refused(_("The last day is before the first day."))
    if upper is not None and upper <= on:
        raise Refused(_("This membership has already ended by then."))
    return [Step.ending(membership, on)]


def _from(held: Iterable[Membership], start: Day) -> list[Membership]:
    """Return the memberships that hold on a day or later."""
    return [one for one in held if one.during.upper is None or one.during.upper > start]


def _refuse_closed(provider: Provider, cluster: Area, start: Day) -> None:
    if cluster.kind != Area.Kind.CLUSTER or not cluster.is_open(on=start) or cluster.closed_on is not None:
        raise Refused(_("%(cluster)s is not open on that day, or is going to close.") % {"cluster": cluster.name})
    if provider.closed_on is not None and provider.closed_on <= start:
        raise Refused(_("%(provider)s is closed by then.") % {"provider": provider.name})


def refuse_past_without_reason(start: Day, *, on: Day, reason: str) -> None:
    if start < on and not reason.strip():
        raise Refused(_("A day in the past needs a reason: the record will show it."))


# --- carrying it out ---


def lock(providers: Iterable[int]) -> None:
    """Hold providers until the transaction ends, so that two changes of one come one after the other."""
    list(Provider.objects.select_for_update().filter(pk__in=set(providers)).order_by("pk").values_list("pk"))


def locked_areas(keys: Iterable[int]) -> dict[int, Area]:
    """Hold areas, with what they have as bodies, until the transaction ends; return them as they are now.

    Whoever holds both takes areas before providers, so that no two changes wait for each other.
    """
    found = Area.objects.select_for_update(of=("self", "body_ptr")).filter(pk__in=set(keys)).order_by("pk")
    return {area.pk: area for area in found}


def carry_out(steps: Iterable[Step], *, source: str = "") -> list[Step]:
    """Write steps to the rows that they name; return them with the keys of the rows that were made.

    `MovedMeanwhile` where a row is no longer as a step found it. What is taken back goes first and what is made comes
    last, so that no two rows overlap in between.
    """
    planned = list(steps)
    lock(step.provider.pk for step in planned)
    rows = Membership.objects.in_bulk([step.key for step in planned if step.before is not None])
    for step in planned:
        if step.before is not None and (step.key not in rows or rows[step.key].during != step.before):
            raise MovedMeanwhile(step.provider.name)
        _refuse_beyond_closing(step)
    Membership.objects.filter(pk__in=[step.key for step in planned if step.after is None]).delete()
    changed = [step for step in planned if step.before is not None and step.after is not None]
    for step in changed:
        rows[step.key].during = step.after
    Membership.objects.bulk_update([rows[step.key] for step in changed], ["during"])
    return [_made(step, source) if step.before is None else step for step in planned]


def _refuse_beyond_closing(step: Step) -> None:
    closed_on = step.cluster.closed_on
    if step.after is None or closed_on is None or step.after.upper is not None and step.after.upper <= closed_on:
        return
    raise Refused(_("%(cluster)s is not open on that day, or is going to close.") % {"cluster": step.cluster.name})


def _made(step: Step, source: str) -> Step:
    made = Membership.objects.create(
        provider=step.provider, cluster=step.cluster, during=step.after, spans_clusters=step.spans, source=source
    )
    return replace(step, key=made.pk)
