"""Looking at and ending processes, by what the system says of them and never by a number alone."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

MARK = "CLWSTWR_LAUNCHED_IN"  # set in the environment of the portal's own processes, to the state folder


class StopRequest:
    """Remembers that a signal asked us to stop, so that no step is broken off half-way."""

    def __init__(self):
        self.number = None
        self.child = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number, _frame):
        self.number = self.number or number
        # Ctrl-C reaches a child in the same terminal by itself; the other signals come to us alone.
        if self.child and number != signal.SIGINT:
            self.child.send_signal(number)

    @property
    def exit_code(self):
        """The exit code by which shells know that a signal ended a command."""
        return 128 + self.number


def read_number(path):
    """Return the number on the first line of a process file, or None."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_running(number, words):
    """Tell whether the process exists and its command line holds these words.

    A number alone proves nothing: after a crash or a restart another program may have it.
    """
    if number is None:
        return False
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except FileNotFoundError:
        return False
    except PermissionError:
        return True  # hidden from us: leave the judgement to the server that finds its own lock
    return os.fsencode(str(words)) in command


def wait_until(condition, seconds, pause=0.02):
    """Return True as soon as the condition holds, False when the seconds are over."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def send(number, what):
    """Send a signal to a process, which may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(number, what)


def kill_group(number):
    """End at once whatever is left of a child's process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)


def launched_in(state):
    """Return the processes that a launcher of this state folder started and that still run."""
    mark = f"{MARK}={state}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            variables = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in variables and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def stop_launched_in(state, seconds=10):
    """Stop what an interrupted launcher left behind; return how many processes that were."""
    left = launched_in(state)
    for number in left:
        send(number, signal.SIGTERM)
    if not wait_until(lambda: not launched_in(state), seconds, pause=0.2):
        for number in launched_in(state):
            send(number, signal.SIGKILL)
        wait_until(lambda: not launched_in(state), 5)
    return len(left)


def tail(path, lines=20):
    """Return the last lines of a log."""
    try:
        text = Path(path).read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
