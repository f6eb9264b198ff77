"""Starts PostgreSQL and Valkey for this checkout, for as long as somebody uses them.

    python script/support/services.py run [--for test] COMMAND…    run a command beside them, return its exit code
    python script/support/services.py where [--for test]           print the folder that holds their data
    python script/support/services.py erase [--for test]           stop them and remove that folder

There is one set of services for each purpose, so that tests and measurements never touch the development data.
A server that DATABASE_URL or REDIS_URL names already is used as it is; OWNER_DATABASE_URL goes with the first.
"""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

from local_postgres import LocalPostgres
from local_valkey import LocalValkey
from places import CHECKOUT, PURPOSES, Refused, find_place, sentences_for_people
from processes import StopRequest

KINDS = (LocalPostgres, LocalValkey)


@contextmanager
def locked(path):
    """Hold the lock file of this path; another process that wants it waits."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Service:
    """One of our own services, for whoever keeps it running: no other process starts it at the same moment."""

    def __init__(self, place, server):
        self.place = place
        self.server = server
        self.name = server.name
        self.log = place.logs / f"{server.name.lower()}.log"

    def running(self):
        return self.server.running()

    def start(self):
        with locked(self.place.state / "starting.lock"):
            self.server.start()


class Services:
    """The services of one place, shared by all who use them and stopped by the last."""

    def __init__(self, place, say=lambda sentence: None):
        self.place = place
        self.say = say
        self.servers = [kind(place) for kind in KINDS if not os.environ.get(kind.variable)]
        self.use = None

    def __enter__(self):
        with locked(self.place.state / "starting.lock"):
            self.use = open(self.place.state / "use.lock", "a")
            fcntl.flock(self.use, fcntl.LOCK_SH)
            try:
                self._start()
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(self, *exception):
        with locked(self.place.state / "starting.lock"):
            self._leave()

    def _start(self):
        for server in self.servers:
            self.say(f"{'Using' if server.running() else 'Starting'} {server.name}")
            server.start()

    def _leave(self):
        """Stop the services, unless another process has a share in the lock."""
        with self.use:
            try:
                fcntl.flock(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            stop_all(self.place, self.servers)

    def local(self):
        """Return the services that run here, as something to keep running."""
        return [Service(self.place, server) for server in self.servers]

    def variables(self):
        """Return the environment that tells the portal where its services are."""
        variables = dict(os.environ)
        for server in self.servers:
            variables.update(server.addresses)
        if any(server.variable == "DATABASE_URL" for server in self.servers):
            # libpq reads these too: PGPORT or PGOPTIONS of another project would lead elsewhere.
            variables = {name: value for name, value in variables.items() if not name.startswith("PG")}
        variables.setdefault("SECRET_KEY", self.place.secret("secret-key"))
        variables.setdefault("FACTOR_KEYS", self.place.secret("factor-key"))
        variables.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        if address := self.place.address():
            variables.setdefault("PUBLIC_ADDRESS", address)
        return variables


def stop_all(place, servers):
    """Stop the servers, the last first, and remove the folder of their sockets."""
    for server in reversed(servers):
        server.stop()
    if not any(kind(place).running() for kind in KINDS) and place.sockets.is_dir():
        shutil.rmtree(place.sockets, ignore_errors=True)


def run(place, command):
    """Run the command beside the services and return its exit code."""
    stop = StopRequest()
    with Services(place) as services:
        if stop.number:
            return stop.exit_code
        variables = services.variables()
        variables["ENVIRONMENT"] = "test" if place.purpose == "test" else "development"
        try:
            stop.child = subprocess.Popen(command, env=variables)
        except OSError as problem:
            raise Refused(f"{command[0]} cannot be run: {problem.strerror}.") from None
        code = stop.child.wait()
    return code if code >= 0 else 128 - code


def erase(place):
    """Stop the services and remove everything they keep for this purpose."""
    with locked(place.state / "starting.lock"):
        stop_all(place, [kind(place) for kind in KINDS])
        shutil.rmtree(place.state)
    outside = place.state.parent
    if outside != place.checkout / "var" and not [p for p in PURPOSES if (outside / p).exists()]:
        shutil.rmtree(outside)
    return 0


def where(place):
    print(place.state)
    return 0


def arguments(given):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("run", "where", "erase"):
        action = actions.add_parser(name)
        action.add_argument("--for", dest="purpose", choices=PURPOSES, default="test")
        if name == "run":
            action.add_argument("program")
            action.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args(given)


def main(given):
    """Do what the arguments say; return the exit code."""
    asked = arguments(given)
    with sentences_for_people():
        place = find_place(asked.purpose, CHECKOUT)
        if asked.action == "run":
            return run(place, [asked.program, *asked.arguments])
        return {"where": where, "erase": erase}[asked.action](place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
