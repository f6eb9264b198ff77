"""What is done at the same moment: money is moved once, counted together, and a key lets one entry in."""

import dataclasses
import threading
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from budgets.actions import entries
from budgets.ledger import balance
from budgets.models import ApprovalBand, Entry, MoneyRequest
from common.dated import from_day
from common.errors import Refused
from tests.budgets.test_ledger import TOLD, Ledger
from tests.moments import ON

pytestmark = pytest.mark.usefixtures("committed")


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do several things at the same moment; return what was refused."""
    together, refused = threading.Barrier(len(deeds)), []

    def do(deed: Callable[[], object]) -> None:
        try:
            together.wait()
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


def test_virements_at_the_same_moment_cannot_overdraw_a_line():
    ledger = Ledger()
    ApprovalBand.objects.create(board=ledger.board, threshold=Decimal(10_000), during=from_day(ON))
    ledger.allocate(ledger.one, "100")
    refused = at_once(*[lambda: ledger.move(ledger.one, ledger.two, "40")] * 4)

    assert balance(ledger.one).free == 20
    assert balance(ledger.two).free == 80
    assert len(refused) == 2
    assert MoneyRequest.objects.filter(outcome=MoneyRequest.Outcome.AGREED).count() == 2


def test_parts_that_are_moved_at_the_same_moment_count_together():
    ledger = Ledger()
    ApprovalBand.objects.create(board=ledger.board, threshold=Decimal(100), during=from_day(ON))
    ledger.allocate(ledger.one, "1000")

    refused = at_once(*[lambda: ledger.move(ledger.one, ledger.two, "60", by=ledger.lead)] * 4)

    assert refused == []
    assert balance(ledger.two).free == 60
    assert MoneyRequest.objects.filter(outcome=MoneyRequest.Outcome.WAITING).count() == 3


def test_a_key_that_comes_to_two_lines_at_the_same_moment_lets_one_entry_in():
    ledger = Ledger()
    told = dataclasses.replace(TOLD, key=uuid.uuid4())
    what = {"amount": Decimal(5), "told": told, **ledger.by}

    refused = at_once(*[lambda line=line: entries.allocate(line=line, **what) for line in ledger.lines])

    assert len(refused) == 2
    assert all("was sent before and entered something else" in sentence for sentence in refused)
    assert Entry.objects.count() == 1
