"""From every state that was released, migrations lead to what stands here, and nothing that was kept is lost."""

import datetime
import os
import subprocess
import sys

import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from common import generations, triggers
from tests.databases import ROOT, Databases
from tests.upgrade.states import restore, states, sums

# What a migration is meant to change: the day of the state, then the tables. Its own test says what became of them.
MEANT: dict[str, set[str]] = {}


def managed(address: str, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *words]
    environment = {**os.environ, "DATABASE_URL": address}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def place(databases: Databases) -> str:
    """The address of a new database with nothing in it."""
    return make_conninfo(os.environ["DATABASE_URL"], dbname=databases.new())


def test_there_is_a_state_to_come_from():
    assert states()


@pytest.mark.parametrize("state", states(), ids=lambda state: state.parent.name)
def test_a_database_of_that_day_keeps_what_it_holds(place, state):
    restore(state, place)
    before = sums(place)

    done = managed(place, "migrate", "--verbosity", "0")
    after = sums(place)

    assert done.returncode == 0, done.stderr
    tables = set(before) - {"django_migrations"} - MEANT.get(state.parent.name, set())
    assert {table: before[table] for table in tables} == {table: after[table] for table in tables}
    assert managed(place, "migrate", "--check").returncode == 0


@pytest.mark.parametrize("state", states()[-1:], ids=lambda state: state.parent.name)
def test_the_last_state_has_a_row_of_every_model(place, state):
    restore(state, place)
    found = sums(place)

    ours = [model for model in apps.get_models() if "site-packages" not in model._meta.app_config.path]
    empty = {model._meta.db_table for model in ours if model._meta.managed}
    assert {table for table in empty if not found.get(table, {"rows": 1})["rows"]} == set()


def test_the_triggers_stand_again_after_a_migration(place):
    restore(states()[-1], place)
    managed(place, "migrate", "--verbosity", "0")

    with psycopg.connect(place) as database, pytest.raises(psycopg.errors.RaiseException, match="append"):
        database.execute("DELETE FROM governance_seatevent")


def test_a_database_whose_migrations_are_gone_is_left_as_it_is(place):
    restore(states()[-1], place)
    with psycopg.connect(place, autocommit=True) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '0002_older', now())")
    before = sums(place)

    done = managed(place, "migrate", "--verbosity", "0")

    assert done.returncode == 1
    assert "made by an older portal, whose migrations are no longer here (plans.0002_older, 1 in all)" in done.stderr
    assert sums(place) == before


def test_on_a_machine_of_ones_own_it_is_put_aside_under_another_name(
    place, databases, django_db_setup, django_db_blocker
):
    restore(states()[-1], place)
    name = conninfo_to_dict(place)["dbname"]
    with psycopg.connect(place, autocommit=True) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '0002_older', now())")
    kept = sums(place)

    with django_db_blocker.unblock():
        before = databases.use(name)
        aside = generations.put_aside(on=datetime.date(2026, 3, 9))
        again = generations.put_aside(on=datetime.date(2026, 3, 9))
        databases.use(before)
    databases.made.append(aside)

    assert (aside, again) == (f"{name}_until_2026_03_09", None)
    assert sums(make_conninfo(place, dbname=aside)) == kept
    assert sums(place) == {}


def test_triggers_stay_where_a_change_of_tables_fails(place, databases, django_db_setup, django_db_blocker):
    restore(states()[-1], place)
    with django_db_blocker.unblock():
        before = databases.use(conninfo_to_dict(place)["dbname"])
        with pytest.raises(ProgrammingError), triggers.put_up_anew(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE nowhere ADD COLUMN one int")
        with connection.cursor() as cursor:
            cursor.execute(triggers.OURS)
            standing = len(cursor.fetchall())
        databases.use(before)

    assert standing == len(list(pgtrigger.registered()))
