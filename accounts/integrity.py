"""The chain of the record: each change has its entry, each row is as its history ends."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg import sql

from accounts import factor_secrets
from accounts.models import AuditRecord
from common import integrity
from common.histories import histories

WITHOUT_ENTRY = """
    SELECT count(*) FROM {history} h
    WHERE NOT EXISTS (SELECT 1 FROM {record} r WHERE r.context = h.pgh_context_id)
"""
NOT_AS_IT_ENDS = """
    SELECT count(*) FROM {table} t
    LEFT JOIN LATERAL (
        SELECT * FROM {history} h WHERE h.pgh_obj_id = t.{key} ORDER BY h.pgh_id DESC LIMIT 1
    ) last ON true
    WHERE last.pgh_id IS NULL OR ROW({kept}) IS DISTINCT FROM ROW({present})
"""


def changes_without_entry() -> Iterable[str]:
    """Find changes of tracked rows that no entry of the record answers for."""
    for history in histories():
        count = _count(WITHOUT_ENTRY, history=_table(history), record=_table(AuditRecord))
        if count:
            yield f"{history.pgh_tracked_model._meta.label}: changes without an entry in the record: {count}."


def rows_unlike_their_history() -> Iterable[str]:
    """Find rows that are not what the last entry of their history says."""
    for history in histories():
        model = history.pgh_tracked_model
        columns = [field.column for field in model._meta.local_fields]
        count = _count(
            NOT_AS_IT_ENDS,
            table=_table(model),
            history=_table(history),
            key=sql.Identifier(model._meta.pk.column),
            kept=sql.SQL(", ").join(sql.Identifier("last", column) for column in columns),
            present=sql.SQL(", ").join(sql.Identifier("t", column) for column in columns),
        )
        if count:
            yield f"{model._meta.label}: rows that are not as their history ends: {count}."


def factors_not_safe() -> Iterable[str]:
    """Find second factors whose secret is in clear, or which nobody could use for want of the key."""
    found = factor_secrets.not_safe()
    if found:
        yield f"Second factors whose secret is not encrypted with a key of FACTOR_KEYS: {len(found)}."


def register() -> None:
    integrity.register("Changes have their entry in the record", changes_without_entry)
    integrity.register("Rows are as their history ends", rows_unlike_their_history)
    integrity.register("Secrets of second factors are encrypted", factors_not_safe)


def _table(model: Any) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _count(query: str, **parts: sql.Composable) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(**parts))
        return int(cursor.fetchone()[0])
