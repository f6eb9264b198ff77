"""Fill one layer of the templates of databases, and print every file of the portal that this took.

`python -m tests.template LAYER` is a process of its own, so that what it has read is what the layer is made of and
nothing else. Without a layer every template that is out of date is made anew.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OPENED: set[str] = set()
# Apps of others whose migrations make what no model tells of: functions of triggers, older kinds of keys.
NOT_FROM_MODELS = ("contenttypes", "auth", "pghistory")
# Compiled files stand for sources that are in the list; what stands in var/ was made here.
NOT_SOURCES = {".pyc", ".mo"}


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str):
        OPENED.add(arguments[0])


def sources() -> list[str]:
    """Return every file below the checkout that this process imported or opened."""
    modules = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    found = {Path(name).resolve() for name in (*filter(None, modules), *OPENED)}
    below = {path.relative_to(ROOT) for path in found if path.is_relative_to(ROOT) and path.is_file()}
    ours = (path for path in below if path.suffix not in NOT_SOURCES and path.parts[0] not in (".venv", "var"))
    return sorted(str(path) for path in ours)


def tables(call: Callable) -> None:
    """Make the tables straight from the models, as if migrated: tests/contract/test_migrations.py proves them the same.

    Each migration draws anew every model that is related to the one that it changes, which takes most of a minute.
    """
    from django.apps import apps
    from django.conf import settings

    call("migrate", "common")
    for label in NOT_FROM_MODELS:
        call("migrate", label)
    labels = {config.label for config in apps.get_app_configs()}
    settings.MIGRATION_MODULES = dict.fromkeys(labels.difference(NOT_FROM_MODELS))
    call("migrate", run_syncdb=True)
    settings.MIGRATION_MODULES = {}
    call("migrate", fake=True)


def figures(call: Callable) -> None:
    for name in ("load_reference_data", "load_plan_templates", "compute_figures"):
        call(name)


def examples(call: Callable) -> None:
    """Load all that a development machine has, and a closed cluster and published plans for the tests of pages."""
    from tests.system.extra_examples import close_a_cluster, publish_plans

    call("prepare_portal")
    for name in ("people", "plans", "money", "meetings"):
        call(f"load_example_{name}")
    close_a_cluster()
    publish_plans()


def pages(call: Callable) -> None:
    """Let something wait on every page for signed-in people."""
    from tests.system.what_waits import prepare_every_page

    prepare_every_page()


FILLED = {"tables": tables, "figures": figures, "examples": examples, "pages": pages}


def main(layer: str) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from common.roles import as_owner
    from config.celery import application

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    # What the portal leaves to its worker (documents, mails) is done here, once for all copies.
    application.conf.task_always_eager = True
    FILLED[layer](lambda *words, **options: call_command(*words, stdout=sys.stderr, **options))
    # Nobody else looks after the statistics by which the planner chooses.
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def prepare_all() -> None:
    """See to it that every template stands, each made in a process of its own."""
    import django

    django.setup()
    from tests.databases import LAYERS, Databases

    for layer in LAYERS:
        Databases().prepare(layer)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        prepare_all()
    else:
        sys.addaudithook(_note)
        main(sys.argv[1])
        print("\n".join([*sources(), "requirements.txt"]))
