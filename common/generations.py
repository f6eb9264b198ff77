"""Databases of older portals: their migrations were replaced, once, by one for each app, and lead nowhere from here."""

import datetime

import psycopg
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql


def unknown_migrations(database: BaseDatabaseWrapper) -> list[str]:
    """Return the migrations of our own apps that were carried out in a database and that nobody knows any more."""
    here = set(MigrationLoader(None).disk_migrations)
    ours = {label for label, _name in here} & {config.label for config in apps.get_app_configs()}
    done = MigrationRecorder(database).applied_migrations()
    return sorted(f"{label}.{name}" for label, name in done if label in ours and (label, name) not in here)


def put_aside(*, on: datetime.date) -> str | None:
    """Give a database that an older portal made another name, and its own to a new one; return the other name."""
    if not unknown_migrations(connection):
        return None
    name, server = connection.settings_dict["NAME"], connection.get_connection_params()
    connection.close()
    server = {key: server[key] for key in ("host", "port", "user", "password") if server.get(key)}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as found:
        taken = {row[0] for row in found.execute("SELECT datname FROM pg_database")}
        aside = next(one for one in _names(f"{name}_until_{on.isoformat().replace('-', '_')}") if one not in taken)
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        found.execute(rename.format(sql.Identifier(name), sql.Identifier(aside)))
        found.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return aside


def _names(first: str):
    yield first
    yield from (f"{first}_{number}" for number in range(2, 1000))
