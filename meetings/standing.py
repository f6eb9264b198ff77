"""The items that stand on each agenda of a kind of body, until the body has an agenda of its own to go on from."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from common.tabular import Table
from governance.models import Body
from meetings.models import AgendaItem, Meeting

FILE = "standing_items.csv"
COLUMNS = ("body_kind", "title_en", "title_cy", "minutes")


@dataclass(frozen=True)
class ItemText:
    """An item of an agenda as it is written: its title in each language, and how long it may take."""

    title_en: str
    title_cy: str
    minutes: int | None = None
    is_standing: bool = False


def items_for(meeting: Meeting) -> list[ItemText]:
    """Return what stands on the agenda of a meeting: as on the last agenda of the body, else as is usual."""
    before = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
    last = before.filter(items__isnull=False).order_by("-starts_at").first()
    if last is None:
        return _usual(meeting.body)
    standing: QuerySet[Any] = AgendaItem.objects.filter(meeting=last, is_standing=True)
    return [ItemText(one.title_en, one.title_cy, one.minutes, True) for one in standing]


def _usual(body: Body) -> list[ItemText]:
    rows = Table(settings.DATA_DIR / FILE, columns=COLUMNS)
    return [
        ItemText(row.text("title_en"), row.text("title_cy"), row.integer_or_none("minutes"), True)
        for row in rows
        if row.text("body_kind") == body.body_kind
    ]
