"""The one clock. Rules of the domain take `at=` or `on=`; only the edges of the portal ask the clock."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from common.dates import day_of


def now() -> datetime.datetime:
    """Return this moment, aware; where CLOCK_FILE is set, the moment written in that file."""
    if settings.CLOCK_FILE:
        moved = _moved_moment(Path(settings.CLOCK_FILE))
        if moved is not None:
            return moved
    return timezone.now()


def today() -> datetime.date:
    """Return today in Wales."""
    return day_of(now())


def _moved_moment(path: Path) -> datetime.datetime | None:
    try:
        written = path.read_text().strip()
    except FileNotFoundError:
        return None
    return datetime.datetime.fromisoformat(written) if written else None
