"""The ledger: what each entry does to the money of its line, what is refused, and that it always adds up."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.actions import entries as actions
from budgets.actions import periods
from budgets.actions import requests as request_actions
from budgets.actions.posting import Told
from budgets.ledger import Balance, balance, balances, total
from budgets.models import ApprovalBand, BudgetLine, Entry, FinancialYear, Kind, MoneyRequest
from budgets.position import forecasts_by_period
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office
from governance.powers.policies import NotAllowed
from tests.factories import (
    AppointmentFactory,
    BudgetLineFactory,
    ClusterFactory,
    CollaborativeFactory,
    FundingStreamFactory,
    HealthBoardFactory,
    SeatFactory,
)
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
NOW = {"at": AT, "on": ON}
TOLD = Told(dated_on=datetime.date(2026, 2, 10), reason="As the letter says", reference="L1")


def pounds(text) -> Decimal:
    return Decimal(text)


class Ledger:
    """A board with two clusters, two lines of one stream in the first and one in the second, and its officers."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.cluster = ClusterFactory(parent=self.board)
        self.other_cluster = ClusterFactory(parent=self.board)
        self.stream = FundingStreamFactory(allows_carry_over=True)
        self.year, _new = FinancialYear.objects.get_or_create(first_year=2025)
        more = {"stream": self.stream, "year": self.year}
        self.one = BudgetLineFactory(body=self.cluster, **more)
        self.two = BudgetLineFactory(body=self.cluster, **more)
        self.three = BudgetLineFactory(body=self.other_cluster, **more)
        self.officer = self.appoint(Office.FINANCE_OFFICER, self.board)
        self.approver = self.appoint(Office.APPROVER, self.board)
        self.lead = self.appoint(Office.CLUSTER_LEAD, self.cluster)
        self.by = {"by": self.officer, **NOW}

    @property
    def lines(self):
        return [self.one, self.two, self.three]

    def appoint(self, office, body):
        seat = SeatFactory(office=office, body=body)
        basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
        return AppointmentFactory(seat=seat, basis=basis, during=from_day(ON)).person

    def allocate(self, line, amount, **more):
        return actions.allocate(line=line, amount=pounds(amount), told=TOLD, **{**self.by, **more})

    def commit(self, line, amount):
        return actions.commit(line=line, amount=pounds(amount), told=TOLD, **self.by)

    def spend(self, line, amount, **more):
        return actions.spend(line=line, amount=pounds(amount), told=TOLD, **self.by, **more)

    def reverse(self, entry):
        return actions.reverse(entry=entry, told=TOLD, **self.by)

    def move(self, from_line, to_line, amount, by=None):
        what = {"from_line": from_line, "to_line": to_line, "amount": pounds(amount), "reason": "It is needed there"}
        return request_actions.request_virement(**what, by=by or self.officer, **NOW)

    def decide(self, request, agreed=True, by=None, reason="Seen"):
        return request_actions.decide_request(
            request=request, agreed=agreed, reason=reason, by=by or self.approver, **NOW
        )


@pytest.fixture
def ledger():
    return Ledger()


def test_free_is_what_is_neither_spent_nor_committed(ledger):
    ledger.allocate(ledger.one, "1000")
    commitment = ledger.commit(ledger.one, "300.50")
    ledger.spend(ledger.one, "100.25", draws_on=commitment)
    ledger.spend(ledger.one, "50")
    actions.reduce_allocation(line=ledger.one, amount=pounds("200"), told=TOLD, **ledger.by)

    found = balance(ledger.one)

    assert (found.budget, found.open_commitments, found.spent) == (pounds("800"), pounds("200.25"), pounds("150.25"))
    assert found.free == pounds("449.50")


def test_spending_draws_on_a_commitment_as_far_as_it_is_open(ledger):
    ledger.allocate(ledger.one, "1000")
    commitment = ledger.commit(ledger.one, "100")

    first = ledger.spend(ledger.one, "70", draws_on=commitment)
    second = ledger.spend(ledger.one, "50", draws_on=commitment)
    with pytest.raises(Refused, match="Nothing of this commitment is open"):
        ledger.spend(ledger.one, "1", draws_on=commitment)

    assert (first.drawn, second.drawn) == (70, 30)
    assert balance(ledger.one).open_commitments == 0
    with pytest.raises(Refused, match="take that back first"):
        ledger.reverse(commitment)


def test_overspending_is_posted_and_shown(ledger):
    ledger.spend(ledger.one, "10")

    assert balance(ledger.one).free == -10


def test_an_indicative_allocation_and_a_forecast_promise_nothing(ledger):
    ledger.allocate(ledger.one, "1000", indicative=True)
    for amount in ("100", "40", "40"):
        actions.forecast(line=ledger.one, amounts={12: pounds(amount)}, told=TOLD, by=ledger.lead, **NOW)

    assert balance(ledger.one) == Balance(indicative=pounds("1000"))
    assert forecasts_by_period([ledger.one.pk]) == {ledger.one.pk: {12: 40}}
    assert Entry.objects.filter(kind=Kind.FORECAST).count() == 2


def test_an_accrual_is_reversed_in_the_next_period(ledger):
    told = Told(dated_on=datetime.date(2026, 1, 20), reason="No invoice yet")

    accrual, reversal = actions.accrue(line=ledger.one, amount=pounds("25"), told=told, **ledger.by)

    assert (accrual.period, reversal.period, reversal.dated_on) == (10, 11, datetime.date(2026, 2, 1))
    assert balance(ledger.one).spent == 0
    with pytest.raises(Refused, match="March has none"):
        actions.accrue(line=ledger.one, amount=pounds("25"), told=Told(datetime.date(2026, 3, 1), "Late"), **ledger.by)


def test_an_allocation_never_falls_below_nought(ledger):
    entry = ledger.allocate(ledger.one, "100")
    actions.reduce_allocation(line=ledger.one, amount=pounds("60"), told=TOLD, returned=True, **ledger.by)

    with pytest.raises(Refused, match="never falls below nought"):
        actions.reduce_allocation(line=ledger.one, amount=pounds("40.01"), told=TOLD, **ledger.by)
    with pytest.raises(Refused, match="never falls below nought"):
        ledger.reverse(entry)

    assert balance(ledger.one).allocated == 40


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "10000000000", "NaN"])
def test_what_is_no_amount_is_refused(ledger, amount):
    with pytest.raises(Refused, match="pounds and pence"):
        ledger.allocate(ledger.one, amount)

    assert not Entry.objects.exists()


def test_an_entry_lies_in_its_year_and_in_an_open_period(ledger):
    late = Told(dated_on=datetime.date(2026, 4, 1), reason="Late")
    with pytest.raises(Refused, match="outside the financial year 2025/26"):
        actions.allocate(line=ledger.one, amount=pounds("1"), told=late, **ledger.by)
    closing = periods.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)
    with pytest.raises(Refused, match="Period 11 is closed"):
        ledger.allocate(ledger.one, "1")
    periods.reopen_period(closing=closing, reason="An invoice was missing", **ledger.by)
    ledger.allocate(ledger.one, "1")

    assert Entry.objects.count() == 1


def test_a_virement_above_the_threshold_waits_for_a_second_person(ledger):
    ledger.allocate(ledger.one, "1000")
    ApprovalBand.objects.create(board=ledger.board, threshold=pounds("100"), during=from_day(ON))

    small = ledger.move(ledger.one, ledger.two, "99.99", by=ledger.lead)
    large = ledger.move(ledger.one, ledger.two, "100", by=ledger.lead)

    assert (small.outcome, large.outcome) == (MoneyRequest.Outcome.AGREED, MoneyRequest.Outcome.WAITING)
    assert balance(ledger.two).free == pounds("99.99")
    ledger.decide(large)
    assert balance(ledger.two).free == pounds("199.99")
    assert balance(ledger.one).free == pounds("800.01")
    with pytest.raises(Refused, match="decided already"):
        ledger.decide(large)


def test_nobody_decides_on_what_they_asked_for(ledger):
    both = ledger.officer
    seat = SeatFactory(office=Office.APPROVER, body=ledger.board, name_en="Second")
    AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON), person=both)
    ledger.allocate(ledger.one, "1000")
    request = ledger.move(ledger.one, ledger.two, "10", by=both)

    with pytest.raises(Refused, match="asked for themselves"):
        ledger.decide(request, by=both)
    with pytest.raises(NotAllowed):
        ledger.decide(request, by=ledger.lead)

    assert balance(ledger.two).free == 0


def test_a_virement_stays_in_its_stream_year_and_board(ledger):
    ledger.allocate(ledger.one, "1000")
    elsewhere = {
        "stream": BudgetLineFactory(body=ledger.cluster, year=ledger.year),
        "board": BudgetLineFactory(stream=ledger.stream, year=ledger.year),
    }
    with pytest.raises(Refused, match="stays in it"):
        ledger.move(ledger.one, elsewhere["stream"], "10")
    for line in elsewhere.values():
        with pytest.raises(DatabaseError, match="stays in its board, year and stream"), transaction.atomic():
            Entry.objects.create(
                kind=Kind.VIREMENT,
                line=ledger.one,
                to_line=line,
                amount=10,
                dated_on=TOLD.dated_on,
                period=11,
                reason="By hand",
                entered_at=AT,
            )
    with pytest.raises(Refused, match="not free"):
        ledger.move(ledger.one, ledger.two, "1000.01")


def test_a_lead_posts_nothing_but_forecasts_and_requests(ledger):
    with pytest.raises(NotAllowed):
        ledger.allocate(ledger.one, "1", by=ledger.lead)
    with pytest.raises(NotAllowed):
        ledger.move(ledger.one, ledger.three, "1", by=ledger.lead)

    assert not Entry.objects.exists()


def test_what_is_left_is_carried_over_once_march_is_closed_and_somebody_else_agrees(ledger):
    ledger.allocate(ledger.one, "100")
    ledger.spend(ledger.one, "30")
    ledger.spend(ledger.two, "5")
    with pytest.raises(Refused, match="Close March first"):
        periods.propose_carry_over(board=ledger.board, year=ledger.year, reason="Left", **ledger.by)
    periods.close_period(board=ledger.board, year=ledger.year, period=12, **ledger.by)

    requests = periods.propose_carry_over(board=ledger.board, year=ledger.year, reason="Left", **ledger.by)
    again = periods.propose_carry_over(board=ledger.board, year=ledger.year, reason="Left", **ledger.by)
    ledger.decide(requests[0])

    assert [(one.from_line, one.amount) for one in requests] == [(ledger.one, 70)]
    assert again == []
    found = balance(requests[0].to_line)
    assert (found.carried_over, found.allocated, found.free) == (70, 0, 70)
    assert requests[0].to_line.year.first_year == 2026


@pytest.mark.as_owner
def test_entries_refuse_change_and_removal_from_whoever_asks(ledger):
    entry = ledger.allocate(ledger.one, "100")

    for statement in ("UPDATE budgets_entry SET amount = 1", "DELETE FROM budgets_entry"):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    entry.refresh_from_db()
    assert entry.amount == 100


def test_the_ledger_reads_as_it_stood_on_a_day(ledger):
    ledger.allocate(ledger.one, "100")
    later = AT + datetime.timedelta(days=3)
    actions.spend(line=ledger.one, amount=pounds("40"), told=TOLD, by=ledger.officer, at=later, on=ON)

    assert balance(ledger.one, on=ON).free == 100
    assert balance(ledger.one, on=later.date()).free == 60


def test_balances_of_many_lines_take_one_query(ledger, django_assert_num_queries):
    for line in ledger.lines:
        ledger.allocate(line, "100")

    with django_assert_num_queries(1):
        found = balances([line.pk for line in ledger.lines])

    assert total(found.values()).free == 300


DEEDS = {
    "allocate": lambda ledger, line, other, amount: ledger.allocate(line, amount),
    "reduce": lambda ledger, line, other, amount: actions.reduce_allocation(
        line=line, amount=amount, told=TOLD, **ledger.by
    ),
    "commit": lambda ledger, line, other, amount: ledger.commit(line, amount),
    "spend": lambda ledger, line, other, amount: ledger.spend(line, amount),
    "draw": lambda ledger, line, other, amount: ledger.spend(
        line, amount, draws_on=Entry.objects.filter(line=line, kind=Kind.COMMITMENT).last()
    ),
    "move": lambda ledger, line, other, amount: ledger.decide(ledger.move(line, other, amount)),
    "reverse": lambda ledger, line, other, amount: [
        ledger.reverse(entry) for entry in Entry.objects.filter(line=line).order_by("-pk")[:1]
    ],
}
SIGNS = {"allocation": 1, "carry_over": 1, "reduction": -1, "return": -1}
SIGNS |= dict.fromkeys(("virement", "commitment", "actual", "accrual"), -1)


def take(ledger, step) -> None:
    """Do one step; what is refused leaves no trace."""
    deed, first, second, amount = step
    before = (Entry.objects.count(), MoneyRequest.objects.count())
    try:
        DEEDS[deed](ledger, ledger.lines[first], ledger.lines[second], amount)
    except Refused:
        assert (Entry.objects.count(), MoneyRequest.objects.count()) == before


MONEY = st.decimals(min_value="0.01", max_value="500", places=2)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(DEEDS)),
        st.integers(0, 2),
        st.integers(0, 2),
        MONEY,
    ),
    max_size=25,
)


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_any_sequence_of_entries_adds_up(steps):
    """Each sum is worked out again from the entries in plain Python."""
    with transaction.atomic():
        ledger = Ledger()
        for step in steps:
            take(ledger, step)
        lines = BudgetLine.objects.filter(pk__in=[line.pk for line in ledger.lines])
        entries = list(Entry.objects.all())
        found = balances(lines)

        for line in ledger.lines:
            own = [one for one in entries if one.line_id == line.pk]
            free = sum(SIGNS.get(one.kind, 0) * one.amount + one.drawn for one in own)
            free += sum(one.amount for one in entries if one.to_line_id == line.pk)
            present = found.get(line.pk, Balance())
            assert present.free == free
            assert present.allocated >= 0
            assert present.open_commitments >= 0
        whole = total(found.values())
        assert whole.moved_in == whole.moved_out
        assert whole.free == sum((found.get(line.pk, Balance()).free for line in ledger.lines), Decimal(0))
        transaction.set_rollback(True)


def test_a_line_belongs_to_a_collaborative_of_its_own_cluster(ledger):
    own, other = CollaborativeFactory(cluster=ledger.cluster), CollaborativeFactory(cluster=ledger.other_cluster)
    what = {"body": ledger.cluster, "stream": ledger.stream, "year": ledger.year, "heading": "infrastructure"}
    titles = {"title_en": "One", "title_cy": "Un"}

    opened = periods.open_line(**what, **titles, collaborative=own, by=ledger.lead, **NOW)
    with pytest.raises(Refused, match="belongs to another cluster"):
        periods.open_line(**what, **titles, collaborative=other, by=ledger.lead, **NOW)

    assert opened.collaborative == own
    assert BudgetLine.objects.filter(collaborative=other).count() == 0
