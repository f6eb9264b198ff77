"""How slow this machine was during a run, and whether the run took longer than it may on a machine of usual speed.

python script/support/speed.py watch FILE              note into a file, until this is ended, how slow the machine is
python script/support/speed.py judge SECONDS MOST FILE judge a run by what was noted while it went on

Two small pieces of work are done every few seconds, and what they take of the processor is compared with what they
took in a run on two cores that nobody else used. Waiting for each other is not counted: that is the run's own affair.
"""

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

PAUSE = 10  # seconds
ROUNDS = 400_000
START = "import asyncio, email, http.server, json, logging, multiprocessing, sqlite3, ssl, unittest, xml.dom.minidom"
# Seconds of the processor for each piece of work on the machine of which the minutes are promised. They follow from a
# run of all tests that took 12 minutes there, and 29 where the pieces took 0.031 and 0.16 in the middle of it.
USUAL = {"counting": 0.031 * 12 / 29, "starting": 0.16 * 12 / 29}
PROCESSOR = Path("/proc/stat")


def counting() -> float:
    """Return the seconds of the processor that a loop takes."""
    start = time.process_time()
    total = 0
    for number in range(ROUNDS):
        total += number * number % 7
    return time.process_time() - start


def starting() -> float:
    """Return the seconds of the processor that it takes to start a program: files, memory, the kernel."""
    before = _seconds_of_children()
    subprocess.run([sys.executable, "-c", START], check=True)
    return _seconds_of_children() - before


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stolen() -> tuple[int, int]:
    """Return how much of the processor others on the same hardware took since the machine started, and of how much."""
    parts = [int(one) for one in PROCESSOR.read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return parts[7], sum(parts)


def watch(place: Path) -> None:
    while True:
        with place.open("a", encoding="ascii") as noted:
            print(counting(), starting(), *stolen(), file=noted)
        time.sleep(PAUSE)


def slowness(lines: list[str]) -> float:
    """Return how many times as long as usual the work took that was noted; never less than once."""
    noted = [[float(one) for one in line.split()] for line in lines]
    if not noted:
        return 1.0
    slower = [statistics.mean(row[place] for row in noted) / usual for place, usual in enumerate(USUAL.values())]
    of_all = noted[-1][3] - noted[0][3]
    kept = 1 - (noted[-1][2] - noted[0][2]) / of_all if of_all else 1
    return max(1.0, *slower) / kept


def judge(seconds: float, most: float, slower: float) -> str:
    """Say what a run took and would have taken on a machine of usual speed; end the command where that is too long."""
    usual = seconds / slower
    words = f"The whole took {seconds:.0f} s on a machine that took {slower:.2f} times as long as usual: {usual:.0f} s"
    words += f" on a usual one. It may take {most:.0f} s there."
    if usual > most:
        sys.exit(words)
    return words


if __name__ == "__main__":
    if sys.argv[1] == "watch":
        watch(Path(sys.argv[2]))
    place = Path(sys.argv[4])
    lines = place.read_text(encoding="ascii").splitlines() if place.exists() else []
    sys.stdout.write(judge(float(sys.argv[2]), float(sys.argv[3]), slowness(lines)) + "\n")
