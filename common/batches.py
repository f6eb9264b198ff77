"""Work on many things one after another, where one that fails does not keep the others waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
Done = TypeVar("Done")


def one_by_one(items: Iterable[Item], work: Callable[[Item], Done], *, what: str) -> list[Done]:
    """Do some work for each item in a transaction of its own; what fails is logged, with all that is known of it."""
    done = []
    for item in items:
        try:
            with transaction.atomic():
                done.append(work(item))
        except Exception:
            logger.exception("%s failed for %s", what, item)
    return done
