"""What search engines are told of: every real public page in both languages, and nothing that is not published."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from clusters.models import Cluster, HealthBoard, LocalAuthority, PlanningGroup, Provider
from collaboratives.models import Collaborative
from common import clock
from governance.models import Body
from indicators.models import Indicator
from indicators.queries import newest_release
from plans.addresses import edition_address
from plans.models import Edition
from plans.published.queries import editions
from portal.queries import with_money

STANDING = (
    "portal:home",
    "indicators:summary",
    "indicators:catalogue",
    "indicators:methods",
    "indicators:releases",
    "plans:library",
    "budgets:money",
    "portal:people",
    "portal:what_is_a_cluster",
    "portal:about",
    "portal:sources",
    "portal:accessibility",
    "portal:privacy",
    "portal:contact",
    "portal:site_map",
)


class BothLanguages(Sitemap):
    """Pages that exist in Welsh and English, each naming the other."""

    i18n = True
    alternates = True

    def get_latest_lastmod(self) -> datetime.datetime | None:
        release = newest_release()
        return release.published_at if release else None


class StandingPages(BothLanguages):
    def items(self) -> Iterable[str]:
        return STANDING

    def location(self, item: str) -> str:
        return reverse(item)


class Areas(BothLanguages):
    def items(self) -> list[Any]:
        today = clock.today()
        kinds = (HealthBoard, LocalAuthority, Cluster, PlanningGroup)
        return [area for kind in kinds for area in kind.objects.real().current(on=today).order_by("pk")]


class OfClusters(BothLanguages):
    """The pages of every real cluster beside its overview."""

    def items(self) -> list[tuple[str, Cluster]]:
        found = list(Cluster.objects.real().current(on=clock.today()).order_by("pk"))
        return [(name, one) for name in ("cluster_indicators", "cluster_people") for one in found]

    def location(self, item: tuple[str, Cluster]) -> str:
        name, cluster = item
        return reverse(f"portal:{name}", kwargs={"slug": cluster.slug})


class Indicators(BothLanguages):
    def items(self) -> Any:
        return Indicator.objects.order_by("pk")

    def location(self, item: Indicator) -> str:
        return reverse("indicators:indicator", kwargs={"slug": item.slug})


class Practices(BothLanguages):
    def items(self) -> Any:
        return Provider.objects.current(on=clock.today()).order_by("pk")


class Collaboratives(BothLanguages):
    def items(self) -> Any:
        return Collaborative.objects.real().current(on=clock.today()).order_by("pk")


class Plans(BothLanguages):
    """Every edition of a real plan at the address that it keeps; what is withdrawn is none of them."""

    def items(self) -> Any:
        return editions().public().filter(plan__body__is_example=False).order_by("pk")

    def location(self, item: Edition) -> str:
        return edition_address(item)


class Money(BothLanguages):
    """The money of every real board and cluster of which a month is closed."""

    def items(self) -> list[Any]:
        return [area for found in with_money() for area in found.order_by("pk")]

    def location(self, item: Any) -> str:
        name = "cluster_money" if item.body_kind == Body.Kind.CLUSTER else "board_money"
        return reverse(f"budgets:{name}", kwargs={"slug": item.slug})


SITEMAPS = {
    "money": Money,
    "plans": Plans,
    "collaboratives": Collaboratives,
    "standing": StandingPages,
    "areas": Areas,
    "of_clusters": OfClusters,
    "indicators": Indicators,
    "practices": Practices,
}
