"""Somebody closes a period while others post in it: what is closed takes no entry afterwards."""

import threading

import pytest
from django.db import connection

from common.errors import Refused
from plans.budgets import period_actions
from plans.budgets.models import Entry, PeriodClosing
from tests.plans.test_ledger import Ledger

pytestmark = pytest.mark.usefixtures("committed")


def together(*deeds) -> list[str]:
    """Do some things at the same moment; return what was refused."""
    start, refused = threading.Barrier(len(deeds)), []

    def do(deed) -> None:
        try:
            start.wait()
            deed()
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_period_that_closes_while_others_post_takes_what_came_before_and_refuses_the_rest():
    ledger = Ledger()
    posting = [lambda line=line: ledger.commit(line, "1") for line in ledger.lines * 2]

    refused = together(
        *posting, lambda: period_actions.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)
    )

    assert set(refused) <= {"Period 11 is closed: it takes no entry."}
    assert Entry.objects.count() + len(refused) == len(posting)
    assert PeriodClosing.objects.count() == 1
    with pytest.raises(Refused, match="Period 11 is closed"):
        ledger.commit(ledger.one, "1")


def test_of_two_who_close_a_period_one_is_told_that_it_is_closed():
    ledger = Ledger()

    def close() -> None:
        period_actions.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)

    assert together(close, close) == ["This period is closed already."]
    assert PeriodClosing.objects.count() == 1
