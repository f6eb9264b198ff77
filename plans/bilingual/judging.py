"""What becomes of each row of a file that a translator sent back, worked out from the edition as it is now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from plans.bilingual.codes import lost
from plans.bilingual.files import LACKED, Written
from plans.bilingual.texts import Text, mark_of, plain, texts_of
from plans.models import Edition, TranslationFile
from plans.policies import Access

LONGEST = 20_000


class Outcome(models.TextChoices):
    """What happens to a row; all but the first two are refusals, and say why."""

    TAKEN = "taken", _("Taken")
    UNCHANGED = "unchanged", _("Unchanged: it stands so already")
    UNKNOWN = "unknown", _("Refused: no text of this plan has this id")
    TWICE = "twice", _("Refused: the file holds this text twice")
    NOT_YOURS = "not_yours", _("Refused: it belongs to a part that you do not write")
    EMPTY = "empty", _("Refused: there is no translation")
    TOO_LONG = "too_long", _("Refused: it is too long")
    SOURCE_CHANGED = "source_changed", _("Refused: the source was changed since the file was made")
    LOST = "lost", _("Refused: letters of the source were lost when the file was saved; save it as “CSV UTF-8”")
    MARKS = "marks", _("Refused: marks of the source are missing in it, such as ** or the brackets of a link")
    SAVED = "saved", _("Refused: somebody saved this text since the file was made")

    @property
    def is_refusal(self) -> bool:
        return self not in (Outcome.TAKEN, Outcome.UNCHANGED)


@dataclass(frozen=True)
class Judged:
    """A row of a file, the text that it is about, and what becomes of it."""

    written: Written
    text: Text | None
    outcome: Outcome


def judged(kept: TranslationFile, edition: Edition, access: Access) -> list[Judged]:
    """Return what becomes of each row of a file."""
    rows = [Written(**row) for row in kept.rows]
    texts = {one.id: one for one in texts_of(edition, access.visibilities) if one.half.language == kept.language}
    counted = Counter(row.id for row in rows)
    return [Judged(row, texts.get(row.id), _outcome(row, texts.get(row.id), counted, access)) for row in rows]


def _outcome(row: Written, text: Text | None, counted: Counter[str], access: Access) -> Outcome:
    if text is None:
        return Outcome.UNKNOWN
    if counted[row.id] > 1:
        return Outcome.TWICE
    if not access.may_write(text.half.row.collaborative_id):
        return Outcome.NOT_YOURS
    return _of_words(row, text)


def _of_words(row: Written, text: Text) -> Outcome:
    if not row.target:
        return Outcome.EMPTY
    if len(row.target) > longest(text):
        return Outcome.TOO_LONG
    if row.source != plain(text.half.source):
        is_lost = row.source == LACKED.sub("?", plain(text.half.source))
        return Outcome.LOST if is_lost else Outcome.SOURCE_CHANGED
    if row.target == plain(text.half.text):
        return Outcome.UNCHANGED
    if lost(row.source, row.target, text.marks):
        return Outcome.MARKS
    return Outcome.TAKEN if row.mark == mark_of(text.half.text) else Outcome.SAVED


def longest(text: Text) -> int:
    """Return how many characters a text may have."""
    column = text.half.row._meta.get_field(f"{text.half.field}_{text.half.language}")
    return column.max_length or LONGEST


def counted(outcomes: Iterable[str]) -> tuple[int, int, int]:
    """Return how many rows are taken, unchanged, and refused."""
    found = Counter(Outcome(one) for one in outcomes)
    refused = sum(number for outcome, number in found.items() if outcome.is_refusal)
    return found[Outcome.TAKEN], found[Outcome.UNCHANGED], refused
