"""Two people move money from one line at the same moment: together they never move more than there is."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from common.dated import from_day
from common.errors import Refused
from plans.budgets.ledger import balance
from plans.budgets.models import ApprovalBand, MoneyRequest
from tests.moments import ON
from tests.plans.test_ledger import Ledger

pytestmark = pytest.mark.usefixtures("committed")


def test_virements_at_the_same_moment_cannot_overdraw_a_line():
    ledger = Ledger()
    ApprovalBand.objects.create(board=ledger.board, threshold=Decimal(10_000), during=from_day(ON))
    ledger.allocate(ledger.one, "100")
    together, refused = threading.Barrier(4), []

    def move() -> None:
        try:
            together.wait()
            ledger.move(ledger.one, ledger.two, "40")
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=move) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert balance(ledger.one).free == 20
    assert balance(ledger.two).free == 80
    assert len(refused) == 2
    assert MoneyRequest.objects.filter(outcome=MoneyRequest.Outcome.AGREED).count() == 2
