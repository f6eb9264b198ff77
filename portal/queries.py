"""Reads that join the rooms: the home page, boards and clusters."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from budgets.models import BudgetLine, PeriodClosing
from clusters.models import (
    Area,
    Cluster,
    HealthBoard,
    LocalAuthority,
    PlanningGroup,
    Population,
    PopulationBasis,
)
from clusters.queries import newest_first
from governance.models import BodyAlias, Succession
from indicators.models import Topic
from plans.models import Edition


def registered(area: str = "pk") -> Subquery:
    """Return the registered patients of an area, as a column."""
    populations = Population.objects.filter(area=OuterRef(area), basis=PopulationBasis.REGISTERED)
    return Subquery(newest_first(populations).values("count")[:1])


def boards(*, on: date) -> QuerySet[HealthBoard]:
    """Return the boards with how many clusters they have today and how many patients."""
    opened = Q(children__body_kind=Area.Kind.CLUSTER) & (
        Q(children__closed_on__isnull=True) | Q(children__closed_on__gt=on)
    )
    counted = HealthBoard.objects.real().current(on=on).annotate(cluster_count=Count("children", filter=opened))
    return counted.annotate(registered=registered()).in_order()


def site_map(*, on: date) -> dict[str, QuerySet]:
    """Return every real place and indicator that has a page, by kind, in the reader's order of names."""
    return {
        "boards": HealthBoard.objects.real().current(on=on).in_order(),
        "clusters": clusters(on=on),
        "authorities": LocalAuthority.objects.real().current(on=on).in_order(),
        "planning_groups": PlanningGroup.objects.real().current(on=on).in_order(),
        "topics": Topic.objects.prefetch_related("indicators"),
    }


def _money_under(board: str) -> Exists:
    """Return whether a month of a board's accounts is closed, from the beginning of some year on."""
    return Exists(PeriodClosing.objects.filter(board=OuterRef(board), period=1, reopened_at=None))


def with_money() -> list[QuerySet[Any]]:
    """Return the real boards and clusters of whose money something is known to the public."""
    boards = HealthBoard.objects.real().filter(_money_under("pk"), Exists(_lines(body__parent=OuterRef("pk"))))
    clusters = Cluster.objects.real().filter(_money_under("parent"), Exists(_lines(body=OuterRef("pk"))))
    return [boards, clusters]


def _lines(**wanted: OuterRef) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(**wanted)


def health_boards() -> QuerySet[HealthBoard]:
    """Return the health boards, each with whether a plan is published under it, and something known of its money."""
    has_plan = Exists(Edition.objects.public().filter(plan__body__parent=OuterRef("pk")))
    has_money = _money_under("pk") & Exists(_lines(body__parent=OuterRef("pk")))
    return HealthBoard.objects.select_related("parent__area").annotate(has_plan=has_plan, has_money=has_money)


def cluster(slug: str) -> Cluster | None:
    """Return the cluster of an address with its board, its authority, its contact and its other names, in one read."""
    names = BodyAlias.objects.filter(body=OuterRef("pk")).order_by("name").values("name")
    found = Cluster.objects.select_related("parent__area", "local_authority", "contact_details")
    has_plan = Exists(Edition.objects.public().filter(plan__body=OuterRef("pk")))
    has_money = _money_under("parent") & Exists(_lines(body=OuterRef("pk")))
    found = found.annotate(has_plan=has_plan, has_money=has_money)
    annotated = found.annotate(alias_names=ArraySubquery(names), earlier=ArraySubquery(_earlier()))
    return annotated.filter(slug=slug).first()


def _earlier() -> QuerySet:
    """Return the clusters that one took over from: the name and address of each in the reader's language, and when."""
    language = get_language() or "en"
    names = {"name": f"predecessor__name_{language}", "slug": f"predecessor__slug_{language}", "on": "on"}
    taken_over = Succession.objects.filter(successor=OuterRef("pk")).order_by("on", "pk")
    return taken_over.values(earlier=JSONObject(**names))


def clusters(*, on: date) -> QuerySet[Cluster]:
    return Cluster.objects.real().current(on=on).in_order()
