"""Writes about the agenda of a meeting: what stands on it, in which order, and who may read it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from common.versions import refuse_overtaken
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from meetings.actions import recorded
from meetings.models import AgendaItem, Meeting
from meetings.standing import ItemText, items_for

PLAN = Permission.DESCRIBE
MOST_ITEMS = 99
TEXTS = ("title_en", "title_cy", "minutes", "is_standing")


def _changed(
    action: str, meeting: Meeting, change: Callable[[], Any], *, by: Person, at: datetime.datetime, on: datetime.date
) -> Any:
    """Run a change of the agenda of a meeting that goes on, with its record; one after the other."""
    powers = powers_of(by, on=on)
    powers.check(PLAN, meeting.body)
    with recorded(action, powers, meeting.body, by=by, at=at) as record:
        Body.objects.select_for_update(of=("self",)).get(pk=meeting.body_id)
        meeting.refresh_from_db()
        if meeting.is_cancelled or meeting.ends_at <= at:
            raise Refused(_("This meeting is over or cancelled: its agenda stays as it is."))
        was_public, found = meeting.is_agenda_public, change()
        count = AgendaItem.objects.filter(meeting=meeting).count()
        if meeting.is_agenda_public and not count:
            # What is written after the last item was taken off is shown when somebody says so, not by itself.
            meeting.is_agenda_public = False
            meeting.save(update_fields=["is_agenda_public"])
        audit.about(record, meeting, items=count)
        if was_public or meeting.is_agenda_public:
            public.raise_version()
    return found


def begin_agenda(*, meeting: Meeting, by: Person, at: datetime.datetime, on: datetime.date) -> None:
    """Put on an empty agenda what stands on each agenda of the body."""

    def begin() -> None:
        if AgendaItem.objects.filter(meeting=meeting).exists():
            raise Refused(_("This agenda was begun already."))
        texts = enumerate(items_for(meeting), start=1)
        AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, position=n, **vars(text)) for n, text in texts)

    _changed("begin_agenda", meeting, begin, by=by, at=at, on=on)


def add_item(*, meeting: Meeting, text: ItemText, by: Person, at: datetime.datetime, on: datetime.date) -> AgendaItem:
    """Put something last on the agenda."""
    _refuse_text(text)

    def add() -> AgendaItem:
        last = AgendaItem.objects.filter(meeting=meeting).order_by("position").last()
        position = last.position + 1 if last else 1
        if position > MOST_ITEMS:
            raise Refused(_("An agenda has at most %(most)s items.") % {"most": MOST_ITEMS})
        return AgendaItem.objects.create(meeting=meeting, position=position, **vars(text))

    found: AgendaItem = _changed("add_item", meeting, add, by=by, at=at, on=on)
    return found


def item_facts(item: AgendaItem) -> dict[str, Any]:
    """Return what an item says now, as its form asks for it."""
    found = AgendaItem.objects.values(*TEXTS).get(pk=item.pk)
    return {**found, "is_standing": "yes" if found["is_standing"] else "no"}


def change_item(
    *,
    item: AgendaItem,
    text: ItemText,
    by: Person,
    at: datetime.datetime,
    on: datetime.date,
    seen: str | None = None,
) -> None:
    """Write an item anew. `Meanwhile` where somebody else did since it was shown (`seen`)."""
    _refuse_text(text)

    def change() -> None:
        refuse_overtaken(seen, item_facts(item))
        for name in TEXTS:
            setattr(item, name, getattr(text, name))
        item.save(update_fields=["title_en", "title_cy", "minutes", "is_standing"])

    _changed("change_item", item.meeting, change, by=by, at=at, on=on)


def _refuse_text(text: ItemText) -> None:
    if not text.title_en.strip() or not text.title_cy.strip():
        raise Refused(_("Give the item a title in both languages."))


def move_item(*, item: AgendaItem, earlier: bool, by: Person, at: datetime.datetime, on: datetime.date) -> None:
    """Let an item change places with the one before or after it; the first stays first, the last stays last."""

    def move() -> None:
        item.refresh_from_db()
        beside = AgendaItem.objects.filter(meeting=item.meeting_id)
        if earlier:
            other = beside.filter(position__lt=item.position).order_by("position").last()
        else:
            other = beside.filter(position__gt=item.position).order_by("position").first()
        if other is not None:
            item.position, other.position = other.position, item.position
            item.save(update_fields=["position"])
            other.save(update_fields=["position"])

    _changed("order_items", item.meeting, move, by=by, at=at, on=on)


def remove_item(*, item: AgendaItem, by: Person, at: datetime.datetime, on: datetime.date) -> None:
    """Take an item off the agenda; the record keeps it."""
    _changed("remove_item", item.meeting, item.delete, by=by, at=at, on=on)


def show_agenda(*, meeting: Meeting, to_public: bool, by: Person, at: datetime.datetime, on: datetime.date) -> None:
    """Let the public read the agenda, or no longer."""

    def show() -> None:
        meeting.is_agenda_public = to_public
        meeting.save(update_fields=["is_agenda_public"])

    _changed("show_agenda", meeting, show, by=by, at=at, on=on)
