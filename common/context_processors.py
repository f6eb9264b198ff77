"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from common import clock


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "publisher": settings.PUBLISHER,
        "today": clock.today(),
        "is_rehearsal": settings.REHEARSAL,
        "contact_email": settings.CONTACT_EMAIL,
        "statistical_status": settings.STATISTICAL_STATUS,
    }
