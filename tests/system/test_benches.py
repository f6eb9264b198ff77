"""Each measurement runs: one short round, whose figures say nothing, so that none is found broken when it is needed."""

import subprocess
import sys

import pytest

from tests.databases import ROOT, addresses
from tests.system.running import environment

SUPPORT = ROOT / "script" / "support"
NAMES = sorted(path.stem.removeprefix("bench_") for path in SUPPORT.glob("bench_*.py"))
SHARED = {"common", "settings", "urls", "web"}
MEASUREMENTS = [name for name in NAMES if name not in SHARED]


def listed() -> set[str]:
    command = ["bash", "script/bench"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
    return set(said.stdout.partition(": ")[2].split())


def test_every_measurement_can_be_asked_for():
    assert listed() == set(MEASUREMENTS)


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_a_short_round_of_each_measurement_ends_well(name, databases, tmp_path):
    reached = addresses(databases.copy("tables"))
    variables = environment(reached["DATABASE_URL"], "benches") | reached
    # They ask through Django's own client too, which calls itself by a host that only development allows by itself.
    del variables["ALLOWED_HOSTS"]
    variables |= {"BENCH_IN_SHORT": "1", "BENCH_LIKE": databases.copy("examples"), "ENVIRONMENT": "development"}
    command = [sys.executable, str(SUPPORT / f"bench_{name}.py")]

    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    figures = [line.split() for line in done.stdout.splitlines()]
    assert [words for words in figures if len(words) >= 3 and words[1].replace(".", "").isdigit()] != []
