"""The portal's settings as the measurements run them: one address more, and a corner of the cache of their own."""

from os import environ

from config import settings
from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench_urls"
# Every run has a database of its own, so it must not find pages that another run has kept.
CACHES = {name: {**cache, "KEY_PREFIX": environ["BENCH_RUN"]} for name, cache in settings.CACHES.items()}
