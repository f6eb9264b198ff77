"""One dead process ends nothing: script/server starts it again, and readers have their pages."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.addresses import page_address
from script.support import crowds
from script.support.processes import kill_group, launched_in, read_number, wait_until
from tests.system.checkouts import ROOT, SUPPORT, Checkout, checkout_in_a_private_folder
from tests.system.running import get

SUPERVISED = ROOT / "tests" / "system" / "supervised.py"
PATHS = [page_address(name, language) for name in ("portal:about", "portal:privacy") for language in ("en", "cy")]
SECONDS_WITHOUT_PAGES = 15
SECONDS_TO_START, SECONDS_TO_STOP = 120, 60
SECONDS_FOR_A_MAIL = 90
# A word by which the command of each process is known.
COMMANDS = {"web server": "config.web", "worker": "worker", "beat": "beat"}
WITHOUT_WAITING_FOR_THE_DISK = " ".join(
    f'{role}="${role}&options=-csynchronous_commit%3Doff"' for role in ("DATABASE_URL", "OWNER_DATABASE_URL")
)
A_NATION = "from tests.factories import NationFactory; NationFactory(is_example=False)"
FILL = (
    (sys.executable, "-m", "tests.template", "tables"),
    (sys.executable, "manage.py", "shell", "-c", A_NATION),
)
SERVICES = {"PostgreSQL": "postgres/postmaster.pid", "Valkey": "valkey/valkey.pid"}


class Supervised:
    """A portal that script/server's own code runs, over services and data of its own."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout, self.state = checkout, checkout.state()
        self.log = checkout.folder / "launcher.log"
        with self.log.open("ab") as log:
            self.launcher = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", sys.executable, str(SUPERVISED), str(checkout.folder)],
                env=checkout.environment(ENVIRONMENT="test"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: "Ready: " in self.said() or self.has_ended(), SECONDS_TO_START)
        assert not self.has_ended(), self.said()
        self.port = int(re.search(r"Ready: http://127.0.0.1:([0-9]+)/", self.said())[1])

    @property
    def seconds_without_pages(self) -> float:
        """The seconds that readers may be without pages; more where the machine is so busy that it starts slowly."""
        started, answered = (
            float(re.search(rf"([0-9.]+) s  Starting the {name} process", self.said())[1]) for name in ("web", "worker")
        )
        return max(SECONDS_WITHOUT_PAGES, 3 * (answered - started))

    def said(self) -> str:
        return self.log.read_text()

    def has_ended(self) -> bool:
        return self.launcher.poll() is not None

    def health(self) -> dict[str, bool | None]:
        return json.loads(get(self.port, "/health/").body)

    def number_of(self, kind: str) -> int | None:
        """Return the number of the process of this kind, None while there is none."""
        if kind in SERVICES:
            return read_number(self.state / SERVICES[kind])
        parent, _, child = kind.partition("'s ")
        found = [number for number in children_of(self.launcher.pid) if COMMANDS[parent] in command_of(number)]
        found = children_of(found[0]) if found and child else found
        return found[-1] if found else None


def children_of(number: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    except OSError:
        return []


def program_of(number: int) -> str | None:
    try:
        return os.readlink(f"/proc/{number}/exe")
    except OSError:
        return None


def command_of(number: int) -> list[str]:
    try:
        return Path(f"/proc/{number}/cmdline").read_text().split("\0")
    except OSError:
        return []


@pytest.fixture(scope="module")
def supervised() -> Iterator[Supervised]:
    with checkout_in_a_private_folder(whole=True) as checkout:
        for command in FILL:
            filled = checkout.call("run", "sh", "-c", f'{WITHOUT_WAITING_FOR_THE_DISK} exec "$@"', "sh", *command)
            assert filled.returncode == 0, filled.stderr
        portal = Supervised(checkout)
        yield portal
        portal.launcher.terminate()
        wait_until(portal.has_ended, SECONDS_TO_STOP)
        kill_group(portal.launcher.pid)


def readers_of_a_portal_whose(kind: str, supervised: Supervised) -> crowds.Readers:
    """Kill a process while readers read, wait until another is there and pages come; return what the readers saw."""
    limit = supervised.seconds_without_pages
    with crowds.Readers(supervised.port, PATHS, fresh=True) as readers:
        assert wait_until(lambda: readers.have_pages_since(0), limit)
        assert wait_until(lambda: supervised.number_of(kind), SECONDS_TO_START)
        number, killed_at = supervised.number_of(kind), time.monotonic()
        os.kill(number, signal.SIGKILL)
        assert wait_until(lambda: supervised.number_of(kind) not in (None, number), limit)
        replaced_at = time.monotonic()
        assert wait_until(lambda: readers.have_pages_since(replaced_at), limit)
    assert [fault for fault in readers.faults if fault[0] > killed_at + limit] == []
    return readers


def test_nothing_that_runs_is_the_owner_of_the_tables_or_could_become_it(supervised):
    for kind in COMMANDS:
        assert wait_until(lambda kind=kind: supervised.number_of(kind), SECONDS_TO_START)
        variables = Path(f"/proc/{supervised.number_of(kind)}/environ").read_bytes()
        assert b"DATABASE_URL=postgresql://clwstwr_running:" in variables
        assert b"OWNER_DATABASE_URL" not in variables


@pytest.mark.parametrize("kind", ["web server's child", "web server", *SERVICES])
def test_readers_have_pages_again_when_what_serves_them_was_killed(supervised, kind):
    readers_of_a_portal_whose(kind, supervised)

    assert get(supervised.port, "/health/").status == 200, supervised.health()


@pytest.mark.parametrize("kind", ["worker", "worker's child", "beat"])
def test_readers_notice_nothing_when_what_works_in_the_background_was_killed(supervised, kind):
    readers = readers_of_a_portal_whose(kind, supervised)

    assert readers.faults == []


def test_everything_answers_after_that(supervised):
    assert wait_until(lambda: set(supervised.health().values()) == {True}, SECONDS_TO_START)


def test_work_in_the_background_goes_on_and_links_lead_to_this_portal(supervised):
    """A command that is typed beside the portal writes a mail with a link, and the worker sends it."""
    appoint = ("manage.py", "appoint", "somebody@clusters.example", "--name", "Somebody")
    appointed = supervised.checkout.call("run", sys.executable, *appoint)
    assert appointed.returncode == 0, appointed.stderr

    def mails() -> str:
        return "".join(file.read_text() for file in supervised.state.glob("mail/*"))

    assert wait_until(mails, SECONDS_FOR_A_MAIL)
    assert set(re.findall(r"https?://[^/\s]+", mails())) == {f"http://127.0.0.1:{supervised.port}"}


def test_the_launcher_says_what_ended_and_stops_all_of_it_in_the_end(supervised):
    for name in ("web server", "worker", "beat", *SERVICES):
        words = f"The {name} has ended by itself" if name in SERVICES else "process has ended by itself"
        assert words in supervised.said()
    assert launched_in(supervised.state) != []

    supervised.launcher.terminate()

    assert supervised.launcher.wait(SECONDS_TO_STOP) == 0
    assert launched_in(supervised.state) == []


def test_what_ends_again_and_again_is_started_less_and_less_often(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(SUPPORT)
    supervision = __import__("supervision")
    starts, said = [], []
    kept = supervision.Kept(Fruitless(tmp_path / "log", starts), said.append)

    for tenth in range(1500):
        kept.look(float(tenth) / 10)
        starts[:] = [at if at is not None else tenth / 10 for at in starts]

    pauses = [round(later - earlier, 1) for earlier, later in zip(starts, starts[1:], strict=False)]
    assert pauses[:3] == [1.1, 2.1, 4.1]
    assert max(pauses) == 30.1
    assert "The worker process has ended by itself and is started again in 0.5 s" in said[0]
    assert "what went wrong" in "".join(said[1:])
    assert "what went wrong" not in said[0]


class Fruitless:
    """Something that ends as soon as it is started."""

    name = "worker process"

    def __init__(self, log: Path, starts: list[float | None]) -> None:
        self.log, self.starts = log, starts
        log.write_text("what went wrong")

    def running(self) -> bool:
        return False

    def start(self) -> None:
        self.starts.append(None)
