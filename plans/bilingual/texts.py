"""The texts of an edition as a translator meets them: each with an id that stays, and where it stands in words."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.prose.tree import Marks
from common.workbooks import CONTROL
from plans.editions.content import rows_of
from plans.editions.kinds import kind_of
from plans.editions.languages import Half, halves_of
from plans.editions.parity import LACKING
from plans.models import Edition, PlanRow, Rows, Section, TemplateSection

# In which kind of list, and so in which section of the template, rows of a kind stand.
LISTS = {
    "need": Rows.NEEDS,
    "priority": Rows.PRIORITIES,
    "action": Rows.PRIORITIES,
    "milestone": Rows.PRIORITIES,
    "risk": Rows.RISKS,
    "attachment": Rows.ATTACHMENTS,
}
MARK_LENGTH = 16
# Behind all sections: rows whose section the template does not have.
LAST = 1_000_000


@dataclass(frozen=True)
class Text:
    """One half of a text, and which marks it may have. `section` is that of the template that it stands in, if any."""

    half: Half
    section: TemplateSection | None
    marks: Marks = Marks.NONE

    @property
    def id(self) -> str:
        """The same in every edition: the kind of row, its key, and which of its texts."""
        return f"{self.half.kind.code}.{self.half.row.key}.{self.half.field}"

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        row = self.half.row
        facts = {"row": str(row), "text": self.half.kind.words(self.half.field), "kind": self.half.kind.one}
        if isinstance(row, Section):
            title = self.section.title if self.section else row.code
            if row.collaborative is None:
                return title
            return _("%(section)s, part of %(collaborative)s") % {"section": title, "collaborative": row.collaborative}
        return _("%(kind)s “%(row)s”: %(text)s") % facts

    @property
    def is_open(self) -> bool:
        """Whether a translator has something to do: there is a source, and this half lags behind it."""
        return bool(self.half.source) and self.half.standing in LACKING

    @property
    def is_wanted(self) -> bool:
        """Whether it counts: somebody wrote one of its halves, or it may not be empty."""
        return bool(self.half.source or self.half.text) or self.half.field in self.half.kind.needed

    @property
    def mark(self) -> str:
        return mark_of(self.half.text)


def texts_of(edition: Edition, visibilities: Iterable[str]) -> list[Text]:
    """Return both halves of every text of the rows of an edition that somebody may read, in the order of the plan."""
    rows = [row for found in rows_of(edition, visibilities).values() for row in found]
    sections = list(TemplateSection.objects.filter(template__rounds__plans=edition.plan_id))
    by_code = {section.code: section for section in sections}
    by_list = {section.rows: section for section in reversed(sections) if section.rows}
    found = [
        Text(
            half, _section(half.row, by_code, by_list), half.kind.marks(half.field) if edition.has_marks else Marks.NONE
        )
        for half in halves_of(edition, rows)
    ]
    return sorted(found, key=lambda text: text.section.order if text.section else LAST)


def _section(row: PlanRow, by_code: dict[str, TemplateSection], by_list: dict[str, TemplateSection]) -> Any:
    if isinstance(row, Section):
        return by_code.get(row.code)
    return by_list.get(LISTS[kind_of(row).code])


def mark_of(text: str) -> str:
    """Return what tells whether a text was changed since: empty for an empty one, else a part of its SHA-256."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:MARK_LENGTH] if plain(text) else ""


def plain(text: str) -> str:
    """Return a text as it comes back from any tool: one kind of line break, nothing that no file can hold."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
