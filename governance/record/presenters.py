"""How the record reads: each entry as a sentence, each changed row as before and after."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.audit import SENTENCES
from accounts.models import AuditRecord
from common.dates import date_format, iso_moment
from common.workbooks import Heading, Sheet
from governance.record.columns import DERIVED, column_words, table_words
from governance.record.queries import RowChange

NOTHING = "–"


def who(record: AuditRecord) -> str:
    """Return who did something; the portal itself where nobody did."""
    return record.by.name if record.by else str(_("the portal"))


def subject(record: AuditRecord) -> str:
    """Return what an entry is about, as it was called then, in the reader's language."""
    words = record.subject_cy if get_language() == "cy" else record.subject_en
    return words or " ".join(filter(None, (record.subject_kind, record.subject_key)))


def sentence(record: AuditRecord) -> str:
    """Return an entry as one sentence, with the person for whom somebody else acted."""
    facts = {"who": who(record), "what": subject(record)}
    known = SENTENCES.get(record.action)
    said = capfirst(str(known) % facts if known else f"{facts['who']}: {record.action} {facts['what']}")
    if record.on_behalf_of is None:
        return said
    return _("%(sentence)s They acted for %(name)s.") % {"sentence": said, "name": record.on_behalf_of.name}


def moment(at: datetime.datetime) -> str:
    return date_format(at, "DATETIME_FORMAT")


def sheet(found: Iterable[AuditRecord]) -> Sheet:
    """Return entries as a table for a file."""
    names = (_("When"), _("Who"), _("For whom"), _("What happened"), _("What it is about"), _("Action"), _("Request"))
    rows = tuple(
        (
            iso_moment(one.at),
            who(one),
            one.on_behalf_of.name if one.on_behalf_of else "",
            sentence(one),
            subject(one),
            one.action,
            one.request,
        )
        for one in found
    )
    return Sheet(_("Record"), _("The record of who changed what"), tuple(map(Heading, names)), rows)


@dataclass(frozen=True)
class Difference:
    """One column of a row, before and after, in words."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """One changed row: what it is, what happened to it, and each difference."""

    table: str
    happened: str
    differences: list[Difference]


def shown_rows(changes: list[RowChange]) -> list[ShownRow]:
    """Return changed rows in words; a key of another row is shown as that row is called now."""
    names = _Names(changes)
    return [_shown(change, names) for change in changes]


def _shown(change: RowChange, names: "_Names") -> ShownRow:
    fields = [field for field in change.model._meta.local_fields if _is_shown(field)]
    pairs = [(field, *(_value(field, state) for state in (change.before, change.after))) for field in fields]
    differences = [
        Difference(column_words(field.name), names.words(field, before), names.words(field, after))
        for field, before, after in pairs
        if before != after
    ]
    return ShownRow(table_words(change.model._meta.label_lower), _happened(change), differences)


def _happened(change: RowChange) -> str:
    if change.before is None:
        return _("Entered")
    return _("Removed") if change.after is None else _("Changed")


def _is_shown(field: models.Field) -> bool:
    """Leave out what follows from other columns, and the column that only repeats the one of a language."""
    if field.name in DERIVED:
        return False
    return not any(other.name == f"{field.name}_en" for other in field.model._meta.local_fields)


def _value(field: models.Field, state: dict[str, Any] | None) -> Any:
    value = state.get(field.column) if state else None
    return None if value in ("", [], None) else value


class _Names:
    """The words of values; rows that other rows point to are read once for each table."""

    def __init__(self, changes: list[RowChange]) -> None:
        keys: dict[type[models.Model], set[Any]] = defaultdict(set)
        for change in changes:
            for field in change.model._meta.local_fields:
                if field.remote_field and _is_shown(field):
                    states = (_value(field, change.before), _value(field, change.after))
                    keys[field.related_model].update(state for state in states if state is not None)
        self.found = {model: _read(model, wanted) for model, wanted in keys.items() if wanted}

    def words(self, field: models.Field, value: Any) -> str:
        """Return a value as the reader knows it."""
        if value is None:
            return NOTHING
        if field.remote_field:
            return str(self.found[field.related_model].get(value, value))
        return _plain(field, value)


def _read(model: type[models.Model], wanted: set[Any]) -> dict[Any, models.Model]:
    """Return rows by key, with what their own names are made of."""
    needed = [field.name for field in model._meta.fields if field.remote_field and not field.null]
    found: dict[Any, models.Model] = model._base_manager.select_related(*needed).in_bulk(wanted)
    return found


def _plain(field: models.Field, value: Any) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _dated(field, str(value))


def _dated(field: models.Field, value: str) -> str:
    """Return days, moments and terms as people write them; anything else as it stands."""
    kind = field.get_internal_type()
    if kind == "DateField":
        return date_format(datetime.date.fromisoformat(value))
    if kind == "DateTimeField":
        return moment(parse_datetime(value))
    return _term(value) if kind == "DateRangeField" else value


def _term(value: str) -> str:
    """Return a range of days as PostgreSQL writes it, `[2026-04-01,2027-04-01)`, with its last day inside."""
    first, _comma, end = value.strip("[]()").partition(",")
    start = date_format(datetime.date.fromisoformat(first)) if first else NOTHING
    if not end:
        return _("%(start)s, no end known") % {"start": start}
    last = datetime.date.fromisoformat(end) - datetime.timedelta(days=1)
    return f"{start} – {date_format(last)}"
