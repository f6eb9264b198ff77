"""The history of rows is only ever added to, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from accounts.models import AuditRecord
from common.histories import histories
from tests.contract.test_models import factory_of

pytestmark = pytest.mark.django_db
CHANGES = {
    "changed": sql.SQL("UPDATE {table} SET {column} = {column}"),
    "removed": sql.SQL("DELETE FROM {table}"),
}


@pytest.mark.as_owner
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("history", [*histories(), AuditRecord], ids=lambda model: model.__name__)
def test_no_history_can_be_changed_or_removed(history, change):
    factory_of(getattr(history, "pgh_tracked_model", history))()
    rows = history.objects.count()
    statement = CHANGES[change].format(
        table=sql.Identifier(history._meta.db_table), column=sql.Identifier(history._meta.pk.column)
    )

    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rows > 0
    assert history.objects.count() == rows
