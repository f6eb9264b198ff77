"""What Celery calls for plans."""

from celery import shared_task

from common import clock
from plans.deciding import actions


@shared_task
def publish_due() -> None:
    """Publish the plans whose moment has come."""
    actions.publish_due(at=clock.now(), on=clock.today())
