"""Extracts and postings by hand at the same moment: they wait for each other, and no row is posted twice."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from budgets.ledger import balance
from budgets.models import Entry
from common import jobs
from common.models import Job
from tests.budgets.extracts import CODES, Extracts, comma_separated, row

pytestmark = pytest.mark.usefixtures("committed")
ROWS = 300


def at_once(*deeds: Callable[[], object]) -> None:
    """Do several things at the same moment, each on a connection of its own; raise what one of them raised."""
    together, errors = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            together.wait()
            deed()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_extracts_with_the_same_rows_and_postings_by_hand_do_not_stop_each_other():
    extracts = Extracts()
    rows = [row(f"T{number}", codes=CODES[number % 3], amount="1") for number in range(ROWS)]
    waiting = [extracts.read(comma_separated(*some)) for some in (rows, reversed(rows))]
    for imported in waiting:
        extracts.confirm(imported, "Both at once")
        imported.refresh_from_db()

    at_once(
        *(lambda job=imported.job_id: jobs.run(job) for imported in waiting),
        lambda: extracts.spend(extracts.two, "5"),
        lambda: extracts.spend(extracts.one, "7"),
    )

    assert set(Job.objects.filter(pk__in=[imported.job_id for imported in waiting]).values_list("state")) == {("done",)}
    assert Entry.objects.filter(imported__isnull=False).count() == ROWS
    assert balance(extracts.two).spent == Decimal(ROWS // 3 + 5)
