"""What must hold of the data at any moment, asked by `manage.py check_integrity`; each app adds its checks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import connection

# Returns one sentence for each fault that it finds.
Check = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Named:
    """A check with the words that the command prints."""

    words: str
    check: Check


CHECKS: list[Named] = []


def register(words: str, check: Check) -> None:
    CHECKS.append(Named(words, check))


def missing_constraints() -> Iterable[str]:
    """Find constraints that the models declare and the database lacks, or holds without having tried them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname, convalidated FROM pg_constraint")
        known = dict(cursor.fetchall())
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        known.update({name: True for (name,) in cursor.fetchall() if name not in known})
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if not known.get(constraint.name):
                yield f"{model._meta.label}: the constraint {constraint.name} is not in force."


def missing_triggers() -> Iterable[str]:
    """Find triggers that the models declare and the database lacks, holds in another form, or has switched off."""
    for model, trigger in pgtrigger.registered():
        status, is_enabled = trigger.get_installation_status(model)
        if status != pgtrigger.core.INSTALLED or not is_enabled:
            yield f"{model._meta.label}: the trigger {trigger.name} is not in force."


register("Constraints of the database", missing_constraints)
register("Triggers of the database", missing_triggers)
