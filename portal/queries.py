"""Reads that join the rooms: the home page, the search, boards and clusters."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from budgets.models import BudgetLine, PeriodClosing
from clusters.models import (
    Area,
    Assignment,
    Cluster,
    HealthBoard,
    LocalAuthority,
    Membership,
    PlanningGroup,
    Population,
    PopulationBasis,
    Postcode,
    Provider,
)
from clusters.queries import newest_first
from common.welsh import fold, fold_closed
from governance.models import BodyAlias, Succession
from indicators.models import Topic
from plans.models import Edition

MOST_PRACTICES = 50
NEAR = 0.4
POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}$")


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
    """Return the cluster of an address with its board, its authority and its other names, in one read."""
    names = BodyAlias.objects.filter(body=OuterRef("pk")).order_by("name").values("name")
    found = Cluster.objects.select_related("parent__area", "local_authority")
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


@dataclass
class Found:
    """What a search found."""

    postcode: str = ""
    postcode_cluster: Area | None = None
    postcode_unknown: bool = False
    clusters: list[Cluster] = field(default_factory=list)
    practices: list[Provider] = field(default_factory=list)
    more_practices: bool = False
    near: list[Cluster] = field(default_factory=list)
    near_practices: list[Provider] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.postcode or self.clusters or self.practices)


def search(words: str, *, on: date) -> Found:
    """Find clusters by name, practice, town or postcode, in either language whichever is written."""
    found = Found()
    _find_postcode(found, words, on)
    folded = [fold(words), fold_closed(words)]
    if not folded[0]:
        return found
    found.practices = list(_practices(folded, on)[: MOST_PRACTICES + 1])
    found.more_practices = len(found.practices) > MOST_PRACTICES
    found.practices = found.practices[:MOST_PRACTICES]
    found.clusters = list(clusters(on=on).filter(_holds(folded)).select_related("parent"))
    if found.nothing:
        found.near = list(_near(folded[0], on))
        found.near_practices = list(_near_practices(folded[0], on))
    return found


def _find_postcode(found: Found, words: str, on: date) -> None:
    squeezed = re.sub(r"\s", "", words).upper()
    if not POSTCODE.match(squeezed):
        return
    found.postcode = f"{squeezed[:-3]} {squeezed[-3:]}"
    known = Postcode.objects.filter(postcode=squeezed).first()
    found.postcode_unknown = known is None
    if known is not None:
        assignments = Assignment.objects.current(on=on).filter(small_area=known.small_area_id)
        assignment = assignments.select_related("cluster").first()
        found.postcode_cluster = assignment.cluster if assignment else None


def _holds(folded: list[str]) -> Q:
    """Every word must be there; or all of them, run together."""
    condition = Q()
    for word in folded[0].split():
        condition &= Q(search_text__contains=word)
    return condition | Q(search_text__contains=folded[1])


def _practices(folded: list[str], on: date) -> QuerySet[Provider]:
    code = Q(ods_code__iexact=folded[1])
    return _with_clusters(on).filter(_holds(folded) | code).order_by("name", "ods_code")


def _with_clusters(on: date) -> QuerySet[Provider]:
    memberships = Membership.objects.current(on=on).select_related("cluster")
    return Provider.objects.current(on=on).prefetch_related(Prefetch("memberships", queryset=memberships))


def _near(folded: str, on: date) -> QuerySet[Cluster]:
    near = clusters(on=on).annotate(nearness=TrigramWordSimilarity(folded, "search_text"))
    return near.filter(nearness__gt=NEAR).order_by("-nearness", "pk")[:5]


def _near_practices(folded: str, on: date) -> QuerySet[Provider]:
    near = _with_clusters(on).annotate(nearness=TrigramWordSimilarity(folded, "search_text"))
    return near.filter(nearness__gt=NEAR).order_by("-nearness", "name", "ods_code")[:10]
