"""What the tests in a real browser share: the running portal, the browser, and pages opened in it."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.system.running import Portal
from tests.system.signed_in import ADMINISTRATOR, cookie

QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The first has no window of its own to draw, which saves half of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = {"width": 1280, "height": 720}, {"width": 320, "height": 640}
Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def portal(databases, tmp_path_factory) -> Iterator[Portal]:
    """The portal, running over a copy of the shipped data and the examples, which journeys change."""
    yield from running(Portal(databases.copy("examples"), tmp_path_factory.mktemp("portal"), "journeys"))


@pytest.fixture(scope="session")
def prepared(databases, tmp_path_factory) -> Iterator[Portal]:
    """A portal that no journey changes, with something on every page for signed-in people."""
    yield from running(Portal(databases.copy("pages"), tmp_path_factory.mktemp("prepared"), "pages"))


def running(started: Portal) -> Iterator[Portal]:
    try:
        started.start()
    except Exception as problem:
        started.stop()
        pytest.fail(f"The portal did not start: {problem}", pytrace=False)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def session(prepared) -> dict[str, str]:
    """The cookie of an administrator who may see every page of the register."""
    return cookie(prepared, ADMINISTRATOR)


@pytest.fixture(scope="session")
def every_rule(request) -> bool:
    """Whether every rule is asked at every width in both languages, which takes long."""
    return request.config.getoption("--every-rule")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen. Its driver keeps an event loop in this thread, which Django would else not share."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = driver.chromium.launch(executable_path=found, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def open_page(browser, portal) -> Iterator[Opener]:
    """Return a function that opens a page of the portal in a fresh window: `open_page(path, scripts=False)`."""
    windows = []

    def opened(path: str, *, viewport: dict[str, int] = WIDE, scripts: bool = True) -> Page:
        windows.append(browser.new_context(base_url=portal.web.address, viewport=viewport, java_script_enabled=scripts))
        page = windows[-1].new_page()
        page.set_default_timeout(30_000)
        page.goto(path)
        return page

    yield opened
    for window in windows:
        window.close()
