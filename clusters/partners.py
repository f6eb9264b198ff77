"""The local authorities that a planning group plans for: each has a seat in it."""

import datetime
from collections.abc import Iterator

from clusters.models import Area
from governance.models import Body


def authorities(group: Body, on: datetime.date) -> Iterator[Body]:
    """Return the authorities that a group covers on a day, in the order of the alphabet."""
    yield from Area.objects.filter(coverages__planning_group=group.pk, coverages__during__contains=on).in_order()
