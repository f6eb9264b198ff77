"""How the tests are shared out when as many processes as there are cores run them at once."""

import os

import pytest
from xdist.scheduler import LoadFileScheduling

# The portals of each process have numbered databases of the queue server to themselves, and those are sixteen.
MOST_PROCESSES = 4
# Cases that share nothing, or only what each process has anyway: they go out one by one, last, to whichever is free.
ONE_BY_ONE = (
    "tests/contract/test_permission_table.py",
    "tests/system/test_every_page.py",
    "tests/system/test_markup.py",
    "tests/system/test_signed_in_pages.py",
)


class FilesTogether(LoadFileScheduling):
    """Keeps the tests of a file in one process, since they share pages and portals; the longest files go first."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(ONE_BY_ONE) else super()._split_scope(nodeid)


def number_of_processes(config: pytest.Config) -> int:
    """Return as many as there are cores for all tests; none beside this one where somebody chose which to run."""
    chosen = config.args_source is config.ArgsSource.ARGS or config.option.keyword
    cores = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return 0 if chosen or cores == 1 else cores


def number_of_this_process() -> int:
    """Return which of the processes this is, from 0."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
