"""Reads about the record: what somebody may read of it, and the rows that one entry changed."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import Q, QuerySet
from psycopg import sql

from accounts.models import AuditRecord, Person
from common.histories import histories
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

ROWS_SHOWN = 200
SEE = Permission.SEE_RECORD


def records(person: Person, powers: Powers) -> QuerySet[AuditRecord]:
    """Return the entries that somebody may read, the newest first.

    These are the entries about bodies in reach, those that they made themselves, and, for somebody whose reach is all
    of Wales, those that are about no body.
    """
    bodies = powers.bodies(SEE)
    readable = Q(bodies__overlap=ArraySubquery(bodies.values("pk"))) | Q(by=person)
    if bodies.filter(body_kind=Body.Kind.NATION).exists():
        readable |= Q(bodies=[])
    found = AuditRecord.objects.filter(readable).select_related("by", "on_behalf_of")
    return found.order_by("-at", "-pk")


def narrowed(
    found: QuerySet[AuditRecord], *, words: str = "", action: str = "", since: datetime.date | None = None
) -> QuerySet[AuditRecord]:
    """Narrow entries by words in who did it or what it is about, by action, and by a first day."""
    for word in words.split():
        found = found.filter(
            Q(by__name__icontains=word) | Q(subject_en__icontains=word) | Q(subject_cy__icontains=word)
        )
    if action:
        found = found.filter(action=action)
    return found.filter(at__date__gte=since) if since else found


# What everybody who holds an office in a body may know of it; interests and accounts are not among it.
NEWS = (
    "governance.seat",
    "governance.appointment",
    "governance.decision",
    "clusters.area",
    "clusters.provider",
    "collaboratives.collaborative",
)


def news(person: Person, powers: Powers, *, since: datetime.datetime, most: int = 10) -> list[AuditRecord]:
    """Return what others changed since a moment in the bodies whose offices somebody may see, the newest first."""
    bodies = ArraySubquery(powers.bodies(Permission.SEE_OFFICES).values("pk"))
    found = AuditRecord.objects.filter(at__gt=since, bodies__overlap=bodies, subject_kind__in=NEWS)
    others = found.exclude(by=person).exclude(by=None).select_related("by", "on_behalf_of")
    return list(others.order_by("-at", "-pk")[:most])


@dataclass(frozen=True)
class RowChange:
    """One row before and after: None where it was not there, or is gone."""

    model: type[models.Model]
    key: Any
    before: dict[str, Any] | None
    after: dict[str, Any] | None


ONE_HISTORY = """
    (SELECT {label} AS model, e.pgh_id, e.pgh_label, e.pgh_obj_id, to_jsonb(e) AS row,
        (SELECT to_jsonb(p) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id
         ORDER BY p.pgh_id DESC LIMIT 1) AS earlier
     FROM {table} e WHERE e.pgh_context_id = {context} ORDER BY e.pgh_id LIMIT {limit})
"""


def rows_changed(record: AuditRecord, *, limit: int = ROWS_SHOWN) -> list[RowChange]:
    """Return the rows that an action changed, at most `limit`, in one query over all histories."""
    parts = [
        sql.SQL(ONE_HISTORY).format(
            label=sql.Literal(history.pgh_tracked_model._meta.label_lower),
            table=sql.Identifier(history._meta.db_table),
            context=sql.Literal(record.context),
            limit=sql.Literal(limit),
        )
        for history in histories()
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(parts) + sql.SQL(" LIMIT ") + sql.Literal(limit))
        return [_row_change(*row) for row in cursor.fetchall()]


def _row_change(label: str, _key: int, kind: str, obj: Any, row: Any, earlier: Any) -> RowChange:
    """Return a change from a row of history; a deletion keeps the last state, which is what was before."""
    model = apps.get_model(label)
    if kind == "delete":
        return RowChange(model, obj, _loaded(row), None)
    return RowChange(model, obj, _loaded(earlier), _loaded(row))


def _loaded(row: Any) -> dict[str, Any] | None:
    return json.loads(row) if isinstance(row, str) else row
