"""From every state that was released, migrations lead to what stands here, and nothing that was kept is lost."""

import datetime
import os
import subprocess
import sys

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from common import generations, triggers
from tests.databases import ROOT, Databases, addresses
from tests.upgrade.states import PROGRAMS, restore, states, sums

# What a migration is meant to change: the day of the state, then the tables. Its own test says what became of them.
MEANT: dict[str, set[str]] = {
    "2026-11-30": {"budgets_ledgerimport", "budgets_ledgerimportrow", "indicators_figureset"},
}
# Django's own, which get rows for each migration and each new model.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}


def managed(address: str, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *words]
    environment = {**os.environ, **addresses(conninfo_to_dict(address)["dbname"])}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def place(databases: Databases) -> str:
    """The address of a new database with nothing in it, for its owner."""
    return addresses(databases.new())["OWNER_DATABASE_URL"]


def test_there_is_a_state_to_come_from():
    assert states()


@pytest.mark.parametrize("state", states(), ids=lambda state: state.parent.name)
def test_a_database_of_that_day_keeps_what_it_holds(place, state):
    restore(state, place)
    before = sums(place)

    done = managed(place, "migrate", "--verbosity", "0")
    after = sums(place)

    assert done.returncode == 0, done.stderr
    tables = set(before) - GROWING - MEANT.get(state.parent.name, set())
    assert {table: before[table] for table in tables} == {table: after[table] for table in tables}
    assert managed(place, "migrate", "--check").returncode == 0


@pytest.mark.parametrize("state", states()[-1:], ids=lambda state: state.parent.name)
def test_the_last_state_has_a_row_of_every_model(place, state):
    restore(state, place)
    found = sums(place)

    ours = [model for model in apps.get_models() if "site-packages" not in model._meta.app_config.path]
    empty = {model._meta.db_table for model in ours if model._meta.managed}
    assert {table for table in empty if not found.get(table, {"rows": 1})["rows"]} == set()


def test_plans_that_were_frozen_before_there_were_marks_are_read_as_they_were(place):
    restore(states()[0], place)
    managed(place, "migrate", "--verbosity", "0")

    with psycopg.connect(place) as database:
        rules = database.execute("SELECT DISTINCT frozen_at IS NOT NULL, text_rules FROM plans_edition ORDER BY 1")
        assert rules.fetchall() == [(False, "markdown-1"), (True, "plain")]


def test_the_triggers_stand_again_after_a_migration(place):
    restore(states()[-1], place)
    managed(place, "migrate", "--verbosity", "0")

    with psycopg.connect(place) as database, pytest.raises(psycopg.errors.RaiseException, match="append"):
        database.execute("DELETE FROM governance_seatevent")


def test_a_database_that_had_one_role_gets_the_rights_of_the_other(place):
    """As that of a development machine whose portal was started before there were two."""
    restore(states()[-1], place)
    running = addresses(conninfo_to_dict(place)["dbname"])["DATABASE_URL"]
    with psycopg.connect(running) as database, pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.execute("SELECT * FROM governance_seat")

    done = managed(place, "migrate", "--verbosity", "0")

    assert done.returncode == 0, done.stderr
    with psycopg.connect(running, autocommit=True) as database:
        assert database.execute("SELECT count(*) FROM governance_seat").fetchone() != (0,)
        database.execute("UPDATE governance_seat SET version = version + 1")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute("DELETE FROM governance_seatevent")


def test_a_back_up_brings_the_rights_along_and_migrate_those_of_the_database_itself(databases, tmp_path):
    kept, programs = addresses(databases.copy("tables"))["OWNER_DATABASE_URL"], PROGRAMS
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={tmp_path}/kept", kept], check=True)
    restored = addresses(databases.new())["OWNER_DATABASE_URL"]

    subprocess.run([programs / "pg_restore", f"--dbname={restored}", f"{tmp_path}/kept"], check=True)
    before = managed(restored, "check_integrity").stdout
    managed(restored, "migrate", "--verbosity", "0")
    after = managed(restored, "check_integrity").stdout

    words = "Rights of the role that runs the portal"
    assert f"{words}: 1\n  The role clwstwr_running may make temporary tables.\n" in before
    assert f"{words}: in order\n" in after
    assert "Whom the triggers obey: in order\n" in after


def test_a_database_whose_migrations_are_gone_is_left_as_it_is(place):
    restore(states()[-1], place)
    with psycopg.connect(place, autocommit=True) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '0002_older', now())")
    before = sums(place)

    done = managed(place, "migrate", "--verbosity", "0")

    assert done.returncode == 1
    assert "made by an older portal, whose migrations are no longer here (plans.0002_older, 1 in all)" in done.stderr
    assert sums(place) == before


@pytest.mark.as_owner
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


@pytest.mark.as_owner
def triggers_standing() -> int:
    with connection.cursor() as cursor:
        cursor.execute(triggers.OURS)
        return len(cursor.fetchall())


def test_triggers_stay_where_a_change_of_tables_fails(place, databases, django_db_setup, django_db_blocker):
    restore(states()[-1], place)
    with django_db_blocker.unblock():
        before, stood = databases.use(conninfo_to_dict(place)["dbname"]), triggers_standing()
        with pytest.raises(ProgrammingError), triggers.put_up_anew(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE nowhere ADD COLUMN one int")
        standing = triggers_standing()
        databases.use(before)

    assert standing == stood > 0
