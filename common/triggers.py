"""The triggers of the database while its tables change: taken down before, put up again after, in one transaction.

A trigger that names a column which is gone would stop what comes after it, and the old one of a history refuses every
row where a column is new. Nobody sees the tables without them: whoever writes waits for the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

LOCK = "changing the tables"
OURS = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND starts_with(tgname, 'pgtrigger_')
"""


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
