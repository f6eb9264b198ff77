"""What no column can hold, and a key that is used again for something else, are refused in a sentence."""

import dataclasses
import uuid
from decimal import Decimal

import pytest

from budgets.actions import entries as actions
from budgets.actions import periods, rules
from budgets.actions import suspense as suspense_actions
from budgets.actions.posting import Told
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry, Kind, LineSum, MoneyRequest, VarianceReason
from common.addresses import page_address
from common.errors import Refused
from tests.budgets.extracts import Extracts, comma_separated, row
from tests.budgets.keeping import with_second_factor
from tests.budgets.test_ledger import TOLD, pounds
from tests.factories import BudgetLineFactory
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
MOST = Decimal("9999999999.99")


@pytest.fixture
def ledger(moved_clock):
    moved_clock(AT.isoformat())
    return with_second_factor()


# --- sums ---


def test_forecasts_that_come_to_too_much_are_refused_on_the_page(ledger, client):
    client.force_login(ledger.officer)
    there = page_address("budgets:forecast", "en", key=ledger.one.pk)
    given = {"seen": "0", "reason": "As far as can be told", "why_en": "It grew", "why_cy": ""}

    answer = client.post(there, {**given, "month_11": "9,999,999,999.99", "month_12": "9,999,999,999.99"})

    assert answer.status_code == 200
    assert "together this comes to more than £9,999,999,999.99" in answer.text
    assert not Entry.objects.exists()


def test_quarters_that_come_to_too_much_are_refused_in_the_grid(ledger, client):
    client.force_login(ledger.officer)
    there = page_address("budgets:forecasts", "en", key=ledger.cluster.pk, year=2025)
    given = {"seen": "0", "reason": "As far as can be told", f"why_{ledger.one.pk}": "It grew"}
    quarters = {f"q{number}_{ledger.one.pk}": "9,999,999,999.99" for number in (3, 4)}

    answer = client.post(there, {**given, **quarters})

    assert answer.status_code == 200
    assert "together this comes to more than" in answer.text
    assert not Entry.objects.exists()


def test_a_line_may_end_the_year_as_far_from_its_budget_as_the_ledger_can_tell(ledger, client):
    """What was spent and what is forecast are each within bounds; how far they lie from the budget is kept too."""
    ledger.spend(ledger.one, str(MOST))
    client.force_login(ledger.officer)
    there = page_address("budgets:forecast", "en", key=ledger.one.pk)
    given = {"seen": "0", "reason": "As far as can be told", "why_en": "It grew", "why_cy": ""}

    assert client.post(there, {**given, "month_12": str(MOST)}).status_code == 302
    assert VarianceReason.objects.get().variance == 2 * MOST


@pytest.mark.parametrize(
    ("perform", "kind"),
    [
        (actions.allocate, Kind.ALLOCATION),
        (actions.commit, Kind.COMMITMENT),
        (actions.spend, Kind.ACTUAL),
        (actions.credit, Kind.ACTUAL),
    ],
)
def test_entries_that_come_to_too_much_on_a_line_are_refused(ledger, perform, kind):
    perform(line=ledger.one, amount=MOST, told=TOLD, **ledger.by)

    with pytest.raises(Refused, match="together this comes to more than £9,999,999,999.99"):
        perform(line=ledger.one, amount=pounds("0.01"), told=TOLD, **ledger.by)

    assert Entry.objects.filter(kind=kind).count() == 1


def test_one_amount_beyond_the_ledger_is_refused_as_such(ledger):
    with pytest.raises(Refused, match="in pounds and pence, at most £9,999,999,999.99"):
        actions.allocate(line=ledger.one, amount=MOST + 1, told=TOLD, **ledger.by)
    with pytest.raises(Refused, match="in pounds and pence, at most"):
        rules.set_band(board=ledger.board, threshold=Decimal("1e30"), start=ON, **{**ledger.by, "by": ledger.approver})


def test_what_a_line_receives_has_the_same_bound(ledger):
    third = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year)
    for line in (ledger.one, ledger.two):
        ledger.allocate(line, str(MOST))
    ledger.decide(ledger.move(ledger.one, third, str(MOST)))

    with pytest.raises(Refused, match="together this comes to more than"):
        ledger.decide(ledger.move(ledger.two, third, "1"))


def test_more_than_one_amount_can_be_is_not_carried_over(ledger):
    ledger.allocate(ledger.one, str(MOST))
    ledger.allocate(ledger.two, "10")
    ledger.decide(ledger.move(ledger.two, ledger.one, "10"))
    periods.close_period(board=ledger.board, year=ledger.year, period=12, **ledger.by)

    with pytest.raises(Refused, match="in pounds and pence, at most"):
        periods.propose_carry_over(board=ledger.board, year=ledger.year, reason="Left", **ledger.by)

    assert not MoneyRequest.objects.filter(what="carry_over").exists()


def test_rows_of_an_extract_that_come_to_too_much_stop_its_posting_with_a_sentence():
    extracts = Extracts()
    rows = [row(f"T{number}", amount=str(MOST)) for number in range(120)]
    rows += [row(f"C{number}", day="10/01/2026", amount=f"-{MOST}") for number in range(120)]

    imported = extracts.post(comma_separated(*rows))

    assert imported.job.state == "failed"
    assert "together this comes to more than £9,999,999,999.99" in imported.job.message_en
    assert "Gyda'i gilydd" in imported.job.message_cy
    assert not Entry.objects.exists()
    assert not LineSum.objects.exists()


# --- keys ---


def with_key(**changes) -> Told:
    return dataclasses.replace(TOLD, key=uuid.uuid4(), **changes)


USES = {
    "another line": lambda ledger, told: actions.allocate(line=ledger.two, amount=pounds("5"), told=told, **ledger.by),
    "another kind": lambda ledger, told: actions.commit(line=ledger.one, amount=pounds("5"), told=told, **ledger.by),
    "another amount": lambda ledger, told: actions.allocate(
        line=ledger.one, amount=pounds("6"), told=told, **ledger.by
    ),
    "spending": lambda ledger, told: actions.spend(line=ledger.two, amount=pounds("5"), told=told, **ledger.by),
    "credit": lambda ledger, told: actions.credit(line=ledger.one, amount=pounds("5"), told=told, **ledger.by),
    "reduction": lambda ledger, told: actions.reduce_allocation(
        line=ledger.one, amount=pounds("5"), told=told, **ledger.by
    ),
    "accrual": lambda ledger, told: actions.accrue(
        line=ledger.one, amount=pounds("5"), told=dataclasses.replace(told, period=10), **ledger.by
    ),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_key_that_was_used_for_something_else_is_refused(ledger, use):
    told = with_key()
    first = actions.allocate(line=ledger.one, amount=pounds("5"), told=told, **ledger.by)

    assert actions.allocate(line=ledger.one, amount=pounds("5"), told=told, **ledger.by) == first
    with pytest.raises(Refused, match="was sent before and entered something else"):
        use(ledger, told)

    assert list(Entry.objects.all()) == [first]


def test_a_key_that_was_used_on_another_line_is_refused_on_the_page(ledger, client):
    client.force_login(ledger.officer)
    given = {"dated_on": "10/2/2026", "reason": "As the letter says", "key": uuid.uuid4(), "period": "", "amount": "5"}
    first, second = (
        client.post(page_address("budgets:post", "en", key=line.pk, kind="allocation"), given)
        for line in (ledger.one, ledger.two)
    )

    assert (first.status_code, second.status_code) == (302, 200)
    assert "This form was sent before and entered something else." in second.text
    assert Entry.objects.count() == 1


def test_a_form_that_is_changed_and_sent_again_is_not_taken_for_the_first(ledger, client):
    client.force_login(ledger.officer)
    there = page_address("budgets:post", "en", key=ledger.one.pk, kind="allocation")
    given = {"dated_on": "10/2/2026", "reason": "As the letter says", "key": uuid.uuid4(), "period": ""}
    client.post(there, {**given, "amount": "5"})

    answer = client.post(there, {**given, "amount": "7"})

    assert "This form was sent before and entered something else." in answer.text
    assert balance(ledger.one).allocated == 5


def test_forecasts_of_several_periods_with_one_key_are_all_entered(ledger):
    amounts = {11: pounds("5"), 12: pounds("6")}

    entries = actions.forecast(line=ledger.one, amounts=amounts, told=with_key(), **ledger.by)

    assert [entry.amount for entry in entries] == [5, 6]


def test_a_key_clears_one_entry_of_suspense(ledger):
    heading = BudgetLine.Heading.SUSPENSE
    suspense = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year, heading=heading)
    one, other = ledger.spend(suspense, "5"), ledger.spend(suspense, "5")
    what = {"to_line": ledger.one, "told": with_key(), **ledger.by}

    moved = suspense_actions.clear_suspense(entry=one, **what)

    assert suspense_actions.clear_suspense(entry=one, **what) == moved
    with pytest.raises(Refused, match="was sent before and entered something else"):
        suspense_actions.clear_suspense(entry=other, **what)
    assert balance(ledger.one).spent == 5
