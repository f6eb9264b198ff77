"""Starts what the portal is made of, and starts it again when it ends: at once at first, then less and less often."""

import signal
import subprocess
import sys
import time

from places import Refused
from processes import kill_group, tail, wait_until

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30
# What ran for so long ended for a reason of its own, not for the one before.
SETTLED_AFTER = 60
# A worker may finish what it is doing; what takes longer is sent again after the next start.
SECONDS_TO_FINISH = 10


class Child:
    """One long-running process of the portal, in a session of its own so that Ctrl-C reaches only us."""

    def __init__(self, place, name, command, variables):
        self.name = f"{name} process"
        self.log = place.logs / f"{name}.log"
        self._start = {
            "args": [sys.executable, "-m", *command],
            "cwd": place.checkout,
            "env": variables,
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
        }
        with place.log(name) as log:
            self.process = subprocess.Popen(**self._start, stdout=log, stderr=log)

    def start(self):
        """Start it again once nothing of it is left: children of a killed process would go on beside the new one."""
        self.finish()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(**self._start, stdout=log, stderr=log)

    def running(self):
        return not self.ended()

    def ended(self):
        return self.process.poll() is not None

    def ask_to_stop(self, what=signal.SIGTERM):
        if not self.ended():
            self.process.send_signal(what)

    def finish(self):
        """End whatever the process left in its session."""
        kill_group(self.process.pid)
        self.process.wait()


def stop_children(children):
    """Ask all to stop, wait a while, then end those that remain."""
    for what, seconds in ((signal.SIGTERM, SECONDS_TO_FINISH), (signal.SIGQUIT, 2)):
        for child in children:
            child.ask_to_stop(what)
        if wait_until(lambda: all(child.ended() for child in children), seconds):
            break
    for child in children:
        child.finish()


class Kept:
    """Something with a name that is running or can be started, and that is to run for as long as the portal does."""

    def __init__(self, kept, say):
        self.kept = kept
        self.say = say
        self.pause = FIRST_PAUSE
        self.started_at = time.monotonic()
        self.due_at = None

    def look(self, now):
        """See to it that it runs, or that it is started again when its pause is over."""
        if self.due_at is not None:
            if now >= self.due_at:
                self._start(now)
        elif not self.kept.running():
            self._plan(now)
        elif now - self.started_at > SETTLED_AFTER:
            self.pause = FIRST_PAUSE

    def _plan(self, now):
        self.say(f"The {self.kept.name} has ended by itself and is started again in {self.pause:g} s")
        if self.pause > FIRST_PAUSE:
            self.say(f"The last lines of {self.kept.log}:\n{tail(self.kept.log)}")
        self.due_at = now + self.pause
        self.pause = min(2 * self.pause, LONGEST_PAUSE)

    def _start(self, now):
        self.due_at = None
        self.started_at = now
        try:
            self.kept.start()
        except Refused as refused:
            self.say(str(refused))


def keep(kept, stop, say):
    """Keep all of these running until somebody asks us to stop."""
    watched = [Kept(each, say) for each in kept]
    while not stop.number:
        for each in watched:
            each.look(time.monotonic())
        time.sleep(0.2)
