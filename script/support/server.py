"""Runs the whole portal on this machine until Ctrl-C: database, queue, web server, worker and timetable."""

import fcntl
import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from places import CHECKOUT, Refused, find_place, sentences_for_people
from processes import MARK, StopRequest, kill_group, stop_launched_in, tail, wait_until
from services import Services
from supervision import SECONDS_TO_FINISH, Child, keep, stop_children

FIRST_PORT = 8000
PORTS_TO_TRY = 50
SECONDS_TO_ANSWER = 120


class Steps:
    """Says each step in one line, with the seconds since the start."""

    def __init__(self):
        self.start = time.monotonic()

    def say(self, sentence):
        print(f"{time.monotonic() - self.start:5.1f} s  {sentence}", flush=True)


def address_family(host):
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@contextmanager
def held(host, port):
    """Keep a port from other programs until the web server listens at it; that joins us there."""
    with socket.socket(address_family(host), socket.SOCK_STREAM) as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            holder.bind((host, port))
        except OSError:
            raise Refused(f"Port {port} was taken on {host} just now. Start again.") from None
        yield


def is_free(host, port):
    """Tell whether a server could listen at this port."""
    with socket.socket(address_family(host), socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(1)
        except PermissionError:
            raise Refused(f"This account may not listen at port {port}; give PORT a number above 1023.") from None
        except socket.gaierror:
            raise Refused(f"HOST is {host!r}, which is no address of this machine.") from None
        except OSError:
            return False
    return True


def choose_port(host, asked):
    """Return the port that was asked for, or the first free one from 8000."""
    if not asked:
        for port in range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY):
            if is_free(host, port):
                return port
        raise Refused(f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS_TO_TRY - 1} are all taken; name another in PORT.")
    if not asked.isascii() or not asked.isdecimal() or not 0 < int(asked) < 65536:
        raise Refused(f"PORT is {asked!r}; it must be a number from 1 to 65535.")
    if not is_free(host, int(asked)):
        raise Refused(f"Port {asked} is taken on {host}. Stop what listens there, or name another in PORT.")
    return int(asked)


def reachable_host(host):
    """Return the host under which a browser on this machine finds the server."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def address(host, port):
    """Return the portal's address without a path."""
    name = reachable_host(host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def answer(host, port):
    """Return the status of the first page, or None while nobody answers."""
    connection = http.client.HTTPConnection(reachable_host(host), port, timeout=30)
    try:
        connection.request("GET", "/en/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@contextmanager
def only_launcher(place):
    """Refuse a second launcher of the same checkout; it would stop the first one's processes as left over."""
    with open(place.state / "server.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            at = lock.read().strip() or "starting"
            raise Refused(f"The portal of this checkout runs already ({at}). Stop that one first.") from None
        lock.truncate(0)
        yield lock


def prepare(place, variables, stop):
    """Bring database, figures and catalogue up to date; the command says itself what it does."""
    child = subprocess.Popen(
        [sys.executable, "manage.py", "prepare_portal"],
        cwd=place.checkout,
        env=variables,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    while child.poll() is None and not stop.number:
        time.sleep(0.1)
    if stop.number:
        child.terminate()
        wait_until(lambda: child.poll() is not None, SECONDS_TO_FINISH)
    kill_group(child.pid)
    if child.wait() and not stop.number:
        raise Refused("Preparing the portal did not succeed; what went wrong stands above.")


def commands(place, host, port):
    """Return the portal's processes: name and arguments for Python's -m."""
    (place.state / "beat").mkdir(exist_ok=True)
    celery = ("celery", "-A", "config.celery")
    return {
        "web": ("config.web", "--host", host, "--port", str(port)),
        "worker": (
            *celery, "worker", "--concurrency", "2", "--loglevel", "INFO",
            "--without-gossip", "--without-mingle",
        ),
        "beat": (*celery, "beat", "--loglevel", "INFO", "--schedule", str(place.state / "beat" / "schedule")),
    }  # fmt: skip


def check_all_run(children):
    """Refuse to go on when a process has ended, and show what it said last."""
    for child in children:
        if child.ended():
            raise Refused(
                f"The {child.name} ended by itself (exit code {child.process.returncode}). "
                f"The last lines of {child.log}:\n{tail(child.log)}"
            )


def wait_for_first_page(children, host, port, stop):
    """Wait until the first page comes; refuse when it comes as an error or not at all."""
    end, status = time.monotonic() + SECONDS_TO_ANSWER, None
    while not stop.number:
        check_all_run(children)
        status = answer(host, port)
        if status is not None and status < 500:
            return
        if status is not None or time.monotonic() > end:
            said = f"answered with error {status}" if status else f"did not answer in {SECONDS_TO_ANSWER} s"
            log = children[0].log
            raise Refused(f"The web server {said}. The last lines of {log}:\n{tail(log)}")
        time.sleep(0.1)


def tell_examples(place, variables):
    """Print how to sign in as each of the example people."""
    if variables["ENVIRONMENT"] == "development":
        subprocess.run(
            [sys.executable, "manage.py", "example_people"],
            cwd=place.checkout,
            env=variables,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def run_processes(place, services, variables, host, port, stop, steps, lock):
    """Start web server, worker and timetable, and keep them and the services running until a person ends it."""
    # Nothing that runs knows how to become the owner of the tables.
    variables = {name: value for name, value in variables.items() if name != "OWNER_DATABASE_URL"}
    children = []
    try:
        for name, command in commands(place, host, port).items():
            steps.say(f"Starting the {name} process")
            children.append(Child(place, name, command, variables))
            if name == "web":  # alone, so that the first page does not wait for the others
                wait_for_first_page(children, host, port, stop)
        if not stop.number:
            lock.write(f"process {os.getpid()}, {address(host, port)}/en/")
            lock.flush()
            tell_examples(place, variables)
            steps.say(f"Ready: {address(host, port)}/en/ and {address(host, port)}/cy/ (Ctrl-C stops it)")
        keep([*children, *services.local()], stop, steps.say)
    finally:
        steps.say("Stopping")
        stop_children(children)


def launch(place, host, asked_port, stop, prepare=prepare):
    """Run the portal of this place."""
    steps = Steps()
    with only_launcher(place) as lock:
        if left := stop_launched_in(place.state):
            steps.say(f"Stopped {left} processes that an interrupted run had left")
        port = choose_port(host, asked_port)
        steps.say(f"Data stand in {place.state}, logs in {place.logs}")
        with held(host, port), Services(place, steps.say) as services:
            place.note_address(os.environ.get("PUBLIC_ADDRESS") or address(host, port))
            variables = environment(place, services)
            if not variables.get("MAIL_HOST"):
                steps.say(f"Mails are written to files in {variables['MAIL_FOLDER']}: open the links from there")
            if not stop.number:
                prepare(place, variables, stop)
            if not stop.number:
                run_processes(place, services, variables, host, port, stop, steps, lock)
        steps.say("Stopped; everything is kept for the next start")


def environment(place, services):
    """Return the environment of each of the portal's processes."""
    defaults = {"ENVIRONMENT": "development", "MAIL_FOLDER": str(place.state / "mail")}
    return {**defaults, **services.variables(), MARK: str(place.state)}


def main():
    """Run until a signal comes; the exit code is 0 then, and 1 after something that a person must settle."""
    stop = StopRequest()
    host = os.environ.get("HOST") or "127.0.0.1"
    with sentences_for_people():
        launch(find_place("development", CHECKOUT), host, os.environ.get("PORT", ""), stop)


if __name__ == "__main__":
    main()
