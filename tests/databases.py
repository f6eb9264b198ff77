"""Databases of the tests: templates that are made once for each state of what they are made of, and copies of them.

A template remembers, as its comment, every file of the portal that was read while it was made. It serves for as long
as those files are the same, so that an edit of a page, a text or a test makes nothing anew.
"""

import datetime
import hashlib
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
PREFIX = "template_"
SECONDS_FOR_OTHERS_TO_LEAVE = 60
COMMENTS = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE starts_with(datname, %s)"


@dataclass(frozen=True)
class Layer:
    """What a template adds to the one that it is copied from."""

    below: str | None = None
    is_of_a_day: bool = False  # what it holds is told from the day on which it is made


LAYERS = {
    "tables": Layer(),
    "figures": Layer("tables"),
    "examples": Layer("figures", is_of_a_day=True),
    "pages": Layer("examples", is_of_a_day=True),
}


class Databases:
    """Makes databases on the test server as their owner, in no time where a template stands, and drops them again."""

    def __init__(self) -> None:
        self.server = os.environ["OWNER_DATABASE_URL"]
        self.made: list[str] = []

    def copy(self, layer: str = "figures") -> str:
        """Return the name of a new copy of the template of a layer."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._copy(layer, name)
        self.made.append(name)
        return name

    def new(self) -> str:
        """Return the name of a new database with nothing in it."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self.made.append(name)
        return name

    def prepare(self, layer: str) -> None:
        """See to it that the template of a layer stands."""
        with self._locked(layer):
            self._template(layer)

    def use(self, name: str) -> str:
        """Point Django at a database; return the name of the one before."""
        before = connection.settings_dict["NAME"]
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        return before

    def drop(self, name: str) -> None:
        """Drop a database; whoever is still there is sent away, or waited for where that is not ours to do."""
        end = time.monotonic() + SECONDS_FOR_OTHERS_TO_LEAVE
        while True:
            try:
                return self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                # Such as autovacuum, which belongs to the server and goes by itself.
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def drop_all(self) -> None:
        for name in self.made:
            self.drop(name)

    @contextmanager
    def _locked(self, layer: str) -> Iterator[None]:
        """Keep other processes from the template: one makes it, the others wait."""
        with self._connect() as server:
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"{PREFIX}{layer}"])
            yield

    def _copy(self, layer: str, name: str) -> str:
        """Copy the template of a layer to a database of this name; return the template's own."""
        with self._locked(layer):
            source = self._template(layer)
            statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
            self._run(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(source)))
            # Of the rights, those on the database as a whole are no part of it.
            self._run(sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            return source

    def _template(self, layer: str) -> str:
        return self._valid(layer) or self._make(layer)

    def _valid(self, layer: str) -> str | None:
        """Return the template of this layer that is made of what stands here now; drop those that are not."""
        valid = None
        for name, comment in self._run(COMMENTS, [f"{PREFIX}{layer}_"]):
            if comment and _is_still_so(json.loads(comment)):
                valid = name
            else:
                self.drop(name)
        return valid

    def _make(self, layer: str) -> str:
        """Make the template of this layer in a process of its own, whose modules are what it is made of."""
        name, below = f"{PREFIX}{layer}_{uuid.uuid4().hex[:12]}", LAYERS[layer].below
        made_of = {}
        if below:
            source = self._copy(below, name)
            made_of = json.loads(dict(self._run(COMMENTS, [source]))[source])
        else:
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        files = self._fill(layer, name)
        made_of = {"files": made_of.get("files", {}) | digests(files), "shape": shape(), "day": _day(layer)}
        made_of |= {"catalogue": _digest(CATALOGUE), "texts": texts(made_of["files"])}
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(json.dumps(made_of)))
        self._run(comment)
        return name

    def _fill(self, layer: str, name: str) -> list[str]:
        """Fill a database with what the layer adds; return the files that this took."""
        variables = {**os.environ, **addresses(name)}
        command = [sys.executable, "-m", "tests.template", layer]
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        if done.returncode:
            self.drop(name)
            raise RuntimeError(f"The template {layer} could not be made:\n{done.stdout}{done.stderr}")
        return done.stdout.splitlines()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.server, autocommit=True)

    def _run(self, statement, arguments=()) -> list[tuple]:
        with self._connect() as server:
            cursor = server.execute(statement, arguments or None)
            return cursor.fetchall() if cursor.description else []


def addresses(name: str) -> dict[str, str]:
    """Return where the running role and the owner reach a database, by the names of the variables."""
    return {role: make_conninfo(os.environ[role], dbname=name) for role in ("DATABASE_URL", "OWNER_DATABASE_URL")}


def digests(files: Iterable[str]) -> dict[str, str]:
    """Return a digest of each file, by its path below the checkout; nothing of a file that is gone."""
    return {file: _digest(ROOT / file) for file in files if (ROOT / file).exists()}


def shape() -> str:
    """Return a digest of the names of files of which a new one changes tables or data without being named anywhere."""
    migrations = ROOT.glob("[a-z]*/**/migrations/*.py")
    found = sorted(str(path.relative_to(ROOT)) for path in [*migrations, *(ROOT / "data").iterdir()])
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def texts(files: Container[str]) -> str:
    """Return a digest of the Welsh of every text that one of these files writes."""
    entries = [entry for entry in _catalogue() if any(file in files for file, _line in entry.occurrences)]
    return hashlib.sha256(repr([(one.msgid, one.msgstr, one.msgstr_plural) for one in entries]).encode()).hexdigest()


@cache
def _catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _day(layer: str) -> str | None:
    return datetime.date.today().isoformat() if LAYERS[layer].is_of_a_day else None


def _is_still_so(made_of: dict) -> bool:
    is_of_today = made_of["day"] in (None, datetime.date.today().isoformat())
    if not is_of_today or made_of["shape"] != shape() or digests(made_of["files"]) != made_of["files"]:
        return False
    return made_of["catalogue"] == _digest(CATALOGUE) or made_of["texts"] == texts(made_of["files"])


def prepare_all_templates() -> None:
    """Start to make every template that is out of date, in a process beside this one that nobody waits for."""
    command = [sys.executable, "-m", "tests.template"]
    # What goes wrong there goes wrong again, and is told, where somebody waits for the template.
    subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
