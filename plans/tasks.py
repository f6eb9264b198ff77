"""What Celery calls for plans."""

from celery import shared_task

from common import clock
from plans.review import actions, reminders


@shared_task
def publish_due() -> None:
    """Publish the plans whose moment has come."""
    actions.publish_due(at=clock.now(), on=clock.today())


@shared_task
def remind() -> None:
    """Remind of what is due those whose turn it is, at most once a day."""
    reminders.remind(at=clock.now(), on=clock.today())
