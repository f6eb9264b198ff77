"""Writes about files of changes: kept until confirmed, carried out whole or not at all, undone by the reverse."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from clusters.actions import search_text
from clusters.models import Area, Provider, Upload
from clusters.steps import Step, carry_out, lock, locked_areas, steps_of
from clusters.uploads.reading import Known, Planned, Reading, plan_of
from common import public
from common.errors import Meanwhile, Refused
from common.seals import mark_of
from common.tabular import BrokenFile
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed, Powers, powers_of

Day = datetime.date
Moment = datetime.datetime
WAITS = datetime.timedelta(hours=24)
MANAGE = Permission.MANAGE_MEMBERSHIP


class BrokenUpload(Refused):
    """A file with faults, all of which are told; nothing of it was kept."""

    def __init__(self, faults: list[BrokenFile], good: list[Planned]) -> None:
        self.faults, self.good = faults, good
        super().__init__(str(faults[0]))


class Outdated(Meanwhile):
    """What a file would change is no longer what was shown; it is shown anew."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed what this file is about since it was shown. Check the rows again."))


def upload(*, kind: str, name: str, content: bytes, by: Person, at: Moment, on: Day) -> Upload:
    """Read a file of changes and keep it for a day, to be confirmed; `BrokenUpload` tells every fault."""
    powers = powers_of(by, on=on)
    if not powers.holds(MANAGE):
        raise NotAllowed(MANAGE)
    reading = Reading(kind, name[:200], content, reach=_reach(powers), on=on)
    if reading.faults:
        raise BrokenUpload(sorted(reading.faults, key=lambda fault: fault.row or 0), reading.planned)
    body = _body_of(reading.planned)
    behalf = powers.on_behalf_of(MANAGE, body)
    with audit.recorded("clusters.upload", by=by, at=at, on_behalf_of=behalf) as record:
        Upload.objects.expired(at=at).delete()
        kept = Upload.objects.create(
            kind=kind,
            file_name=name[:200],
            body=body,
            rows=reading.rows,
            steps=_written(reading.planned),
            uploaded_by=by,
            uploaded_at=at,
            expires_at=at + WAITS,
        )
        audit.about(record, kept, kind=kind, rows=len(reading.rows))
    return kept


def _reach(powers: Powers) -> set[int]:
    return set(powers.bodies(MANAGE).values_list("pk", flat=True))


def _body_of(planned: list[Planned]) -> Body:
    """Return the board of all clusters that a file changes; where there are several, what these lie in."""
    boards = {step.cluster.parent_id for one in planned for step in one.steps}
    board = Body.objects.select_related("parent").get(pk=min(boards))
    return board if len(boards) == 1 else board.parent


def _written(planned: list[Planned]) -> list[dict[str, Any]]:
    return [step.as_data() for one in planned for step in one.steps]


def planned_of(kept: Upload, *, reach: Collection[int], on: Day) -> list[Planned]:
    """Work out anew what a file that waits would change."""
    known = Known.load(reach=reach, codes={row["ods_code"] for row in kept.rows})
    return [plan_of(row, known, on=on) for row in kept.rows]


@transaction.atomic
def look_again(*, upload: Upload, by: Person, at: Moment, on: Day) -> Upload:
    """Keep what a file would change now, after somebody else's change; it is to be checked again.

    No row of a place or an office changes by it, so it leaves no record.
    """
    powers = powers_of(by, on=on)
    powers.check(MANAGE, upload.body)
    kept = _waiting(upload, at)
    kept.steps = _written(planned_of(kept, reach=_reach(powers), on=on))
    kept.save(update_fields=["steps"])
    return kept


def mark_of_upload(kept: Upload) -> str:
    return mark_of(kept.rows, kept.steps)


def confirm(*, upload: Upload, by: Person, at: Moment, on: Day, seen: str | None = None) -> Upload:
    """Carry out all rows of a file, or none of them; `Outdated` where they no longer change what was shown.

    `seen` is the mark of what the page showed (`mark_of_upload`), since somebody else may have had it worked out anew.
    """
    powers = powers_of(by, on=on)
    powers.check(MANAGE, upload.body)
    with _recorded("confirm_upload", powers, upload.body, by=by, at=at) as record:
        kept = _waiting(upload, at)
        locked_areas({row["cluster"] for row in kept.rows})
        lock(Provider.objects.filter(ods_code__in=[row["ods_code"] for row in kept.rows]).values_list("pk", flat=True))
        planned = planned_of(kept, reach=_reach(powers), on=on)
        if _written(planned) != kept.steps or seen not in (None, mark_of_upload(kept)):
            raise Outdated
        kept.made = _enter(kept, planned)
        done = carry_out([step for one in planned for step in one.steps], source=kept.file_name)
        kept.steps = [step.as_data() for step in done]
        kept.confirmed_by, kept.confirmed_at = by, at
        kept.save()
        audit.about(record, kept, rows=len(kept.rows), steps=kept.steps)
        public.raise_version()
    return kept


def _waiting(upload: Upload, at: Moment) -> Upload:
    kept = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if kept is None or kept.confirmed_at is None and kept.expires_at <= at:
        raise Refused(_("This file waited for more than a day. Send it again."))
    if kept.confirmed_at is not None:
        raise Refused(_("This file was confirmed already."))
    return kept


def _enter(kept: Upload, planned: list[Planned]) -> list[str]:
    """Enter the providers of a file that are new; return their codes."""
    new = [one.provider for one in planned if one.provider.pk is None]
    for provider in new:
        provider.source = kept.file_name
        provider.search_text = search_text(provider.name, provider.address, provider.postcode)
        _saved(provider)
    return [provider.ods_code for provider in new]


def _saved(provider: Provider) -> None:
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError as error:
        raise Outdated from error


def undo(*, upload: Upload, by: Person, at: Moment, on: Day, reason: str) -> Upload:
    """Make everything that a file changed as it was before, all or nothing; refused where it was changed since."""
    powers = powers_of(by, on=on)
    powers.check(MANAGE, upload.body)
    if not reason.strip():
        raise Refused(_("Give a reason: the record will show it."))
    with _recorded("undo_upload", powers, upload.body, by=by, at=at) as record:
        kept = Upload.objects.select_for_update().get(pk=upload.pk)
        if kept.confirmed_at is None or kept.undone_at is not None:
            raise Refused(_("There is nothing to undo."))
        locked_areas({step["cluster"] for step in kept.steps})
        steps = [step.reversed() for step in steps_of(kept.steps)]
        _take_back(kept, steps)
        kept.undone_by, kept.undone_at = by, at
        kept.save()
        audit.about(record, kept, steps=[step.as_data() for step in steps], reason=reason)
        public.raise_version()
    return kept


def _take_back(kept: Upload, steps: list[Step]) -> None:
    try:
        with transaction.atomic():
            carry_out(steps)
            Provider.objects.filter(ods_code__in=kept.made).delete()
    except (IntegrityError, ProtectedError) as error:
        raise Refused(_("Something that this file entered was changed since, so it cannot be undone whole.")) from error


def _recorded(action: str, powers: Powers, body: Body, *, by: Person, at: Moment) -> Any:
    behalf = powers.on_behalf_of(MANAGE, body)
    return audit.recorded(f"clusters.{action}", by=by, at=at, on_behalf_of=behalf)


def clusters_changed(kept: Upload) -> dict[int, Area]:
    """Return the clusters that a file speaks of, by key."""
    keys = {step["cluster"] for step in kept.steps} | {row["cluster"] for row in kept.rows}
    found: dict[int, Area] = Area.objects.in_bulk(keys)
    return found
