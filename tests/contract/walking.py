"""The portal with something on every page, in databases of its own, for contracts that walk all of it."""

import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction
from django.test import Client
from psycopg import sql

from accounts.models import Person, PersonSession, UsedKey
from tests.databases import Databases
from tests.system.signed_in import ADMINISTRATOR, PREPARE

NOT_COUNTED = {"django_session", PersonSession._meta.db_table, UsedKey._meta.db_table}


class Stage:
    """A database with the examples and something on every page, of which each form gets a copy of its own."""

    def __init__(self, databases: Databases) -> None:
        self.databases, self.prepared = databases, databases.copy("examples")
        before = databases.use(self.prepared)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(PREPARE, {})  # noqa: S102 - what the tests in the browser run in the portal's own shell
        databases.use(before)

    @contextmanager
    def copied(self) -> Iterator[None]:
        """Play on a copy, in which transactions really commit."""
        name = f"{self.prepared}_copy"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with psycopg.connect(self.databases.server, autocommit=True) as server:
            server.execute(statement.format(sql.Identifier(name), sql.Identifier(self.prepared)))
        before = self.databases.use(name)
        try:
            yield
        finally:
            self.databases.use(before)
            self.databases.drop(name)

    def read(self, query: str, *values: object) -> list[tuple]:
        """Return the rows of a query, as a running portal does: the registers of pages ask for it."""
        with connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()


def signed_in(email: str = ADMINISTRATOR) -> Client:
    """Return the browser of somebody who signed in with a second factor."""
    browser, person = Client(), Person.objects.get(email=email)
    browser.force_login(person)
    person.authenticator_set.get_or_create(type="totp", defaults={"data": {"secret": "made for a test"}})
    return browser


def rows() -> Counter[str]:
    """Return how many rows each table has that forms write to."""
    tables = [one for one in connection.introspection.table_names() if one not in NOT_COUNTED]
    tables = [one for one in tables if not one.startswith("indicators_")]
    each = "SELECT {name}, count(*) FROM {table}"
    counted = [sql.SQL(each).format(name=sql.Literal(one), table=sql.Identifier(one)) for one in tables]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(counted))
        return Counter(dict(cursor.fetchall()))


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
