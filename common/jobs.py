"""Background work that no broker is trusted with: a row first, a message second, a sweep for what got lost.

`@performs("indicators.compute_figures")` names the function that does a kind of work; it gets the job and must be
idempotent. `enqueue` writes the row in the caller's transaction and sends its number on commit; `run` claims the row,
so that a message that arrives twice is done once; `sweep` sends again what waits too long or went silent.
"""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import Refused, in_each_language
from common.models import Job

logger = logging.getLogger(__name__)

Work = Callable[[Job], None]
PERFORMERS: dict[str, Work] = {}

LOST_AFTER = datetime.timedelta(seconds=60)
SILENT_AFTER = datetime.timedelta(minutes=10)
MOST_ATTEMPTS = 5


class UnknownJob(Exception):
    """No function performs this kind of job."""

    def __init__(self, *, kind: str) -> None:
        super().__init__(f"Nothing performs jobs of the kind {kind!r}.")


def performs(kind: str) -> Callable[[Work], Work]:
    """Register the function that performs one kind of job."""

    def register(work: Work) -> Work:
        PERFORMERS[kind] = work
        return work

    return register


def enqueue(kind: str, *, at: datetime.datetime, **arguments: Any) -> Job:
    """Write a job in this transaction and send it when the transaction commits."""
    job = Job.objects.create(kind=kind, arguments=arguments, created_at=at)
    transaction.on_commit(lambda: send(job.pk))
    return job


def send(number: int) -> None:
    """Tell the workers of a job; if the broker is away, the sweep will."""
    from common.tasks import run_job

    try:
        run_job.delay(number)
    except run_job.OperationalError:
        logger.warning("The broker took no message for job %s; the sweep will send it.", number)


def run(number: int) -> Job | None:
    """Perform one waiting job; None where it is already taken, done or gone."""
    job = _claim(number, at=clock.now())
    if job is None:
        return None
    try:
        _performer(job.kind)(job)
    except Refused as refusal:
        _finish(job, Job.State.FAILED, sentence=refusal.sentence)
    except Exception:
        logger.exception("Job %s failed", job)
        _finish(job, Job.State.FAILED, sentence=_("The work could not be finished. Nothing was changed."))
    else:
        _finish(job, Job.State.DONE)
    return job


def report(job: Job, *, progress: int, message_en: str, message_cy: str) -> None:
    """Show how far a job has come; called outside the work's own transaction, it is seen at once."""
    job.progress, job.message_en, job.message_cy, job.heard_at = progress, message_en, message_cy, clock.now()
    job.save(update_fields=["progress", "message_en", "message_cy", "heard_at"])


def lost(*, at: datetime.datetime) -> QuerySet[Job]:
    """Return the jobs that nobody works on though they are not done."""
    waiting = Q(state=Job.State.WAITING, created_at__lt=at - LOST_AFTER)
    silent = Q(state=Job.State.RUNNING, heard_at__lt=at - SILENT_AFTER)
    return Job.objects.filter(waiting | silent)


def sweep(*, at: datetime.datetime) -> int:
    """Send lost jobs again, give up on those that were tried too often; return how many were sent."""
    with transaction.atomic():
        jobs = list(lost(at=at).select_for_update(skip_locked=True))
        hopeless = [job for job in jobs if job.attempts >= MOST_ATTEMPTS]
        for job in hopeless:
            _finish(job, Job.State.FAILED, sentence=_("The work was tried several times and did not end."))
        again = [job.pk for job in jobs if job not in hopeless]
        Job.objects.filter(pk__in=again).update(state=Job.State.WAITING)
    for number in again:
        send(number)
    return len(again)


@transaction.atomic
def _claim(number: int, *, at: datetime.datetime) -> Job | None:
    claimed = Job.objects.filter(pk=number, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=at, heard_at=at, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=number) if claimed else None


def _performer(kind: str) -> Work:
    try:
        return PERFORMERS[kind]
    except KeyError:
        raise UnknownJob(kind=kind) from None


def _finish(job: Job, state: str, *, sentence: str | Promise = "") -> None:
    job.state, job.ended_at = state, clock.now()
    job.progress = 100 if state == Job.State.DONE else job.progress
    if sentence:
        said = in_each_language(sentence)
        job.message_en, job.message_cy = said["en"], said["cy"]
    job.save(update_fields=["state", "ended_at", "progress", "message_en", "message_cy"])
