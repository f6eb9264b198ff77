"""The list of the record."""

import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditRecord
from common.tables import PortalTable
from governance.record.presenters import moment, sentence


class RecordTable(PortalTable):
    """Entries as sentences, each a link to the rows that it changed."""

    at = tables.Column(verbose_name=_("When"), order_by=("at", "pk"))
    sentence = tables.Column(verbose_name=_("What happened"), empty_values=(), orderable=False)

    class Meta(PortalTable.Meta):
        order_by_field = "sort"

    def render_at(self, value: datetime.datetime) -> str:
        return moment(value)

    def render_sentence(self, record: AuditRecord) -> SafeString:
        address = reverse("governance:record_entry", kwargs={"key": record.pk})
        return format_html('<a href="{}">{}</a>', address, sentence(record))
