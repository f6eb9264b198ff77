"""Writes about files of translations: kept until confirmed, then every good row of them saved at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common.errors import Meanwhile, Refused
from common.seals import mark_of
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from plans.actions import save_translations
from plans.bilingual.files import read
from plans.bilingual.judging import Judged, Outcome, judged
from plans.models import Edition, PlanRow, TranslationFile
from plans.policies import Access, check_writable, check_writing_at_all

Day = datetime.date
Moment = datetime.datetime
WAITS = datetime.timedelta(hours=24)


class Outdated(Meanwhile):
    """What a file would change is no longer what was shown; it is shown anew."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed what this file is about since it was shown. Check the rows again."))


def upload(*, edition: Edition, name: str, content: bytes, by: Person, at: Moment, on: Day) -> TranslationFile:
    """Read a file of translations and keep it for a day, to be confirmed; `BrokenFile` where it cannot be read."""
    powers = powers_of(by, on=on)
    access = check_writing_at_all(powers, edition)
    check_writable(edition)
    sent = read(name[:200], content)
    behalf = powers.on_behalf_of(Permission.WRITE_PLANS, edition.plan.body)
    with audit.recorded("plans.upload_translations", by=by, at=at, on_behalf_of=behalf) as record:
        TranslationFile.objects.expired(at=at).delete()
        kept = TranslationFile(edition=edition, language=sent.language, file_name=name[:200])
        kept.rows = [row.as_data() for row in sent.rows]
        kept.outcomes = _told(judged(kept, edition, access))
        kept.uploaded_by, kept.uploaded_at, kept.expires_at = by, at, at + WAITS
        kept.save()
        audit.about(record, edition, language=sent.language, rows=len(sent.rows))
    return kept


def _told(rows: Iterable[Judged]) -> list[str]:
    return [row.outcome.value for row in rows]


@transaction.atomic
def look_again(*, kept: TranslationFile, by: Person, at: Moment, on: Day) -> TranslationFile:
    """Keep what a file would change now, after somebody else's change; no row of the plan changes by it."""
    kept, edition = _waiting(kept, at)
    kept.outcomes = _told(judged(kept, edition, check_writing_at_all(powers_of(by, on=on), edition)))
    kept.save(update_fields=["outcomes"])
    return kept


def mark_of_file(kept: TranslationFile) -> str:
    return mark_of(kept.rows, kept.outcomes)


@transaction.atomic
def confirm(*, kept: TranslationFile, by: Person, at: Moment, on: Day, seen: str | None = None) -> TranslationFile:
    """Save every row of a file that was shown as taken; `Outdated` where they no longer change what was shown.

    `seen` is the mark of what the page showed (`mark_of_file`), since somebody else may have had it looked at anew.
    """
    kept, edition = _waiting(kept, at)
    access: Access = check_writing_at_all(powers_of(by, on=on), edition)
    rows = judged(kept, edition, access)
    if _told(rows) != kept.outcomes or seen not in (None, mark_of_file(kept)):
        raise Outdated
    taken = [row for row in rows if row.outcome is Outcome.TAKEN]
    if not taken:
        raise Refused(_("There is nothing to save: no row of this file is taken."))
    save_translations(edition=edition, language=kept.language, texts=_by_row(taken), by=by, at=at, on=on)
    kept.confirmed_by, kept.confirmed_at = by, at
    kept.save()
    return kept


def _waiting(kept: TranslationFile, at: Moment) -> tuple[TranslationFile, Edition]:
    """Return a file that waits and its edition, both held until the transaction ends."""
    edition = Edition.objects.select_for_update(of=("self",)).select_related("plan__body").get(pk=kept.edition_id)
    found = TranslationFile.objects.select_for_update().filter(pk=kept.pk).first()
    if found is None or found.confirmed_at is None and found.expires_at <= at:
        raise Refused(_("This file waited for more than a day. Send it again."))
    if found.confirmed_at is not None:
        raise Refused(_("This file was confirmed already."))
    check_writable(edition)
    return found, edition


def _by_row(taken: Iterable[Judged]) -> list[tuple[PlanRow, dict[str, str]]]:
    """Return the new texts of each row together, so that it is saved once."""
    rows: dict[tuple[Any, ...], PlanRow] = {}
    texts: dict[tuple[Any, ...], dict[str, str]] = defaultdict(dict)
    for one in taken:
        if one.text is not None:
            half = one.text.half
            rows[half.kind.code, half.row.pk] = half.row
            texts[half.kind.code, half.row.pk][half.field] = one.written.target
    return [(row, texts[place]) for place, row in rows.items()]
