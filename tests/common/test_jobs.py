import datetime

import pytest

from common import jobs
from common.errors import Refused
from common.models import Job
from tests.factories import AT, JobFactory

pytestmark = pytest.mark.django_db
KIND = "examples.work"


@pytest.fixture
def performed(monkeypatch):
    """The numbers of the jobs that the example work was asked to do."""
    done = []
    monkeypatch.setitem(jobs.PERFORMERS, KIND, lambda job: done.append(job.pk))
    return done


def performs(monkeypatch, error: Exception):
    def fail(_job: Job) -> None:
        raise error

    monkeypatch.setitem(jobs.PERFORMERS, KIND, fail)


def test_a_job_is_sent_only_when_its_transaction_commits(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = jobs.enqueue(KIND, at=AT, release=7)

    assert len(callbacks) == 1
    assert (job.state, job.arguments, job.created_at) == (Job.State.WAITING, {"release": 7}, AT)


def test_a_job_is_done_once_however_often_its_message_arrives(performed):
    job = JobFactory()

    first, second = jobs.run(job.pk), jobs.run(job.pk)

    assert performed == [job.pk]
    assert (first.state, first.progress, first.attempts) == (Job.State.DONE, 100, 1)
    assert second is None


def test_a_refused_job_says_why_in_both_languages(monkeypatch):
    performs(monkeypatch, Refused("The file is empty."))

    job = jobs.run(JobFactory().pk)

    assert job.state == Job.State.FAILED
    assert (job.message_en, job.message_cy) == ("The file is empty.", "The file is empty.")


def test_a_job_that_breaks_shows_no_trace_to_its_reader(monkeypatch):
    performs(monkeypatch, ZeroDivisionError("secret"))

    job = jobs.run(JobFactory().pk)

    assert job.state == Job.State.FAILED
    assert job.message_en == "The work could not be finished. Nothing was changed."
    assert "secret" not in job.message_en + job.message_cy


def test_a_job_of_an_unknown_kind_fails():
    job = jobs.run(JobFactory(kind="examples.nobody").pk)

    assert job.state == Job.State.FAILED


def test_a_lost_job_is_sent_again(performed):
    fresh = JobFactory(created_at=AT)
    old = AT - datetime.timedelta(minutes=11)
    waiting = JobFactory(created_at=old)
    silent = JobFactory(created_at=old, state=Job.State.RUNNING, heard_at=old)

    sent = jobs.sweep(at=AT)

    assert sent == 2
    assert set(jobs.lost(at=AT).values_list("pk", flat=True)) == {waiting.pk, silent.pk}
    assert Job.objects.get(pk=silent.pk).state == Job.State.WAITING
    assert Job.objects.get(pk=fresh.pk).state == Job.State.WAITING


def test_a_job_that_was_tried_too_often_is_given_up():
    hopeless = JobFactory(created_at=AT - datetime.timedelta(hours=1), attempts=jobs.MOST_ATTEMPTS)

    sent = jobs.sweep(at=AT)

    hopeless.refresh_from_db()
    assert sent == 0
    assert (hopeless.state, hopeless.message_en) == (
        Job.State.FAILED,
        "The work was tried several times and did not end.",
    )


def test_progress_is_kept_in_both_languages():
    job = JobFactory(state=Job.State.RUNNING)

    jobs.report(job, progress=40, message_en="Computing.", message_cy="Yn cyfrifo.")

    job.refresh_from_db()
    assert (job.progress, job.message_en, job.message_cy) == (40, "Computing.", "Yn cyfrifo.")
