"""The background work of extracts: rows are read and staged in batches, then judged; what is confirmed is posted.

Both can be done again from wherever they were broken off: reading begins anew, posting leaves what is posted.
"""

from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgets.actions import extracts
from budgets.extracts import files, staging
from budgets.extracts.rows import Reading
from budgets.models import LedgerImport
from common import clock, jobs
from common.dates import day_of
from common.errors import Refused, in_each_language
from common.models import Job
from common.numbers import pounds
from common.tabular import Filled

BATCH = 10_000
# How far reading has come when all rows are staged, in percent.
STAGED = 80


def register() -> None:
    jobs.performs(extracts.READ)(read_rows)
    jobs.performs(extracts.POST)(post_rows)


def read_rows(job: Job) -> None:
    """Stage the rows of an extract, telling after each batch how many there are, and say what comes of each."""
    imported = _imported(job)
    if imported.state != LedgerImport.State.READING:
        return
    imported.rows.all().delete()
    content = bytes(imported.file.content)
    reading = Reading(imported, files.opened(content))
    rows, staged = iter(reading), 0
    while batch := list(islice(rows, BATCH)):
        staged += staging.stage(imported, batch)
        _tell(job, Filled(_("Rows read: %(count)s"), {"count": f"{staged:,}"}), progress=_progress(staged))
    if not staged:
        raise Refused(_("The file has no rows under its headings."))
    reading.refuse_unsaid_order()
    _state_total(imported, reading)
    _judge(imported)


def post_rows(job: Job) -> None:
    imported = _imported(job)
    good = sum(imported.outcome[one]["rows"] for one in extracts.POSTED)
    _tell(job, Filled(_("Rows being posted: %(count)s"), {"count": f"{good:,}"}), progress=STAGED)
    now = clock.now()
    extracts.post(imported=imported, at=now, on=day_of(now))


def _imported(job: Job) -> LedgerImport:
    found = LedgerImport.objects.select_related("file", "year", "board")
    return found.get(pk=job.arguments["imported"])


def _tell(job: Job, sentence: object, *, progress: int) -> None:
    said = in_each_language(sentence)
    jobs.report(job, progress=progress, message_en=said["en"], message_cy=said["cy"])


def _progress(staged: int) -> int:
    return min(STAGED * staged // files.MOST_ROWS, STAGED)


def _state_total(imported: LedgerImport, reading: Reading) -> None:
    """Take the total from the file where nobody gave it; `Refused` where both are there and differ."""
    if reading.total is None:
        return
    if imported.stated_total not in (None, reading.total):
        facts = {"given": pounds(imported.stated_total), "read": pounds(reading.total)}
        differ = _("You gave %(given)s as the total, but the last row of the file says %(read)s.")
        raise Refused(Filled(differ, facts))
    imported.stated_total = reading.total


@transaction.atomic
def _judge(imported: LedgerImport) -> None:
    staging.judge(imported)
    imported.outcome, imported.state = staging.outcome_of(imported), LedgerImport.State.READ
    imported.save(update_fields=["outcome", "state", "stated_total"])
