"""Lists of people."""

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.tables import PortalTable
from governance.people.presenters import PersonRow


class PeopleTable(PortalTable):
    """People with the offices that they hold or will hold, and whether they can sign in."""

    name = tables.Column(verbose_name=_("Name"), order_by="order")
    offices = tables.Column(verbose_name=_("Offices"), orderable=False)
    account = tables.Column(verbose_name=_("Account"), order_by=("account", "order"))

    class Meta(PortalTable.Meta):
        order_by_field = "sort"
        order_by = "name"

    def render_name(self, record: PersonRow) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.address, record.name)

    def render_offices(self, record: PersonRow) -> SafeString:
        return format_html_join(SafeString("<br>"), "{}", ((office,) for office in record.offices))
