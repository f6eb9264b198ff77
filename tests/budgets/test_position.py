"""How a line stands in its year: outturn, variance, run rate, and the sums that the database keeps for them."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from budgets.actions import entries
from budgets.actions import periods as period_actions
from budgets.actions.posting import Told
from budgets.ledger import Balance
from budgets.models import Entry, LineSum, PeriodClosing
from budgets.position import Standing, closed_through, standings, sum_of
from budgets.words import against_budget, amount_words, left_words, period_words
from tests.budgets.test_ledger import Ledger, pounds
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def ledger():
    return Ledger()


def spend(ledger, amount, month):
    told = Told(datetime.date(2025 + (month < 4), month, 5), "An invoice")
    return entries.spend(line=ledger.one, amount=pounds(amount), told=told, **ledger.by)


def close(ledger, *periods):
    for period in periods:
        period_actions.close_period(board=ledger.board, year=ledger.year, period=period, **ledger.by)


def standing(ledger, **more) -> Standing:
    through = closed_through(ledger.board, ledger.year, **more)
    return standings([ledger.one.pk], closed_through=through, **more)[ledger.one.pk]


def forecast(ledger, **amounts):
    told = Told(ON, "As things stand")
    asked = {int(period[1:]): pounds(amount) for period, amount in amounts.items()}
    return entries.forecast(line=ledger.one, amounts=asked, told=told, by=ledger.lead, at=AT, on=ON)


def test_the_outturn_is_closed_spending_and_the_larger_of_spending_and_forecast_of_open_periods(ledger):
    ledger.allocate(ledger.one, "1200")
    for month in (4, 5, 6, 7):
        spend(ledger, "50", month)
    forecast(ledger, p3="999", p4="40", p5="70", p6="0")
    close(ledger, 1, 2, 3)

    found = standing(ledger)

    assert found.closed_through == 3
    assert (found.spent_in_closed, found.to_come, found.outturn) == (150, 120, 270)
    assert found.variance == -930
    assert (found.run_rate, found.projected, found.needed_rate) == (50, 600, pounds("116.67"))


def test_the_outturn_of_two_lines_is_the_sum_of_theirs():
    one = Standing(spent={4: pounds("50")}, forecast={4: pounds("40"), 5: pounds("10")}, closed_through=3)
    other = Standing(spent={4: pounds("5")}, forecast={4: pounds("30")}, closed_through=3)

    assert (one.outturn, other.outturn) == (60, 30)
    assert sum_of([one, other]).outturn == 90


def test_without_a_forecast_there_is_no_outturn_until_march_is_closed(ledger):
    ledger.allocate(ledger.one, "100")
    spend(ledger, "30", 4)

    assert standing(ledger).outturn is None
    close(ledger, *range(1, 13))
    assert (standing(ledger).outturn, standing(ledger).needed_rate) == (30, None)


def test_a_gap_in_closed_periods_ends_what_is_closed(ledger):
    close(ledger, 1, 3)

    assert closed_through(ledger.board, ledger.year) == 1
    assert standing_of_nothing().run_rate is None


def test_on_the_very_day_on_which_it_is_opened_again_a_period_is_open(ledger):
    close(ledger, 1)
    then = {**ledger.by, "at": AT + 2 * DAY, "on": ON + 2 * DAY}
    period_actions.reopen_period(closing=PeriodClosing.objects.get(), reason="An invoice was missing", **then)

    found = [closed_through(ledger.board, ledger.year, on=ON + days * DAY) for days in (-1, 0, 1, 2, 3)]

    assert found == [0, 1, 1, 0, 0]


def standing_of_nothing() -> Standing:
    return Standing(closed_through=2)


def test_a_standing_reads_as_it_was_on_a_day(ledger):
    ledger.allocate(ledger.one, "100")
    close(ledger, 1)
    forecast(ledger, p2="10")
    later = {"by": ledger.officer, "at": AT + datetime.timedelta(days=2), "on": ON}
    entries.forecast(line=ledger.one, amounts={2: pounds("20")}, told=Told(ON, "More"), **later)

    assert standing(ledger, on=ON).to_come == 10
    assert standing(ledger).to_come == 20
    assert closed_through(ledger.board, ledger.year, on=ON - datetime.timedelta(days=1)) == 0


def test_standings_of_many_lines_take_three_queries(ledger, django_assert_num_queries):
    for line in ledger.lines:
        ledger.allocate(line, "100")

    with django_assert_num_queries(3):
        found = standings([line.pk for line in ledger.lines], closed_through=0)

    assert sum_of(found.values()).balance == Balance(allocated=pounds("300"))


@pytest.mark.as_owner
def test_sums_follow_from_entries_alone(ledger):
    ledger.allocate(ledger.one, "100")
    for statement in ("UPDATE budgets_linesum SET amount = 1", "DELETE FROM budgets_linesum"):
        with pytest.raises(DatabaseError, match="follow from the entries"), transaction.atomic():
            connection.cursor().execute(statement)

    ledger.move(ledger.one, ledger.two, "10")
    ledger.decide(ledger.move(ledger.one, ledger.two, "5"))

    by_kind = LineSum.objects.values("kind").annotate(total=Sum("amount")).values_list("kind", "total")
    assert dict(by_kind) == {"allocation": 100, "virement": 5, "received": 5}
    assert Entry.objects.count() == 2


def test_money_is_said_in_words(ledger):
    said = [against_budget(one and Decimal(one)) for one in ("1200", "-0.5", "0", None)]

    assert said == ["£1,200 over budget", "£0.50 under budget", "On budget", "Not entered"]
    assert (amount_words(None), amount_words(Decimal(0))) == ("Not entered", "£0")
    assert (left_words(Decimal(-5)), left_words(Decimal(5))) == ("Overspent by £5", "£5 left")
    assert [period_words(one, ledger.year) for one in (1, 9, 10, 12, 13)] == [
        "April 2025",
        "December 2025",
        "January 2026",
        "March 2026",
        "Adjustments",
    ]


def test_where_closings_differ_each_costs_what_it_costs_by_itself():
    spent, ten, twenty, hundred = {1: Decimal(10)}, Decimal(10), Decimal(20), Decimal(100)
    closed = Standing(spent=spent, forecast={1: hundred, 2: Decimal(0)}, closed_through=1)
    still_open = Standing(forecast={1: twenty})
    assert (closed.outturn, still_open.outturn) == (ten, twenty)

    together = sum_of([closed, still_open])

    assert (together.outturn, together.closed_through) == (30, 0)
    assert together.by_period == {1: 30, 2: 0}
    assert sum_of([closed]) == Standing(spent=spent, forecast={1: hundred, 2: Decimal(0)}, closed_through=1)
    assert sum_of([], closed_through=3) == Standing(closed_through=3)


AMOUNTS = st.dictionaries(st.integers(1, 13), st.decimals(0, 1000, places=2), max_size=5)
POSITIONS = st.builds(Standing, spent=AMOUNTS, forecast=AMOUNTS, closed_through=st.integers(0, 12))


@given(st.lists(POSITIONS, max_size=4))
def test_the_outturn_of_several_is_the_sum_of_what_their_periods_cost(positions):
    together = sum_of(positions)

    assert together.outturn is None or together.outturn == sum(sum(one.by_period.values()) for one in positions)
    assert all(one.outturn is None or one.outturn == sum(one.by_period.values()) for one in positions)
