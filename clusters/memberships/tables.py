"""Lists of places."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Provider
from common.ordering import by_name
from common.tables import NumberColumn, PlaceColumn, PortalTable


def in_order(found: QuerySet[Provider], *, is_descending: bool) -> QuerySet[Provider]:
    ordered = found.order_by(*by_name("name"))
    return ordered.reverse() if is_descending else ordered


class PracticeTable(PortalTable):
    """The practices of a cluster. Names repeat in Wales, so each row carries its code."""

    name = PlaceColumn(verbose_name=_("Practice"), order_by=("name", "ods_code"))
    address = tables.Column(verbose_name=_("Address"))
    postcode = tables.Column(verbose_name=_("Postcode"))
    ods_code = tables.Column(verbose_name=_("Code"))
    registered_patients = NumberColumn(verbose_name=_("Registered patients"))

    class Meta(PortalTable.Meta):
        order_by_field = "sort"

    def order_name(self, found: QuerySet[Provider], is_descending: bool) -> tuple[QuerySet[Provider], bool]:
        return in_order(found, is_descending=is_descending), True


class ProviderTable(PortalTable):
    """Providers with their cluster, for administrators: each leads to the page where it is changed."""

    name = tables.Column(verbose_name=_("Provider"), linkify=("clusters:provider", {"key": tables.A("pk")}))
    kind = tables.Column(verbose_name=_("Kind"))
    cluster = tables.Column(verbose_name=_("Cluster"), empty_values=(), orderable=False)
    ods_code = tables.Column(verbose_name=_("Code"))
    postcode = tables.Column(verbose_name=_("Postcode"))

    class Meta(PortalTable.Meta):
        order_by_field = "sort"

    def order_name(self, found: QuerySet[Provider], is_descending: bool) -> tuple[QuerySet[Provider], bool]:
        return in_order(found, is_descending=is_descending), True

    def render_cluster(self, record: Provider) -> str:
        return ", ".join(held.cluster.name for held in record.now) or "–"


class ClusterTable(PortalTable):
    """Clusters with where they are and how many people they have."""

    name = PlaceColumn(verbose_name=_("Cluster"), order_by="sort_key")
    authority = PlaceColumn(
        verbose_name=_("Local authority"), place="local_authority", order_by="local_authority__sort_key"
    )
    practices = NumberColumn(verbose_name=_("GP practices"), accessor="practice_count")
    registered = NumberColumn(verbose_name=_("Registered patients"))
    resident = NumberColumn(verbose_name=_("Residents (approximate)"))

    class Meta(PortalTable.Meta):
        order_by_field = "sort"
