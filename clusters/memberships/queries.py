"""Reads that feed administrators' pages of providers."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from clusters.models import Membership, Provider
from common.ordering import by_name
from common.welsh import fold
from governance.models import Body


def providers_of(bodies: QuerySet[Body]) -> QuerySet[Provider]:
    """Return the providers that belong, belonged or will belong to a cluster in reach."""
    reached = Membership.objects.filter(provider=OuterRef("pk"), cluster__in=bodies.values("pk"))
    return Provider.objects.filter(Exists(reached)).order_by(*by_name("name"))


def narrowed(found: QuerySet[Provider], asked: dict[str, Any], *, on: datetime.date) -> QuerySet[Provider]:
    """Narrow providers by words, kind and the cluster of a day, and read that cluster with them."""
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("cluster"):
        found = found.filter(memberships__in=Membership.objects.current(on=on).filter(cluster=asked["cluster"]))
    for word in fold(asked.get("q") or "").split():
        found = found.filter(search_text__contains=word)
    current = Membership.objects.current(on=on).select_related("cluster")
    return found.prefetch_related(Prefetch("memberships", current, to_attr="now"))
