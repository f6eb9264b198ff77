"""How long rows are kept: each app says so of its own tables, and what is over is removed once a day.

A row with a history is the record of what was done and stays; so does each table that is kept `for_good`. Of any other
an app says what of it is over at a moment. A table of which nobody says so fails a test.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import models, transaction

Model = type[models.Model]
# Told a moment, returns the rows of a table that are of no use from then on.
Over = Callable[[datetime.datetime], models.QuerySet[Any]]

KEPT: set[Model] = set()
OVER: dict[Model, Over] = {}


def for_good(*kept: Model) -> None:
    KEPT.update(kept)


def until(model: Model, over: Over) -> None:
    OVER[model] = over


def forget(*, at: datetime.datetime) -> dict[str, int]:
    """Remove what is over, one table after the other; return how many rows of each table that were."""
    return {model._meta.label_lower: _forget(over(at)) for model, over in OVER.items()}


@transaction.atomic
def _forget(rows: models.QuerySet[Any]) -> int:
    removed: dict[str, int] = rows.delete()[1]
    return removed.get(rows.model._meta.label, 0)


def register() -> None:
    """Say it of the tables that every app uses."""
    from common.models import Job, LoadedFiles, PublicVersion, TranslationState

    for_good(Job, LoadedFiles, PublicVersion, TranslationState)
