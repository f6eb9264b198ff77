"""What is closed takes nothing: neither line of an entry or request, whoever writes, by the portal or around it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from budgets.actions import lines
from budgets.actions.requests import request_virement
from budgets.integrity import ON_CLOSED_LINES, faults
from budgets.models import ApprovalBand, BudgetLine, Entry, Kind, MoneyRequest, VarianceReason
from common.dated import from_day
from common.errors import Refused
from tests.budgets.test_ledger import Ledger, pounds
from tests.factories import EntryFactory, VarianceReasonFactory
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def ledger():
    made = Ledger()
    made.allocate(made.one, "1000")
    return made


def close(line):
    BudgetLine.objects.filter(pk=line.pk).update(closed_at=AT)
    line.refresh_from_db()


def entered(line, **more):
    return Entry(line=line, dated_on=datetime.date(2026, 2, 10), period=11, reason="By hand", entered_at=AT, **more)


def moved(ledger, one, other):
    return entered(one, to_line=other, kind=Kind.VIREMENT, amount=5)


def asked(ledger, one, other, what="virement"):
    who = {"requested_by": ledger.lead, "requested_at": AT, "reason": "By hand"}
    return MoneyRequest(what=what, from_line=one, to_line=other, amount=5, **who)


@pytest.mark.parametrize(
    "written",
    [
        lambda ledger: entered(ledger.two, kind=Kind.ACTUAL, amount=5),
        lambda ledger: entered(ledger.two, kind=Kind.FORECAST, amount=5),
        lambda ledger: moved(ledger, ledger.one, ledger.two),
        lambda ledger: moved(ledger, ledger.two, ledger.one),
        lambda ledger: asked(ledger, ledger.one, ledger.two),
        lambda ledger: asked(ledger, ledger.two, ledger.one),
        lambda ledger: asked(ledger, ledger.one, ledger.two, "carry_over"),
        lambda ledger: VarianceReason(
            line=ledger.two, period=11, variance=5, reason_en="x", given_by=ledger.lead, given_at=AT
        ),
    ],
)
def test_the_database_refuses_what_is_written_on_a_closed_line(ledger, written):
    close(ledger.two)

    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        written(ledger).save()

    ledger.two.closed_at = None
    ledger.two.save()
    written(ledger).save()


def test_what_is_left_on_a_closed_line_may_still_be_carried_over(ledger):
    close(ledger.one)

    asked(ledger, ledger.one, ledger.two, "carry_over").save()


@pytest.mark.parametrize("names", [("one", "two"), ("two", "one")])
@pytest.mark.parametrize("threshold", ["0", "500"])
def test_no_virement_is_asked_for_where_either_line_is_closed(ledger, names, threshold):
    ApprovalBand.objects.create(board=ledger.board, threshold=pounds(threshold), during=from_day(None))
    ledger.allocate(ledger.two, "1000")
    lines.close_line(line=ledger.two, **ledger.by)
    from_line, to_line = (getattr(ledger, name) for name in names)

    with pytest.raises(Refused, match="This line is closed"):
        request_virement(
            from_line=from_line, to_line=to_line, amount=pounds("5"), reason="x", by=ledger.lead, at=AT, on=ON
        )

    assert not MoneyRequest.objects.exists()


def test_a_virement_to_a_closed_line_is_not_taken_back(ledger):
    entry = EntryFactory(line=ledger.one, to_line=ledger.two, kind=Kind.VIREMENT, amount=pounds("5"))
    close(ledger.two)

    with pytest.raises(Refused, match="This line is closed"):
        ledger.reverse(entry)


def test_an_entry_on_a_line_after_it_was_closed_is_found(ledger):
    entry = EntryFactory(line=ledger.one, entered_at=AT + HOUR)
    VarianceReasonFactory(line=ledger.one)
    assert faults(ON_CLOSED_LINES, "{}") == []

    close(ledger.one)

    assert faults(ON_CLOSED_LINES, "{}") == [str(entry.pk)]
