"""What Celery calls: nothing but the number of a job."""

from celery import shared_task

from common import clock, jobs


@shared_task
def run_job(number: int) -> None:
    jobs.run(number)


@shared_task
def sweep_jobs() -> None:
    jobs.sweep(at=clock.now())
