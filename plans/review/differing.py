"""A difference as pages show it: what was added, removed, moved and changed, in counts, rows and words."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import date_format
from common.numbers import number, pounds
from plans.editions.differences import Change, Difference, FieldChange, Money, RowChange, marked
from plans.editions.kinds import KINDS
from plans.models import Attachment, Plan, SectionStatus, Visibility

NOTHING = "–"
COLOURS = {Change.ADDED: "green", Change.REMOVED: "red", Change.MOVED: "purple", Change.CHANGED: "blue"}
CODED = {
    "visibility": dict(Visibility.choices),
    "status": dict(SectionStatus.choices),
    "language": dict(Attachment.Language.choices),
}
MONEY = ("first_year_money", "second_year_money", "third_year_money")


def shown(difference: Difference, plan: Plan) -> dict[str, Any]:
    """Return a difference in words of the reader's language."""
    names = _Names(difference, plan)
    return {
        "is_empty": not difference,
        "counts": [{"key": {"text": words}, "value": {"text": number(n, 0)}} for words, n in _counts(difference)],
        "money": _money(difference.money_before, difference.money_after),
        "changes": [names.change(one) for one in difference.changes],
    }


def _counts(difference: Difference) -> list[tuple[str, int]]:
    return [
        (_("Added"), difference.count(Change.ADDED)),
        (_("Removed"), difference.count(Change.REMOVED)),
        (_("Moved"), difference.count(Change.MOVED)),
        (_("Changed"), difference.count(Change.CHANGED)),
    ]


def change_words(change: Change) -> str:
    return {
        Change.ADDED: _("Added"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved"),
        Change.CHANGED: _("Changed"),
    }[change]


def _money(before: Money, after: Money) -> list[dict[str, str]]:
    """Return the money of each year and of all, before and after; nothing where none is entered in either."""
    if before.total is None and after.total is None:
        return []
    labels = [str(KINDS["action"].words(name)) for name in MONEY]
    pairs = [*zip(labels, before.years, after.years, strict=True), (_("All years"), before.total, after.total)]
    return [{"label": label, "before": pounds(was), "after": pounds(now)} for label, was, now in pairs]


class _Names:
    """The words for rows and facts; what rows of both contents are called is gathered once."""

    def __init__(self, difference: Difference, plan: Plan) -> None:
        self.language = get_language() or "en"
        sections = plan.round.template.sections.all() if plan.round else ()
        self.sections = {one.code: str(one) for one in sections}
        self.titles = difference.titles

    def change(self, one: RowChange) -> dict[str, Any]:
        kinds = [{"text": change_words(kind), "colour": COLOURS[kind]} for kind in one.kinds_of_change]
        fields = [self._field(one, field) for field in one.fields] or self._whole(one)
        return {"kind": str(one.kind.one), "title": self._title(one), "tags": kinds, "fields": fields}

    def _title(self, one: RowChange) -> str:
        """Return what a row is called: its title, its section, whose it is."""
        if "code" in one.row:
            title = self.sections.get(one.row["code"], one.row["code"])
        else:
            title = self._either(one.row["texts"]["title"])
        whose = one.row.get("collaborative")
        return f"{title} ({whose[self.language]})" if whose else title

    def _either(self, halves: dict[str, str]) -> str:
        return halves.get(self.language) or next((text for text in halves.values() if text), NOTHING)

    def _field(self, one: RowChange, field: FieldChange) -> dict[str, Any]:
        if field.language:
            label = {"label": str(one.kind.words(field.name)), "language": field.language}
            return {**label, "html": marked(field.before, field.after)}
        label = {"label": self._label(one, field.name), "language": ""}
        return {**label, "html": marked(self._fact(field.name, field.before), self._fact(field.name, field.after))}

    def _whole(self, one: RowChange) -> list[dict[str, Any]]:
        """Return the texts of a row that came or went; nothing of one that only moved."""
        if one.before is not None and one.after is not None:
            return []
        texts = [
            FieldChange(name, language, *((text, "") if one.after is None else ("", text)))
            for name, halves in one.row["texts"].items()
            for language, text in halves.items()
            if text
        ]
        return [self._field(one, field) for field in texts]

    def _label(self, one: RowChange, name: str) -> str:
        beside = {"visibility": _("Who may read it"), "collaborative": _("Whose it is")}
        return beside[name] if name in beside else str(one.kind.words(name))

    def _fact(self, name: str, value: Any) -> str:
        """Return a fact in words; what points to another row is called as that row is."""
        if value in (None, "", []):
            return NOTHING
        if isinstance(value, list):
            return ", ".join(self._fact(name, one) for one in value)
        if isinstance(value, dict):
            return str(value.get(self.language) or value.get("name"))
        if name in CODED:
            return str(CODED[name].get(value, value))
        if name.endswith("_money"):
            return pounds(Decimal(value))
        return self._plain(name, value)

    def _plain(self, name: str, value: Any) -> str:
        if name.endswith("_on"):
            return date_format(datetime.date.fromisoformat(value))
        return self._either(self.titles[value]) if _is_key(value) and value in self.titles else str(value)


def _is_key(value: Any) -> bool:
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
