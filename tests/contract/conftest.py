"""What the contracts share: the pages of the examples, answered in this process."""

import contextlib
import io
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.system.signed_in import ADMINISTRATOR, SIGN_IN


class ExamplePortal:
    """The pages with something on each, to readers and to a national administrator who just signed in."""

    def __init__(self) -> None:
        self.reader, self.administrator = Client(), Client()

    def read(self, query: str, *values: object) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    def sign_in(self) -> None:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(SIGN_IN.format(email=ADMINISTRATOR), {})  # noqa: S102
        self.administrator.cookies["sessionid"] = printed.getvalue().split()[-1]


@pytest.fixture(scope="module")
def portal(databases, django_db_setup, django_db_blocker) -> Iterator[ExamplePortal]:
    with django_db_blocker.unblock():
        name = databases.copy("pages")
        before = databases.use(name)
        prepared = ExamplePortal()
        prepared.sign_in()
        yield prepared
        databases.use(before)
        databases.drop(name)
