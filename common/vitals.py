"""Signs of life of what the portal is made of: each is asked for by itself, and none is waited for long.

The worker and the timetable cannot be asked. Each leaves a sign in the cache every few seconds, and the sign fades.
"""

import logging

import psycopg
import redis
from celery import current_app
from django.core.cache import cache
from django.db import connection
from kombu.exceptions import OperationalError as BrokerError

logger = logging.getLogger(__name__)

WORKER, BEAT = "worker", "beat"
SIGN_EVERY, FADES_AFTER = 5, 20  # seconds; the timetable looks as often (CELERY_BEAT_MAX_LOOP_INTERVAL)
SECONDS_TO_ANSWER = 2
IMPATIENT = {
    "max_retries": 0,
    "socket_connect_timeout": SECONDS_TO_ANSWER,
    "socket_timeout": SECONDS_TO_ANSWER,
}


def leave_sign(name: str) -> None:
    """Note that a process is alive; where the cache is away nobody could read it."""
    try:
        cache.set(_key(name), True, FADES_AFTER)
    except redis.exceptions.RedisError as problem:
        logger.warning("The cache took no sign of life of the %s: %s", name, problem)


def signs() -> dict[str, bool | None]:
    """Return what answers or was heard of lately, by name; None where that cannot be known."""
    heard = _heard()
    return {
        "database": _database_answers(),
        "cache": heard is not None,
        "queue": _queue_answers(),
        WORKER: None if heard is None else WORKER in heard,
        BEAT: None if heard is None else BEAT in heard,
    }


def can_be_read(found: dict[str, bool | None]) -> bool:
    """Tell whether readers have their pages: work in the background may wait."""
    return bool(found["database"] and found["cache"])


def _key(name: str) -> str:
    return f"alive-{name}"


def _heard() -> set[str] | None:
    """Return which processes left a sign that has not faded; None where the cache does not answer."""
    try:
        found = cache.get_many([_key(name) for name in (WORKER, BEAT)])
    except redis.exceptions.RedisError:
        return None
    return {name for name in (WORKER, BEAT) if _key(name) in found}


def _database_answers() -> bool:
    """Ask on a connection of its own: those that threads keep may be older than what is wrong."""
    parameters = {**connection.get_connection_params(), "connect_timeout": SECONDS_TO_ANSWER}
    try:
        with psycopg.connect(**parameters) as own:
            return own.execute("SELECT true").fetchone() == (True,)
    except psycopg.Error:
        return False


def _queue_answers() -> bool:
    try:
        with current_app.connection_for_write(transport_options=IMPATIENT) as broker:
            return bool(broker.default_channel.client.ping())
    except (BrokerError, redis.exceptions.RedisError):
        return False
