"""What Celery calls to send mail, with nothing but the number of one, and to forget what is no longer of use."""

from celery import shared_task

from accounts import once, outbox
from common import clock


@shared_task
def send_message(number: int) -> None:
    outbox.deliver(number)


@shared_task
def sweep_messages() -> None:
    outbox.sweep(at=clock.now())


@shared_task
def forget_old_keys() -> None:
    once.forget_old_keys(at=clock.now())
