"""Writes about extracts of a ledger: sent, read, confirmed, posted whole or not at all, or abandoned.

Each action checks the policy itself and leaves one record.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, recorded
from budgets.extracts import files
from budgets.extracts.answering import answer
from budgets.extracts.columns import COLUMNS, EVERY, lacking
from budgets.extracts.entering import POSTED, enter
from budgets.extracts.reconciling import Reconciled
from budgets.extracts.rows import refuse_two_of
from budgets.extracts.staging import outcome_of
from budgets.models import FinancialYear, LedgerImport, LedgerMapping
from common import grids, jobs
from common.errors import Meanwhile, Refused
from common.seals import mark_of
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from plans.published.actions import store

KEEP = Permission.KEEP_LEDGER
READ, POST = "budgets.read_import", "budgets.post_import"
State = LedgerImport.State


def _recorded(action: str, board: Body, *, by: Person, at: Moment, on: Day) -> Any:
    powers = powers_of(by, on=on)
    powers.check(KEEP, board)
    return recorded(action, powers, KEEP, board, by=by, at=at)


def _held(imported: LedgerImport, *standings: str) -> LedgerImport:
    """Return an import as it is now and take hold of it; `Refused` where it does not stand where it should."""
    held: LedgerImport = LedgerImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=imported.pk)
    if held.standing not in standings:
        raise Refused(_("This cannot be done now. The extract is: %(state)s") % {"state": held.standing_words})
    return held


def send(
    *, board: Body, year: FinancialYear, name: str, content: bytes, by: Person, at: Moment, on: Day
) -> LedgerImport:
    """Keep an extract, to be read once somebody has said what its columns hold; `Refused` where it is broken."""
    with _recorded("send_import", board, by=by, at=at, on=on) as record:
        headings = files.opened(content).described()
        kind = files.kind_of(content)
        file = store(name=name[:200], media_type=files.MEDIA_TYPES[kind], content=content, at=at)
        hidden = grids.hidden_rows(grids.held(content))
        sent = LedgerImport.objects.create(
            board=board, year=year, file=file, headings=headings, hidden_rows=hidden, sent_by=by, sent_at=at
        )
        audit.about(record, sent, digest=file.digest)
    return sent


def read(
    *,
    imported: LedgerImport,
    columns: Mapping[str, str],
    stated_total: Decimal | None,
    by: Person,
    at: Moment,
    on: Day,
) -> LedgerImport:
    """Say what the columns of an extract hold, remember it for the board, and have the rows read in the background."""
    days = {"days": "month"} if columns.get("days") == "month" else {}
    columns = {column: columns[column] for column in EVERY if columns.get(column)}
    _check_columns(columns, imported)
    columns |= days
    with _recorded("read_import", imported.board, by=by, at=at, on=on) as record:
        held = _held(imported, State.SENT, State.READ)
        held.columns, held.stated_total, held.state, held.outcome = columns, stated_total, State.READING, {}
        held.job = jobs.enqueue(READ, at=at, imported=held.pk)
        held.save()
        saved = {"columns": columns, "saved_by": by, "saved_at": at}
        LedgerMapping.objects.update_or_create(board=held.board, defaults=saved)
        audit.about(record, held, columns=columns, stated_total=stated_total and str(stated_total))
    return held


def _check_columns(columns: Mapping[str, str], imported: LedgerImport) -> None:
    there = {heading for heading, _sample in imported.headings}
    without = lacking({column: heading for column, heading in columns.items() if heading in there})
    if without:
        raise Refused(_("Say which column holds this: %(column)s") % {"column": COLUMNS[without[0]]})
    if len(set(columns.values())) < len(columns):
        raise Refused(_("The same column cannot hold two things."))
    for heading in columns.values():
        refuse_two_of(heading, [heading for heading, _sample in imported.headings])


def mark_of_import(imported: LedgerImport) -> str:
    """Return a mark of how an extract was read and what came of its rows, which its page shows."""
    return mark_of(imported.columns, str(imported.stated_total), imported.job_id, imported.outcome)


def confirm(
    *,
    imported: LedgerImport,
    reason: str = "",
    asked: str = "",
    by: Person,
    at: Moment,
    on: Day,
    seen: str | None = None,
) -> LedgerImport:
    """Have the good rows of an extract posted; where they do not come to the stated total, for a reason.

    `asked` says what becomes of the rows that are asked about (`AskedAbout`), where there are any. `seen` is the mark
    of what the page showed (`mark_of_import`): somebody else may have had it read again.
    """
    with _recorded("confirm_import", imported.board, by=by, at=at, on=on) as record:
        held = _held(imported, State.READ)
        if seen not in (None, mark_of_import(held)):
            raise Meanwhile(_("The extract was read again since you looked at it. Look at its rows again."))
        if held.outcome.get("asked", {}).get("rows"):
            answer(held, asked)
        if not any(held.outcome[one]["rows"] for one in POSTED):
            raise Refused(_("There is nothing to post in this extract."))
        if not Reconciled.of(held).is_even and not reason.strip():
            raise Refused(_("The rows do not come to the total of the file. Say why it is posted all the same."))
        held.confirmed_by, held.confirmed_at, held.difference_reason = by, at, reason.strip()
        held.state, held.job = State.POSTING, jobs.enqueue(POST, at=at, imported=held.pk)
        held.save()
        audit.about(record, held, outcome=held.outcome, reason=held.difference_reason, asked=asked)
    return held


@transaction.atomic
def post(*, imported: LedgerImport, at: Moment, on: Day) -> LedgerImport:
    """Post what was confirmed, whole or not at all; what is posted already is left as it is.

    Extracts of one board are posted one after the other.
    """
    waiting = LedgerImport.objects.select_for_update(of=("self",)).filter(board=imported.board_id)
    list(waiting.filter(state=State.POSTING).order_by("pk").values_list("pk"))
    imported = LedgerImport.objects.select_related("board", "year", "file", "confirmed_by").get(pk=imported.pk)
    by = imported.confirmed_by
    if imported.state != State.POSTING or by is None:
        return imported
    with _recorded("post_import", imported.board, by=by, at=at, on=on) as record:
        entered = enter(imported, at=at)
        imported.state, imported.posted_at, imported.outcome = State.POSTED, at, outcome_of(imported)
        imported.save()
        audit.about(record, imported, entered=entered, outcome=imported.outcome)
    return imported


def discard(*, imported: LedgerImport, by: Person, at: Moment, on: Day) -> LedgerImport:
    """Abandon an extract that was not posted; its staged rows go, the file stays."""
    with _recorded("discard_import", imported.board, by=by, at=at, on=on) as record:
        held = _held(imported, State.SENT, State.READ)
        held.rows.all().delete()
        held.state = State.ABANDONED
        held.save()
        audit.about(record, held)
    return held
