"""What contracts share that walk every page: who is signed in, how many rows there are, and undoing."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client
from psycopg import sql

from accounts.models import Person, PersonSession, UsedKey
from tests.system.signed_in import ADMINISTRATOR

NOT_COUNTED = {"django_session", PersonSession._meta.db_table, UsedKey._meta.db_table}


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
