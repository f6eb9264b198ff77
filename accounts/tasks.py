"""What Celery calls to send mail, with nothing but the number of one."""

from celery import shared_task

from accounts import outbox
from common import clock


@shared_task
def send_message(number: int) -> None:
    outbox.deliver(number)


@shared_task
def sweep_messages() -> None:
    outbox.sweep(at=clock.now())
