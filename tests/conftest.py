"""What all tests share: a database copied from a template that already holds the places and the figures."""

import gc
import uuid
from collections.abc import Iterator
from contextlib import nullcontext

import hypothesis
import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.template import Template
from django.test.utils import _TestState
from django.utils import translation

from common.assets import collect_static_files
from common.catalogue import compile_catalogues
from common.roles import as_owner
from tests.budget import Seconds
from tests.databases import Databases, prepare_all_templates
from tests.parallel import FilesTogether, number_of_processes

# A busy machine is slow to draw examples; that says nothing of what is tested.
hypothesis.settings.register_profile("portal", suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("portal")


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "ask every rule of accessibility at every width in both languages (script/drill accessibility)"
    parser.addoption("--every-rule", action="store_true", help=words)
    parser.addoption("--budget", action="store_true", help="print what each folder took beside what it may take")


def pytest_configure(config: pytest.Config) -> None:
    """Make what all processes read, once, before there are several: texts, and static files named by content."""
    compile_catalogues()
    collect_static_files()
    if config.getoption("--budget") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Seconds())


def pytest_runtestloop() -> None:
    """Let Python look for rubbish less often, and not among what was imported: it would take a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Where several processes will want the templates, make them in one more, ahead of whoever comes first."""
    if getattr(session.config.option, "tx", None) and not hasattr(session.config, "workerinput"):
        prepare_all_templates()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    return number_of_processes(config)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesTogether:
    return FilesTogether(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let a test that says so (`pytest.mark.as_owner`) speak to the database as the owner of its tables."""
    with as_owner() if item.get_closest_marker("as_owner") else nullcontext():
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment) -> None:
    """Let pages render as they do in life: no test asks which templates were used, and noting it takes long."""
    Template._render = _TestState.saved_data.template_render


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
        name = databases.copy()
        before = databases.use(name)
        yield
        databases.use(before)
        databases.drop(name)


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
