"""A year's extract of 50,000 rows: read and posted to the penny, broken off half-way, and run again."""

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from budgets.extracts.reconciling import Reconciled
from budgets.ledger import balances, total
from budgets.models import BudgetLine, Entry, LedgerImport, LedgerImportRow
from common import jobs
from tests.budgets.extracts import CODES, Extracts, comma_separated, counted, row
from tests.factories import BudgetLineFactory

pytestmark = pytest.mark.usefixtures("committed")
ROWS, BAD = 50_000, 12
FIRST = datetime.date(2025, 4, 1)
EVERY = ROWS // BAD
# What is written in a bad row in place of its amount or its day.
FAULTS = {"amount": "12x", "day": "31/02/2026"}


def bad(number: int) -> dict[str, str]:
    """Return what is wrong in a row of the extract; nothing in most."""
    which, rest = divmod(number, EVERY)
    name = "amount" if which % 2 else "day"
    return {name: FAULTS[name]} if rest == 7 and which < BAD else {}


def whole_year() -> tuple[bytes, Decimal]:
    """Return an extract of every day of a year, most of it for three lines, and what its good rows come to."""
    rows, sum_of_good = [], Decimal(0)
    for number in range(ROWS):
        pence = Decimal(number % 99_999 + 1) / 100
        day = FIRST + datetime.timedelta(days=number % 365)
        codes = CODES[number % 3] if number % 1000 else ("CC9", "9999")
        made = {"day": day.strftime("%d/%m/%Y"), "amount": f"{pence:,.2f}", **bad(number)}
        rows.append(row(f"T{number}", codes=codes, words=f"Invoice {number}", **made))
        sum_of_good += 0 if bad(number) else pence
    return comma_separated(*rows), sum_of_good


def own_connection() -> psycopg.Connection:
    parameters = {name: value for name, value in connection.get_connection_params().items() if name != "cursor_factory"}
    parameters.pop("context", None)
    return psycopg.connect(**parameters, autocommit=True)


@contextmanager
def in_the_way(waiting: LedgerImportRow) -> Iterator[psycopg.Connection]:
    """Hold the key of one row in a transaction of its own, so that posting comes as far as that row and waits."""
    elsewhere = BudgetLineFactory(year=waiting.imported.year)
    with own_connection() as other, other.transaction(force_rollback=True):
        other.execute(
            "INSERT INTO budgets_entry (key, kind, line_id, amount, dated_on, period, reason, reference, drawn,"
            " entered_at) VALUES (%s, 'actual', %s, 1, '2026-02-10', 11, 'In the way', '', 0, now())",
            [waiting.key, elsewhere.pk],
        )
        yield other


def break_off(imported: LedgerImport) -> None:
    """Post an extract, and end the database's process for it when half of the rows are entered."""
    ended = threading.Event()

    def work() -> None:
        try:
            jobs.run(imported.job_id)
        finally:
            connection.close()
            ended.set()

    half = imported.rows.filter(outcome="new")[ROWS // 2]
    with in_the_way(half) as other, own_connection() as watching:
        threading.Thread(target=work).start()
        blocked: list[tuple[int]] = []
        while not blocked and not ended.wait(0.02):
            statement = "SELECT pid FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
            blocked = watching.execute(statement, [other.info.backend_pid]).fetchall()
        watching.execute("SELECT pg_terminate_backend(%s)", blocked[0])
        ended.wait()


def test_a_whole_year_is_read_to_the_penny_and_posted_once_though_it_was_broken_off():
    extracts = Extracts()
    content, sum_of_good = whole_year()

    imported = extracts.read(content, total=sum_of_good)

    told = counted(imported)
    assert {name: rows for name, (rows, _sum) in told.items()} == {"new": 49_938, "suspense": 50, "refused": 12}
    assert told["new"][1] + told["suspense"][1] == sum_of_good
    assert Reconciled.of(imported).is_even
    refused = imported.rows.filter(outcome="refused").values_list("number", "fault_column", "fault_en")
    columns = {"amount": "Net Amount", "day": "Transaction Date"}
    assert [(number, column) for number, column, _fault in refused] == [
        (number + 2, columns[name]) for number in range(ROWS) for name in bad(number)
    ]
    assert all(any(one in fault for one in FAULTS.values()) for _number, _column, fault in refused)

    extracts.confirm(imported)
    imported.refresh_from_db()
    break_off(imported)

    assert not Entry.objects.exists()
    stopped = LedgerImport.objects.get()
    assert (stopped.standing, stopped.job.state) == ("read", "failed")
    assert stopped.job.message_en == "The work could not be finished. Nothing was changed."

    posted = extracts.work(extracts.confirm(stopped))

    assert posted.state == "posted"
    assert Entry.objects.filter(imported=posted).count() == Entry.objects.count() == ROWS - BAD
    assert total(balances(BudgetLine.objects.all()).values()).spent == sum_of_good
    assert {name: rows for name, (rows, _sum) in counted(posted).items()} == {
        "new": 49_938,
        "suspense": 50,
        "refused": 12,
    }
