"""The triggers of the database while its tables change: taken down before, put up again after, in one transaction.

A trigger that names a column which is gone would stop what comes after it, and the old one of a history refuses every
row where a column is new. Nobody sees the tables without them: whoever writes waits for the transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from common import integrity

LOCK = "changing the tables"
APPEND_ONLY = "append_only"
OURS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND starts_with(tgname, 'pgtrigger_')
"""
# Anybody may set `pgtrigger.ignore`; it counts only where the owner of this function, and so of the tables, signed in.
IGNORES = "public._pgtrigger_should_ignore"
IGNORES_TEXT = """
    DECLARE
        ignored TEXT := NULLIF(current_setting('pgtrigger.ignore', true), '');
    BEGIN
        IF ignored IS NULL THEN
            RETURN FALSE;
        ELSIF session_user <> (SELECT pg_get_userbyid(proowner) FROM pg_catalog.pg_proc
                               WHERE oid = 'public._pgtrigger_should_ignore(name)'::regprocedure) THEN
            RETURN FALSE;
        END IF;
        RETURN trigger_name = ANY(ignored::TEXT[]);
    END;
"""


class WrittenByTriggers(pgtrigger.Trigger):
    """Guards a table whose rows follow from others: the role that runs the portal only reads it (common.rights)."""


class OfTheOwner(pgtrigger.Trigger):
    """A trigger that writes what the role that runs the portal may not, with the rights of the owner of the tables.

    Where it looks for names is settled here, and not by whoever sets it off.
    """

    def install(self, model: type[models.Model], database: str | None = None) -> Any:
        super().install(model, database=database)
        settled = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER FUNCTION {self.get_pgid(model)}() {settled}")


def append_only() -> set[str]:
    """Return the tables that are only ever added to: each bears the trigger of this name, histories too."""
    return {model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == APPEND_ONLY}


def written_by_triggers() -> set[str]:
    return {m._meta.db_table for m, trigger in pgtrigger.registered() if isinstance(trigger, WrittenByTriggers)}


@contextmanager
def put_up_anew() -> Iterator[None]:
    """Take the triggers down, and put up those of the models as they are now; one process at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
        # A row that waits for its check would keep the table of the next migration from being changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(OURS)
        for table, name in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)} ON {table}")
        yield
        tables = set(connection.introspection.table_names(cursor))
        for model, trigger in pgtrigger.registered():
            if model._meta.db_table in tables:
                trigger.install(model)
        # Each trigger brings the library's own text of this along.
        function = f"{IGNORES}(trigger_name NAME) RETURNS BOOLEAN AS $${IGNORES_TEXT}$$ LANGUAGE plpgsql"
        cursor.execute(f"CREATE OR REPLACE FUNCTION {function}")


def who_is_obeyed() -> Iterable[str]:
    """Find whether somebody else than the owner could have triggers ignored, or writes without the owner's rights."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regprocedure(%s)", [f"{IGNORES}(name)"])
        if cursor.fetchone() != (IGNORES_TEXT,):
            yield f"The function {IGNORES} is not as it was put up: others than the owner may have triggers ignored."
        for model, trigger in pgtrigger.registered():
            if isinstance(trigger, OfTheOwner):
                cursor.execute("SELECT prosecdef FROM pg_proc WHERE proname = %s", [trigger.get_pgid(model)])
                if cursor.fetchone() != (True,):
                    yield f"{model._meta.label}: the trigger {trigger.name} does not have the rights of the owner."


integrity.register("Whom the triggers obey", who_is_obeyed)
