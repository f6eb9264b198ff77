"""How long the rows of places are kept that have no history."""

import datetime
from typing import Any

from clusters.models import Assignment, Outline, Population, Postcode, SmallArea, Upload
from common import retention


def register() -> None:
    retention.for_good(Assignment, Outline, Population, Postcode, SmallArea)
    retention.until(Upload, _expired)


def _expired(at: datetime.datetime) -> Any:
    """Return the files that nobody confirmed in time; one that was confirmed is the receipt."""
    return Upload.objects.expired(at=at)
