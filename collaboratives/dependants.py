"""What the floor of the clusters learns of collaboratives: how they end and are called with their cluster."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.dependants import Kind
from clusters.models import Area
from collaboratives.actions import end_with_clusters, names_in
from collaboratives.models import Collaborative


def _going_on(clusters: Collection[int]) -> Any:
    return Collaborative.objects.filter(cluster__in=clusters, closed_on__isnull=True).order_by("sort_key_en", "pk")


def _named(collaborative: Any, cluster: Area) -> dict[str, str]:
    return names_in(cluster, collaborative.profession, but=collaborative)


COLLABORATIVES = Kind("collaboratives", _("Collaborative ends"), _going_on, end_with_clusters, _named)
