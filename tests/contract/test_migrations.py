"""The migrations make what the models say, of which the templates of the tests are made in a tenth of the time."""

import os
import subprocess
import sys

import psycopg
import pytest

from tests.databases import ROOT, Databases, addresses

# Everything of a database that people make, each part as PostgreSQL itself would write it down.
PARTS = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity, is_generated,
               character_maximum_length, numeric_precision, numeric_scale, collation_name, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT p.proname, p.prosrc, p.prosecdef, p.proconfig::text
        FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL""",
    "rights": """
        SELECT relname, relacl::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')""",
    "rights to come": "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl",
    "extensions": "SELECT extname FROM pg_extension",
    "migrations": "SELECT app, name FROM django_migrations",
}


def parts_of(address: str) -> dict[str, set[tuple]]:
    with psycopg.connect(address) as database:
        return {name: set(database.execute(query).fetchall()) for name, query in PARTS.items()}


@pytest.fixture
def migrated(databases: Databases):
    """The address of a new database to which every migration was applied, one after the other."""
    name = databases.new()
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **addresses(name)}, check=True)
    yield addresses(name)["DATABASE_URL"]
    databases.drop(name)


def test_migrations_make_the_same_database_as_the_models(migrated, databases):
    made_of_models = parts_of(addresses(databases.copy("tables"))["DATABASE_URL"])

    made_by_migrations = parts_of(migrated)

    for part in PARTS:
        assert made_by_migrations[part] - made_of_models[part] == set(), part
        assert made_of_models[part] - made_by_migrations[part] == set(), part
    assert len(made_by_migrations["triggers"]) > len(made_by_migrations["migrations"]) > 0
