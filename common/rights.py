"""What the role that runs the portal may do: read and write rows, but nothing to what is only ever added to.

It makes no table and no temporary one either: what bears the name of a table and stands before it would be read by the
functions of triggers in its place.
"""

from collections.abc import Iterable

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pghistory.models import Context

from common import integrity, triggers

WRITES = ("INSERT", "UPDATE", "DELETE")
ROWS = ("SELECT", *WRITES)
TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
# Some rights can be given for single columns too.
HELD = """
    SELECT relname, held FROM pg_class CROSS JOIN unnest(%(rights)s::text[]) AS held
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
      AND (has_table_privilege(%(role)s, pg_class.oid, held)
           OR held IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
              AND has_any_column_privilege(%(role)s, pg_class.oid, held))
"""
WIDER = """
    SELECT words FROM (VALUES
        ('is a superuser', (SELECT rolsuper FROM pg_roles WHERE rolname = %(role)s)),
        ('may make roles', (SELECT rolcreaterole FROM pg_roles WHERE rolname = %(role)s)),
        ('may make databases', (SELECT rolcreatedb FROM pg_roles WHERE rolname = %(role)s)),
        ('may act as the owner of tables',
            EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                    AND pg_has_role(%(role)s, relowner, 'MEMBER'))),
        ('may make tables', has_schema_privilege(%(role)s, 'public', 'CREATE')),
        ('may make schemas', has_database_privilege(%(role)s, current_database(), 'CREATE')),
        ('may make temporary tables', has_database_privilege(%(role)s, current_database(), 'TEMPORARY'))
    ) AS facts (words, is_so) WHERE is_so
"""


def taken_away() -> dict[str, tuple[str, ...]]:
    """Return by table which rights on rows the running role does not have."""
    away: dict[str, tuple[str, ...]] = dict.fromkeys(triggers.append_only(), ("UPDATE", "DELETE"))
    away |= dict.fromkeys(triggers.written_by_triggers(), WRITES)
    # What is known of a change grows while it lasts: whoever acts adds to it.
    away[Context._meta.db_table] = ("DELETE",)
    away[MigrationRecorder.Migration._meta.db_table] = WRITES
    return away


def settle() -> None:
    """Give the running role its rights and no others; whoever asks owns database and tables."""
    name, role = connection.ops.quote_name, running_role()
    database = name(connection.settings_dict["NAME"])
    given, to = ", ".join(ROWS), f"TO {name(role)}"
    statements = [
        f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {name(role)}",
        f"GRANT CONNECT ON DATABASE {database} {to}",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name(role)}",
        f"GRANT USAGE ON SCHEMA public {to}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {given} ON TABLES {to}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES {to}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {name(role)}",
        f"GRANT {given} ON ALL TABLES IN SCHEMA public {to}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public {to}",
    ]
    there = set(connection.introspection.table_names())
    for table, rights in taken_away().items():
        if table in there:
            statements.append(f"REVOKE {', '.join(rights)} ON {name(table)} FROM {name(role)}")
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements))


def running_role() -> str:
    if role := settings.RUNNING_ROLE:
        return str(role)
    raise CommandError("DATABASE_URL names no role: the rights of the role that runs the portal are given by its name.")


def other_rights() -> Iterable[str]:
    """Find what the running role may do and should not, or may not do and should."""
    role, away = running_role(), taken_away()
    with connection.cursor() as cursor:
        cursor.execute(WIDER, {"role": role})
        yield from (f"The role {role} {words}." for (words,) in cursor.fetchall())
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(HELD, {"role": role, "rights": [*ROWS, "TRUNCATE", "REFERENCES", "TRIGGER"]})
        held = set(cursor.fetchall())
    due = {(table, right) for table in tables for right in ROWS if right not in away.get(table, ())}
    for table, right in sorted(held ^ due):
        yield f"{table}: the role {role} {'has' if (table, right) in held else 'lacks'} the right {right}."


integrity.register("Rights of the role that runs the portal", other_rights)
