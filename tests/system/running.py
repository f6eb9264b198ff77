"""The portal as it really runs: web server and worker as processes of their own, over data of their own."""

import datetime
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from bs4 import BeautifulSoup

from config.web import PORTAL
from script.support.processes import kill_group, tail, wait_until
from tests.databases import addresses
from tests.parallel import number_of_this_process

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
FIRST_QUEUE = 1  # of the numbers of the queue server: number 0 is that of the tests without a running portal
QUEUES = ("journeys", "pages", "benches")  # those that each process of the tests has to itself, by what is asked there
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class Answer:
    """What the web server said to one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def document(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")


class Process:
    """One process of the portal; it ends with the tests, even when they are killed."""

    def __init__(self, name: str, arguments: list[str], variables: Mapping[str, str], folder: Path) -> None:
        self.name, self.log = name, folder / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", *arguments],
                cwd=ROOT,
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        self.process.terminate()
        wait_until(self.has_ended, SECONDS_TO_STOP)
        kill_group(self.process.pid)
        self.process.wait()


class WebServer(Process):
    """The web server of a portal, which answers as soon as this exists."""

    def __init__(
        self, variables: Mapping[str, str], folder: Path, name: str = "web", *, application: str = PORTAL
    ) -> None:
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        listening = ["config.web", "--host", HOST, "--port", str(self.port), "--workers", "1", application]
        super().__init__(name, listening, variables, folder)
        wait_until(lambda: self.has_ended() or self._listens(), SECONDS_TO_ANSWER)
        assert not self.has_ended(), tail(self.log)

    def get(self, path: str, **headers: str) -> Answer:
        return get(self.port, path, **headers)

    def _listens(self) -> bool:
        with closing(socket.socket()) as caller:
            return caller.connect_ex((HOST, self.port)) == 0


class Portal:
    """A running portal: its web server, its worker, its data."""

    def __init__(self, database: str, folder: Path, queue: str = "journeys") -> None:
        self.folder = folder
        self.database_address = addresses(database)["DATABASE_URL"]
        self.mail, self.clock = folder / "mail", folder / "clock"
        here = {"MAIL_FOLDER": str(self.mail), "CLOCK_FILE": str(self.clock)}
        self.variables = environment(self.database_address, queue) | here
        self.processes: list[Process] = []

    def start(self) -> None:
        self._forget_jobs()
        celery = ["celery", "-A", "config.celery", "worker", "--concurrency", "1", "--loglevel", "INFO"]
        quiet = ["--without-gossip", "--without-mingle"]
        self.processes.append(Process("worker", [*celery, *quiet], self.variables, self.folder))
        self.web = WebServer(self.variables, self.folder)
        self.processes.append(self.web)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.stop()
        self._forget_jobs()

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py in the portal's environment; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def move_clock(self, moment: datetime.datetime | None) -> None:
        """Let the portal take this for the present moment; None gives it the real time back."""
        self.clock.write_text(moment.isoformat() if moment else "")

    def shell(self, code: str) -> str:
        """Run Python inside the portal; return the last word that it printed."""
        return self.manage("shell", "--verbosity", "0", "-c", code).split()[-1]

    def letters_to(self, address: str) -> list[str]:
        """Return the mails that the worker sent to an address, the oldest first."""
        files = sorted(self.mail.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [letter.get_content() for letter in letters if address in letter["To"]]

    def get(self, path: str, **headers: str) -> Answer:
        return self.web.get(path, **headers)

    def read(self, query: str, *values: object) -> list[tuple]:
        """Return the rows of a query over the portal's own database."""
        with psycopg.connect(self.database_address, autocommit=True) as database:
            return database.execute(query, values).fetchall()

    def _forget_jobs(self) -> None:
        with closing(redis.Redis.from_url(self.variables["REDIS_URL"])) as queue:
            queue.flushdb()


def get(port: int, path: str, **headers: str) -> Answer:
    """Ask a web server of this machine on a connection of its own; redirects are not followed."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


def environment(database_address: str, queue: str) -> dict[str, str]:
    """Return the environment of a portal over this database, with a queue and a cache of its own."""
    number = FIRST_QUEUE + len(QUEUES) * number_of_this_process() + QUEUES.index(queue)
    variables = {**os.environ, "DATABASE_URL": database_address, "ALLOWED_HOSTS": f"{HOST},localhost"}
    variables["REDIS_URL"] = beside(os.environ["REDIS_URL"], number)
    # What runs does not know how to become the owner of the tables.
    for name in ("OWNER_DATABASE_URL", "CLOCK_FILE"):
        variables.pop(name, None)
    return variables


def beside(address: str, number: int) -> str:
    """Return the address of another numbered database of the same queue server."""
    if address.startswith("unix://"):
        return f"{address.partition('?')[0]}?db={number}"
    return urlsplit(address)._replace(path=f"/{number}", query="").geturl()


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]
