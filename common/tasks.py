"""What Celery calls: with the number of a job, or by the timetable."""

from celery import shared_task

from common import clock, jobs, retention


@shared_task
def run_job(number: int) -> None:
    jobs.run(number)


@shared_task
def sweep_jobs() -> None:
    jobs.sweep(at=clock.now())


@shared_task
def forget_what_is_over() -> None:
    retention.forget(at=clock.now())
