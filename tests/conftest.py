"""What all tests share: a database copied from a template that already holds the places and the figures."""

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation
from psycopg import sql

from common.assets import collect_static_files
from common.catalogue import compile_catalogues
from tests.parallel import FilesTogether, number_of_processes

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "clusters", "collaboratives", "common", "governance", "indicators", "plans", "portal", "config")


# A busy machine is slow to draw examples; that says nothing of what is tested.
hypothesis.settings.register_profile("portal", suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("portal")


def pytest_configure() -> None:
    """Make what all processes read, once, before there are several: texts, and static files named by content."""
    compile_catalogues()
    collect_static_files()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    return number_of_processes(config)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesTogether:
    return FilesTogether(config, log)


class Databases:
    """Makes databases on the test server: a template once for each state of the code, copies in no time."""

    def __init__(self) -> None:
        self.server = dict(settings.DATABASES["default"])
        self.made: list[str] = []

    def template(self) -> str:
        """Return the name of a database that holds the shipped data; build it where the code changed."""
        name = f"template_{_state_of_the_code()}"
        with self._server() as server:
            # Another run beside this one may want the same template: one builds it, the other waits.
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
            if not self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]):
                self._build(name)
        return name

    def _build(self, name: str) -> None:
        unfinished = f"{name}_unfinished"
        self._drop(unfinished)
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
        self.use(unfinished)
        for command in ("migrate", "load_reference_data", "load_plan_templates", "compute_figures"):
            call_command(command, verbosity=0, stdout=_Silence())
        connection.close()
        renaming = "ALTER DATABASE {} RENAME TO {}"
        self._run(sql.SQL(renaming).format(sql.Identifier(unfinished), sql.Identifier(name)))

    def copy(self) -> str:
        """Return the name of a new copy of the template."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        template = self.template()
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        self.made.append(name)
        return name

    def use(self, name: str) -> str:
        """Point Django at a database; return the name of the one before."""
        before = connection.settings_dict["NAME"]
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        return before

    def drop_all(self) -> None:
        for name in self.made:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _server(self) -> psycopg.Connection:
        parts = {"host": self.server["HOST"], "user": self.server["USER"], "password": self.server["PASSWORD"]}
        if self.server["PORT"]:
            parts["port"] = self.server["PORT"]
        return psycopg.connect(dbname=self.server["NAME"], autocommit=True, **parts)

    def _run(self, statement, arguments=()) -> list[tuple]:
        with self._server() as server:
            cursor = server.execute(statement, arguments)
            return cursor.fetchall() if cursor.description else []


class _Silence:
    def write(self, words: str) -> None:
        """Take words and keep them."""


def _state_of_the_code() -> str:
    total = hashlib.sha256()
    sources = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    for path in [*sources, *sorted((ROOT / "data").iterdir())]:
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.drop_all()


@pytest.fixture(scope="session")
def django_db_setup(databases, django_db_blocker) -> Iterator[None]:
    """Take the place of pytest-django's own set-up: every test sees the shipped data."""
    with django_db_blocker.unblock():
        before = databases.use(databases.copy())
    yield
    with django_db_blocker.unblock():
        databases.use(before)


@pytest.fixture
def committed(databases, django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database of this test's own, in which transactions really commit."""
    with django_db_blocker.unblock():
        before = databases.use(databases.copy())
        yield
        databases.use(before)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Give each test a corner of the cache that nobody else writes to, even in another run beside this one."""
    caches["default"].key_prefix = uuid.uuid4().hex


@pytest.fixture
def moved_clock(settings, tmp_path):
    """Return a function that moves the clock to a moment, given as ISO text."""
    path = tmp_path / "now"
    settings.CLOCK_FILE = str(path)
    return path.write_text


@pytest.fixture
def page(client):
    """Return a function that opens a page and reads it."""

    def open_page(address: str) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return open_page


@pytest.fixture
def enter(client):
    """Return a function that signs somebody in, second factor and all."""

    def entered(person) -> None:
        client.force_login(person)
        person.authenticator_set.get_or_create(type="totp", defaults={"data": {"secret": "made for a test"}})

    return entered


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: a page that the test before opened leaves its language behind."""
    with translation.override("en"):
        yield
