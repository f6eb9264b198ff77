"""The ledger is asked whether it is whole: each fault is found, and nothing else."""

import datetime
from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection

from budgets import integrity
from budgets.actions import entries
from budgets.actions.periods import close_period, reopen_period
from budgets.actions.posting import Told
from budgets.models import Entry, Kind, LineSum, MoneyRequest
from common.integrity import CHECKS
from tests.budgets.test_ledger import Ledger
from tests.factories import BudgetLineFactory, ClusterFactory, EntryFactory, MoneyRequestFactory
from tests.moments import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.as_owner]
UNCHECKED = ("budgets.Entry:ledger_rules", "budgets.Entry:append_only", "budgets.LineSum:only_by_entries")


@pytest.fixture
def ledger() -> Ledger:
    """A ledger in which something of each kind was posted."""
    made = Ledger()
    made.allocate(made.one, "1000")
    made.spend(made.one, "40", draws_on=made.commit(made.one, "100"))
    made.reverse(made.spend(made.one, "7"))
    made.decide(made.move(made.one, made.two, "200"))
    return made


def found() -> dict[str, list[str]]:
    told = {title: list(integrity.faults(query, words)) for title, words, query in integrity.CHECKS}
    return {title: faults for title, faults in told.items() if faults}


def test_what_came_through_actions_is_whole(ledger):
    for amount in (3, 2):
        told = Told(dated_on=datetime.date(2026, 2, 10), reason="Seen")
        entries.forecast(line=ledger.one, amounts={12: Decimal(amount)}, told=told, by=ledger.lead, at=AT, on=ON)

    assert found() == {}
    assert {title for title, _words, _query in integrity.CHECKS} <= {named.words for named in CHECKS}


@pytest.mark.parametrize("change", ["amount = amount + 1", "drawn = drawn + 1"])
def test_sums_that_differ_from_the_entries_are_found(ledger, change):
    with pgtrigger.ignore(*UNCHECKED), connection.cursor() as cursor:
        cursor.execute(f"UPDATE budgets_linesum SET {change} WHERE line_id = {ledger.two.pk}")

    words = f"Budget line {ledger.two.pk}: its sums are not those of its entries."
    assert found() == {"Sums of budget lines are those of their entries": [words]}


def test_a_sum_that_is_missing_is_found(ledger):
    with pgtrigger.ignore(*UNCHECKED):
        LineSum.objects.filter(line=ledger.one, kind=Kind.COMMITMENT).delete()

    assert list(found()) == ["Sums of budget lines are those of their entries"]


def test_a_virement_to_another_board_is_found(ledger):
    there = BudgetLineFactory(body=ClusterFactory(), stream=ledger.stream, year=ledger.year)
    with pgtrigger.ignore(*UNCHECKED):
        entry = EntryFactory(kind=Kind.VIREMENT, line=ledger.one, to_line=there, amount=5)

    words = f"Entry {entry.pk}: a virement out of its board, year or stream."
    assert found() == {"Virements stay in a board, year and stream": [words]}


def test_more_drawn_than_committed_is_found(ledger):
    commitment = Entry.objects.get(kind=Kind.COMMITMENT)
    with pgtrigger.ignore(*UNCHECKED):
        EntryFactory(kind=Kind.ACTUAL, line=ledger.one, amount=61, drawn=61, draws_on=commitment)

    words = f"Entry {commitment.pk}: more is drawn than was committed."
    assert found() == {"Spending draws on no more than was committed": [words]}


def test_an_allocation_below_nought_is_found(ledger):
    with pgtrigger.ignore(*UNCHECKED):
        EntryFactory(kind=Kind.REDUCTION, line=ledger.one, amount=1001)

    words = f"Budget line {ledger.one.pk}: its allocation is below nought."
    assert found() == {"No allocation is below nought": [words]}


def test_a_request_that_was_posted_otherwise_than_asked_for_is_found(ledger):
    entry = Entry.objects.filter(kind=Kind.ALLOCATION).get()
    request = MoneyRequestFactory(
        from_line=ledger.one, to_line=ledger.two, amount=1000, outcome=MoneyRequest.Outcome.AGREED, entry=entry
    )

    words = f"Request {request.pk}: agreed, but not posted as it was asked for."
    assert found() == {"What was agreed about money was posted": [words]}


def test_an_entry_in_a_closed_period_is_found_and_one_after_its_reopening_is_not(ledger):
    closing = close_period(board=ledger.board, year=ledger.year, period=11, by=ledger.officer, at=AT, on=ON)
    hour = datetime.timedelta(hours=1)
    with pgtrigger.ignore(*UNCHECKED):
        late = EntryFactory(line=ledger.one, entered_at=AT + hour)
    reopen_period(closing=closing, reason="One is missing", by=ledger.officer, at=AT + 2 * hour, on=ON)
    EntryFactory(line=ledger.one, entered_at=AT + 3 * hour)

    words = f"Entry {late.pk}: entered in a period after it was closed."
    assert found() == {"Closed periods took no entry": [words]}
