"""Two roles of the database: one runs the portal, the other owns its tables and is asked for by few commands only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction


@contextmanager
def as_owner() -> Iterator[None]:
    """Let this process speak to its database as the owner: to change tables, or to remove rows for good."""
    owner = settings.OWNER_DATABASE
    if not owner:
        raise CommandError(
            "OWNER_DATABASE_URL is not set: it is the address at which the owner of the tables reaches the database. "
            "The role of DATABASE_URL may neither change tables nor remove what is kept."
        )
    if connection.settings_dict["USER"] == owner["USER"]:
        yield
        return
    # Which database it is stays as it is: both addresses name the same.
    parts = {name: value for name, value in owner.items() if name != "NAME"}
    before = {name: connection.settings_dict[name] for name in parts}
    _speak_as(parts)
    try:
        yield
    finally:
        _speak_as(before)


def _speak_as(parts: dict[str, object]) -> None:
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("A transaction belongs to one role from its beginning to its end.")
    connection.close()
    connection.settings_dict.update(parts)
