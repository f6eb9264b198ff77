"""Lists of places."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from common.tables import NumberColumn, PlaceColumn, PortalTable


class PracticeTable(PortalTable):
    """The practices of a cluster. Names repeat in Wales, so each row carries its code."""

    name = PlaceColumn(verbose_name=_("Practice"), order_by=("name", "ods_code"))
    address = tables.Column(verbose_name=_("Address"))
    postcode = tables.Column(verbose_name=_("Postcode"))
    ods_code = tables.Column(verbose_name=_("Code"))
    registered_patients = NumberColumn(verbose_name=_("Registered patients"))

    class Meta(PortalTable.Meta):
        order_by_field = "sort"


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
