"""A threshold does not fall to splitting: what one person moves out of a line within some days counts together."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from budgets.actions import deciding, periods, rules
from budgets.actions import requests as request_actions
from budgets.actions.forecasts import open_line_with_money
from budgets.ledger import balance
from budgets.models import ApprovalBand, BudgetLine, MoneyRequest
from budgets.notices import deciders
from budgets.requests import queries
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from tests.budgets.test_ledger import Ledger, pounds
from tests.factories import AppointmentFactory, ApprovalBandFactory, BudgetLineFactory, DelegationFactory, SeatFactory
from tests.moments import AT, ON
from tests.reading import answered

pytestmark = pytest.mark.django_db
Outcome = MoneyRequest.Outcome
DAY = datetime.timedelta(days=1)
WRITE, APPROVE = Permission.WRITE_BUDGETS, Permission.APPROVE_BUDGETS


@pytest.fixture
def ledger(moved_clock):
    moved_clock(AT.isoformat())
    found = Ledger()
    found.allocate(found.one, "50000")
    found.allocate(found.two, "50000")
    ApprovalBandFactory(board=found.board, threshold=5000, during=from_day(ON - 100 * DAY))
    return found


def move(ledger, amount="4000", *, by=None, from_line=None, days=0):
    """Ask that money be moved, some days from now."""
    moment = {"at": AT + days * DAY, "on": ON + days * DAY}
    line = from_line or ledger.one
    return request_actions.request_virement(
        from_line=line,
        to_line=ledger.two if line == ledger.one else ledger.one,
        amount=pounds(amount),
        reason="It is needed there",
        by=by or ledger.lead,
        **moment,
    )


def delegate(principal, office, permission):
    """Let somebody else act in an office of a person."""
    seat = Seat.objects.get(office=office, appointments__person=principal)
    until = from_day(ON - DAY, ON + 90 * DAY)
    made = DelegationFactory(seat=seat, principal=principal, permissions=[permission], during=until)
    return made.delegate


def appoint_too(person, office, body):
    seat = SeatFactory(office=office, body=body, name_en="A second one")
    AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON), person=person)


def outcomes(*requests):
    return [request.outcome for request in requests]


# --- what counts together ---


def test_four_parts_below_the_threshold_count_together_and_those_before_stay(ledger):
    parts = [move(ledger) for _time in range(4)]

    assert outcomes(*parts) == [Outcome.AGREED, Outcome.WAITING, Outcome.WAITING, Outcome.WAITING]
    assert [part.moved_before for part in parts] == [0, 4000, 4000, 4000]
    assert balance(ledger.two).budget == 54_000


def test_up_to_the_threshold_parts_are_moved_at_once(ledger):
    parts = [move(ledger, amount) for amount in ("2000", "2999.99", "0.01")]

    assert outcomes(*parts) == [Outcome.AGREED, Outcome.AGREED, Outcome.WAITING]


@pytest.mark.parametrize(("days", "outcome"), [(27, Outcome.WAITING), (28, Outcome.AGREED)])
def test_what_was_moved_counts_for_so_many_days(ledger, days, outcome):
    move(ledger)

    assert move(ledger, days=days).outcome == outcome


def test_what_was_agreed_by_a_second_person_counts_from_the_day_on_which_it_moved(ledger):
    large = move(ledger, "6000")
    request_actions.decide_request(
        request=large, agreed=True, reason="", by=ledger.approver, at=AT + 20 * DAY, on=ON + 20 * DAY
    )

    assert move(ledger, "10", days=40).outcome == Outcome.WAITING
    assert move(ledger, "10", days=48).outcome == Outcome.AGREED


def test_what_was_declined_withdrawn_or_taken_back_does_not_count(ledger):
    ledger.decide(move(ledger, "6000"), agreed=False)
    withdrawn = move(ledger, "7000")
    deciding.withdraw_request(request=withdrawn, reason="", by=ledger.lead, at=AT, on=ON)
    ledger.reverse(move(ledger).entry)

    assert move(ledger).outcome == Outcome.AGREED


def test_another_line_and_another_person_have_a_count_of_their_own(ledger):
    first, other_line, other_person = move(ledger), move(ledger, from_line=ledger.two), move(ledger, by=ledger.officer)

    assert outcomes(first, other_line, other_person) == [Outcome.AGREED] * 3


def test_a_delegate_and_whoever_they_act_for_have_one_count(ledger):
    one, other = (delegate(ledger.lead, Office.CLUSTER_LEAD, WRITE) for _time in range(2))

    requests = [move(ledger, by=one), move(ledger, by=other), move(ledger, by=ledger.lead)]

    assert outcomes(*requests) == [Outcome.AGREED, Outcome.WAITING, Outcome.WAITING]
    assert [request.on_behalf_of for request in requests] == [ledger.lead, ledger.lead, None]


def test_lines_opened_with_money_not_assigned_count_together_too(ledger):
    heading = BudgetLine.Heading.UNASSIGNED
    unassigned = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year, heading=heading)
    ledger.allocate(unassigned, "50000")
    names = {"heading": BudgetLine.Heading.INFRASTRUCTURE, "title_en": "Rooms", "title_cy": "Ystafelloedd"}
    what = {"unassigned": unassigned, "amount": pounds("4000"), "reason": "Rooms", "category": "premises", **names}

    asked = [open_line_with_money(**what, by=ledger.lead, at=AT, on=ON)[1] for _time in range(2)]

    assert outcomes(*asked) == [Outcome.AGREED, Outcome.WAITING]


# --- the rule is data ---


def test_the_days_are_set_from_a_day_on_and_the_earlier_ones_stay_to_be_read(ledger):
    rules.set_band(
        board=ledger.board,
        threshold=pounds("5000"),
        days_together=10,
        start=ON + 5 * DAY,
        by=ledger.approver,
        at=AT,
        on=ON,
    )
    move(ledger)

    assert move(ledger, days=4).outcome == Outcome.WAITING
    assert move(ledger, days=10).outcome == Outcome.AGREED
    assert list(ApprovalBand.objects.order_by("during").values_list("days_together", flat=True)) == [28, 10]


@pytest.mark.parametrize("days", [0, 367])
def test_days_that_make_no_sense_are_refused(ledger, days):
    band = {"board": ledger.board, "threshold": pounds("1"), "start": ON, "by": ledger.approver, "at": AT, "on": ON}

    with pytest.raises(Refused, match="at most this many: 366"):
        rules.set_band(**band, days_together=days)


def test_the_page_of_thresholds_asks_for_the_days_and_shows_them(ledger, enter, client, page):
    enter(ledger.approver)
    there = reverse("budgets:bands", kwargs={"key": ledger.board.pk})

    wrong = answered(client, there, {"threshold": "100", "days_together": "0", "start": ON.isoformat()})
    answered(client, there, {"threshold": "3000", "days_together": "14", "start": ON.isoformat()})
    answered(client, there, {"threshold": "2000", "days_together": "", "start": (ON + DAY).isoformat()})

    assert wrong.status_code == 200
    rows = [row.get_text(" ", strip=True) for row in page(there).select("tbody tr")]
    assert [row.rpartition("· ")[2] for row in rows] == [
        "Days that count together: 28 £2,000",
        "Days that count together: 14 £3,000",
        "Days that count together: 28 £5,000",
    ]


# --- what people are told ---


def test_whoever_asks_is_told_what_counts_together(ledger, enter, page):
    enter(ledger.lead)

    asking = page(reverse("budgets:request_virement", kwargs={"key": ledger.cluster.pk, "year": 2025}))

    assert "What you move out of one line counts together for this many days: 28." in asking.get_text()


def test_a_request_that_waits_says_what_it_counts_together_with(ledger, enter, page):
    _first, second = move(ledger), move(ledger)
    enter(ledger.approver)

    found = page(reverse("budgets:request", kwargs={"key": second.pk})).get_text()

    assert "Not long before, the same person had moved £4,000 out of this line: together £8,000." in found


# --- a delegate and a principal are one person ---


@pytest.fixture
def two_offices(ledger):
    """Return a lead who also approves."""
    appoint_too(ledger.lead, Office.APPROVER, ledger.board)
    return ledger.lead


def test_a_principal_does_not_agree_to_what_their_delegate_asked(ledger, two_offices):
    request = move(ledger, "6000", by=delegate(two_offices, Office.CLUSTER_LEAD, WRITE))

    with pytest.raises(Refused, match="count as one person"):
        ledger.decide(request, by=two_offices)

    assert request not in queries.waiting_for(two_offices, powers_of(two_offices, on=ON))
    assert [one.pk for one in deciders(request, on=ON)] == [ledger.approver.pk]
    assert ledger.decide(request).outcome == Outcome.AGREED


def test_a_delegate_does_not_agree_to_what_their_principal_asked(ledger, two_offices, enter, page):
    deputy = delegate(two_offices, Office.APPROVER, APPROVE)
    request = move(ledger, "6000", by=two_offices)
    enter(deputy)

    with pytest.raises(Refused, match="asked for themselves"):
        ledger.decide(request, by=deputy)

    assert queries.waiting_for(deputy, powers_of(deputy, on=ON)) == []
    assert deputy not in deciders(request, on=ON)


def test_two_delegates_of_one_principal_do_not_ask_and_agree(ledger, two_offices):
    asks = delegate(two_offices, Office.CLUSTER_LEAD, WRITE)
    decides = delegate(two_offices, Office.APPROVER, APPROVE)

    with pytest.raises(Refused, match="count as one person"):
        ledger.decide(move(ledger, "6000", by=asks), by=decides)


def test_somebody_else_who_acts_for_an_approver_decides(ledger):
    deputy = delegate(ledger.approver, Office.APPROVER, APPROVE)
    request = move(ledger, "6000")

    assert queries.waiting_for(deputy, powers_of(deputy, on=ON)) == [request]
    assert ledger.decide(request, by=deputy).decided_by == deputy


def test_a_principal_sees_and_withdraws_what_was_asked_for_them(ledger, enter, page, client):
    request = move(ledger, "6000", by=delegate(ledger.lead, Office.CLUSTER_LEAD, WRITE))
    enter(ledger.lead)
    there = reverse("budgets:request", kwargs={"key": request.pk})

    shown = page(there).get_text(" ", strip=True)
    client.post(there, {"deed": "withdraw", "reason": "Not needed"})

    request.refresh_from_db()
    assert f"Asked on behalf of {ledger.lead.name}" in shown
    assert queries.asked_by(ledger.lead) == [request]
    assert (request.outcome, request.decided_by) == (Outcome.WITHDRAWN, ledger.lead)


def test_a_carry_over_that_was_proposed_for_somebody_is_not_agreed_by_them(ledger):
    appoint_too(ledger.officer, Office.APPROVER, ledger.board)
    deputy = delegate(ledger.officer, Office.FINANCE_OFFICER, Permission.KEEP_LEDGER)
    periods.close_period(board=ledger.board, year=ledger.year, period=12, **ledger.by)
    by = {"by": deputy, "at": AT, "on": ON}
    proposed = periods.propose_carry_over(board=ledger.board, year=ledger.year, reason="Left", **by)

    with pytest.raises(Refused, match="count as one person"):
        ledger.decide(proposed[0], by=ledger.officer)


def test_the_database_refuses_it_too(ledger):
    request = move(ledger, "6000", by=delegate(ledger.lead, Office.CLUSTER_LEAD, WRITE))

    with pytest.raises(IntegrityError, match="nobody_decides_what_was_asked_for_them"), transaction.atomic():
        MoneyRequest.objects.filter(pk=request.pk).update(decided_by=ledger.lead, outcome=Outcome.DECLINED)
