"""The public version: one number in the database, its copy in the cache, raised by every public action."""

from typing import Any

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import transaction
from django.db.models import F

from common.models import PublicVersion

CACHE_KEY = "public-version"
# If a process dies between commit and cache, the pages are stale for this long at the most.
COPY_LIVES = 30


def version(store: BaseCache = cache) -> int:
    """Return the number that every public page's tag contains."""
    number = store.get(CACHE_KEY)
    return number if number is not None else _copy()


def version_beside(key: str, store: BaseCache = cache) -> tuple[int, Any]:
    """Return the version and what the cache holds under a key (None if nothing), in one journey to the cache."""
    found = store.get_many([CACHE_KEY, key])
    number = found.get(CACHE_KEY)
    return (number if number is not None else _copy()), found.get(key)


def raise_version() -> None:
    """Make every public page new; seen by all once this transaction commits."""
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.create(pk=1, number=2)
    transaction.on_commit(_copy)


def _copy() -> int:
    number = PublicVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 1
    cache.set(CACHE_KEY, number, COPY_LIVES)
    return number
