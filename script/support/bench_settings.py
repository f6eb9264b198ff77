"""The portal's settings as the measurements run them: one address more, and a corner of the cache of their own."""

from os import environ

from config.settings import *  # noqa: F403
from config.settings import REDIS_URL

ROOT_URLCONF = "bench_urls"
# Every run has a database of its own, so it must not find pages that another run has kept.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": environ["BENCH_RUN"],
    }
}
