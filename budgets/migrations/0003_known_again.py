"""Rows that were read under the earlier identity are given the present one; the keys of their entries stay."""

from typing import Any

from django.db import migrations

from budgets.extracts.reidentifying import IDENTIFIED, identified

EARLIER = 1
UPDATE = """
    UPDATE budgets_ledgerimportrow AS row
        SET identity = found.identity, values_key = found.values_key, number_key = found.number_key
        FROM unnest(%(row)s::bigint[], %(identity)s::uuid[], %(values)s::uuid[], %(number)s::uuid[])
             AS found (id, identity, values_key, number_key)
        WHERE row.id = found.id
"""
POSTED = "UPDATE budgets_ledgerimportrow SET key_version = %(version)s WHERE imported_id = %(imported)s"
# What was not posted yet is posted under the present identity.
OTHERS = "UPDATE budgets_ledgerimportrow SET key = identity WHERE imported_id = %(imported)s AND identity IS NOT NULL"


def identify(apps: Any, schema_editor: Any) -> None:
    """Give the good rows of each extract their identity, one extract after the other."""
    for imported in apps.get_model("budgets", "LedgerImport").objects.order_by("pk").iterator():
        found = identified(imported)
        with schema_editor.connection.cursor() as cursor:
            columns = [list(column) for column in zip(*found, strict=True)] if found else [[] for _name in IDENTIFIED]
            cursor.execute(UPDATE, dict(zip(IDENTIFIED, columns, strict=True)))
            is_posted = imported.state == "posted"
            cursor.execute(POSTED if is_posted else OTHERS, {"imported": imported.pk, "version": EARLIER})


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_identity_of_rows")]

    operations = [migrations.RunPython(identify, migrations.RunPython.noop, elidable=True)]
