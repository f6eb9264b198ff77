"""Somebody closes a period while others post in it: what is closed takes no entry afterwards."""

import threading
import uuid
from dataclasses import replace

import pytest
from django.db import connection

from budgets.actions import entries, periods, suspense
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry, PeriodClosing
from common.errors import Refused
from tests.budgets.test_ledger import TOLD, Ledger, pounds
from tests.factories import BudgetLineFactory

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
        *posting, lambda: periods.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)
    )

    assert set(refused) <= {"Period 11 is closed: it takes no entry."}
    assert Entry.objects.count() + len(refused) == len(posting)
    assert PeriodClosing.objects.count() == 1
    with pytest.raises(Refused, match="Period 11 is closed"):
        ledger.commit(ledger.one, "1")


def test_of_two_who_close_a_period_one_is_told_that_it_is_closed():
    ledger = Ledger()

    def close() -> None:
        periods.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)

    assert together(close, close) == ["This period is closed already."]
    assert PeriodClosing.objects.count() == 1


def test_a_form_that_is_sent_twice_at_the_same_moment_enters_once():
    ledger = Ledger()
    told = replace(TOLD, key=uuid.uuid4())

    def spend() -> None:
        entries.spend(line=ledger.one, amount=pounds("25"), told=told, **ledger.by)

    assert together(spend, spend, spend) == []
    assert balance(ledger.one).spent == 25


def test_of_two_who_move_the_same_spending_out_of_suspense_one_is_told():
    ledger = Ledger()
    held = BudgetLineFactory(
        body=ledger.board, stream=ledger.stream, year=ledger.year, heading=BudgetLine.Heading.SUSPENSE
    )
    entry = ledger.spend(held, "9")

    def move(to_line) -> None:
        suspense.clear_suspense(entry=entry, to_line=to_line, told=TOLD, **ledger.by)

    refused = together(lambda: move(ledger.one), lambda: move(ledger.two))

    assert refused == ["This spending was taken out of suspense already."]
    assert balance(held).spent == 0
    assert balance(ledger.one).spent + balance(ledger.two).spent == 9
