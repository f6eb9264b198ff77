"""Reads about places that span tables."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Model, OuterRef, Q, QuerySet, Subquery

from clusters.models import (
    LARGEST_TYPICAL,
    SMALLEST_TYPICAL,
    Area,
    Coverage,
    Membership,
    PlanningGroup,
    Population,
    PopulationBasis,
    Provider,
    Upload,
)
from common.dated import from_day
from common.ordering import by_name
from governance.models import Body


def untypical_clusters() -> QuerySet[Population]:
    """Return the registered populations of clusters outside the typical size."""
    outside = Q(count__lt=SMALLEST_TYPICAL) | Q(count__gt=LARGEST_TYPICAL)
    clusters = Population.objects.filter(area__kind=Area.Kind.CLUSTER, basis=PopulationBasis.REGISTERED)
    return clusters.filter(outside).select_related("area").order_by("area__sort_key_en")


MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
# The month that a population was counted in, from the words of its period: January 2026, mid-2020, Census 2021.
COUNTED_IN = Func(
    F("period"),
    template=(
        "(coalesce(substring(%(expressions)s from '[0-9]{4}')::int, 0) * 12 + coalesce(array_position(ARRAY['"
        + "', '".join(MONTHS)
        + "'], substring(lower(%(expressions)s) from '"
        + "|".join(MONTHS)
        + "')), 0))"
    ),
    output_field=IntegerField(),
)


def newest_first(counted: QuerySet[Population], *before: str) -> QuerySet[Population]:
    """Put populations in the order of when they were counted, the latest first; `before` are columns that come first.

    Periods are words, of which October 2025 would come after January 2026.
    """
    return counted.annotate(counted_in=COUNTED_IN).order_by(*before, "-counted_in", "-pk")


def population(basis: str) -> Subquery:
    """Return the latest population of an area on one basis, as a column."""
    counted = Population.objects.filter(area=OuterRef("pk"), basis=basis)
    return Subquery(newest_first(counted).values("count")[:1])


def clusters_with_sizes(clusters: QuerySet[Area], *, on: datetime.date) -> QuerySet[Area]:
    """Add to clusters how many practices, registered patients and residents each has."""
    member = Q(memberships__during__contains=on, memberships__provider__kind=Provider.Kind.GP_PRACTICE)
    return (
        clusters.select_related("local_authority", "parent")
        .annotate(practice_count=Count("memberships", filter=member))
        .annotate(registered=population(PopulationBasis.REGISTERED), resident=population(PopulationBasis.RESIDENT))
    )


def populations(area: Area) -> dict[str, Population]:
    """Return the latest population of an area on each basis."""
    return {one.basis: one for one in reversed(newest_first(area.populations.all()))}


def planning_groups_of(authorities: Iterable[Area], *, on: datetime.date) -> list[PlanningGroup]:
    """Return the planning groups that plan for any of these authorities on a day."""
    covering = Coverage.objects.current(on=on).filter(local_authority__in=list(authorities))
    return list(PlanningGroup.objects.filter(coverages__in=covering).distinct().in_order())


def clusters_of_group(group: PlanningGroup, *, on: datetime.date) -> QuerySet[Area]:
    """Return the clusters that a planning group plans for on a day."""
    authorities = Coverage.objects.current(on=on).filter(planning_group=group).values("local_authority")
    return Area.objects.filter(kind=Area.Kind.CLUSTER, local_authority__in=authorities).current(on=on).in_order()


def clusters_covered_by(groups: Collection[int], on: datetime.date) -> QuerySet[Any]:
    """Return the keys of the clusters that planning groups plan for on a day."""
    authorities = Coverage.objects.current(on=on).filter(planning_group__in=groups).values("local_authority")
    return Area.objects.filter(kind=Area.Kind.CLUSTER, local_authority__in=authorities).current(on=on).values("pk")


def clusters_of(subject: Model) -> Iterable[int]:
    """Return the clusters whose administrators may read a record about a provider, its membership, or a file."""
    if isinstance(subject, Provider):
        return Membership.objects.filter(provider=subject).values_list("cluster", flat=True).distinct()
    if isinstance(subject, Membership):
        return (subject.cluster_id,)
    return (subject.body_id,) if isinstance(subject, Upload) else ()


def clusters_in(bodies: QuerySet[Body], *, on: datetime.date) -> list[Area]:
    """Return the clusters in reach that are open on a day."""
    found = Area.objects.filter(kind=Area.Kind.CLUSTER, pk__in=bodies.values("pk"))
    return list(found.current(on=on).in_order())


def members_from(cluster: Area, *, on: datetime.date) -> QuerySet[Membership]:
    """Return the memberships of a cluster that go on from a day, or begin later, by the names of their providers."""
    found = Membership.objects.filter(cluster=cluster, during__overlap=from_day(on))
    return found.select_related("provider").order_by(*by_name("provider__name"))
