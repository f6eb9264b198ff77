"""How boards and clusters are shown."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from clusters import queries as places
from clusters.memberships.tables import ClusterTable
from clusters.models import Area, LocalAuthority
from clusters.presenters import area_map
from common import clock
from indicators.presenters.breakdowns import residents
from indicators.presenters.download_links import area_links
from indicators.presenters.profile import Profile
from indicators.presenters.profile_chart import picture_links
from indicators.queries import key_findings, published_rates


@dataclass(frozen=True)
class BoardCard:
    area: Area
    clusters: int
    registered: int
    summary_address: str


@dataclass(frozen=True)
class Earlier:
    """A cluster that another took over from on a day."""

    name: str
    address: str
    on: datetime.date

    @classmethod
    def of(cls, row: dict[str, str]) -> "Earlier":
        address = reverse("portal:cluster", kwargs={"slug": row["slug"]})
        return cls(row["name"], address, datetime.date.fromisoformat(row["on"]))


def board_cards(boards: Iterable[Any]) -> list[BoardCard]:
    return [BoardCard(board, board.cluster_count, board.registered, summary_address(board)) for board in boards]


def summary_address(board: Area) -> str:
    return reverse("indicators:health_board_summary", kwargs={"slug": board.slug})


def money_address(area: Area, name: str) -> str:
    """Return where the money of a board or cluster stands; empty where nothing is known of it."""
    return reverse(f"budgets:{name}", kwargs={"slug": area.slug}) if area.has_money else ""


def closed_to_crawlers() -> list[str]:
    """Return the beginnings of addresses that crawlers are asked to leave alone: tables narrowed and sorted, files."""
    closed = ["/*.png", "/*.xlsx", "/*.ods"]
    for language, _name in settings.LANGUAGES:
        with override(language):
            closed += [
                f"{reverse('indicators:summary')}?",
                f"{reverse('portal:search')}?",
                f"{reverse('plans:library')}?",
                f"{reverse('budgets:money')}?",
                f"{reverse('portal:people')}?",
            ]
    return closed


def board_page(board: Area, *, request: HttpRequest, on: datetime.date) -> dict[str, Any]:
    """Return what a board's page shows: its clusters, authorities, planning groups and people."""
    clusters = Area.objects.filter(kind=Area.Kind.CLUSTER, parent=board).current(on=on).in_order()
    profile = Profile(board, on=on)
    inside = [area for area in profile.areas if area.parent_id == board.pk]
    authorities = [area for area in inside if area.kind == Area.Kind.LOCAL_AUTHORITY]
    return {
        "table": ClusterTable(
            list(places.clusters_with_sizes(clusters, on=on)),
            caption=_("Clusters of the health board"),
            request=request,
        ),
        "authorities": authorities,
        "planning_groups": places.planning_groups_of(authorities, on=on),
        "populations": places.populations(board),
        "summary_address": summary_address(board),
        "money_address": money_address(board, "board_money"),
        "map": area_map(clusters),
        "findings": key_findings(board),
        "profile": profile,
        "downloads": area_links(profile, today=clock.today()),
        "picture_links": picture_links(profile),
        "published": published_rates(board),
        "breakdowns": residents(board, board.parent.area),
        "section": "clusters",
    }


def authority_page(authority: LocalAuthority, *, request: HttpRequest, on: datetime.date) -> dict[str, Any]:
    """Return what a local authority's page shows: its figures, its clusters, its planning group, its people."""
    found = places.clusters_with_sizes(authority.clusters_within.current(on=on).in_order(), on=on)
    profile = Profile(authority, on=on)
    return {
        "populations": places.populations(authority),
        "planning_groups": places.planning_groups_of([authority], on=on),
        "profile": profile,
        "downloads": area_links(profile, today=clock.today()),
        "picture_links": picture_links(profile),
        "findings": key_findings(authority),
        "published": published_rates(authority),
        "table": ClusterTable(found, caption=_("Clusters in the local authority"), request=request),
        "section": "clusters",
    }
