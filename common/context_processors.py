"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "publisher": settings.PUBLISHER,
        "contact_email": settings.CONTACT_EMAIL,
        "statistical_status": settings.STATISTICAL_STATUS,
    }
