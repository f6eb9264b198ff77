"""Money drawn together: the same sums whichever way they are cut, as at a day, with what stands out named."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.models import Entry, Kind
from budgets.rollup.late import late_releases
from budgets.rollup.presenters import by_quarter, cut, staff_share
from budgets.rollup.rollup import ADJUSTMENTS, BODY, CATEGORY, STREAM, Sums, underspends
from tests.budgets.together import CATEGORIES, Country, entry
from tests.factories import ReceiptFactory, ReportingRuleFactory, VarianceReasonFactory
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
QUARTERS = range(1, ADJUSTMENTS + 1)


@pytest.fixture
def country():
    return Country()


POSTED = (Kind.ALLOCATION, Kind.CARRY_OVER, Kind.COMMITMENT, Kind.ACTUAL, Kind.ACCRUAL, Kind.FORECAST)
POSTINGS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(sorted(map(str, POSTED))),
        st.integers(1, 12),
        st.decimals(min_value="0.01", max_value="9999.99", places=2),
    ),
    max_size=30,
)


@settings(max_examples=15, deadline=None)
@given(postings=POSTINGS, closed=st.integers(0, 12))
def test_sums_are_the_same_whichever_way_they_are_cut(postings, closed):
    with transaction.atomic():
        country = Country()
        lines = [country.line(place % 3, place % 2, CATEGORIES[place % 4]) for place in range(6)]
        for place, kind, period, amount in postings:
            Entry.objects.bulk_create([entry(lines[place], kind, period, amount)])
        country.close(*range(1, closed + 1))
        found = country.rollup()
        whole = found.whole

        for by in (BODY, STREAM, CATEGORY):
            groups = found.groups(by).values()
            assert sum((one.balance for one in groups), type(whole.balance)()) == whole.balance
            for measure in ("outturn", "variance"):
                told = [getattr(one, measure) for one in groups if getattr(one, measure) is not None]
                assert (sum(told) if told else None) == getattr(whole, measure)
            assert sum(one.without_forecast for one in groups) == whole.without_forecast
        assert sum(whole.spent_in(one) for one in QUARTERS) == whole.balance.spent
        assert sum(whole.costs_in(one) for one in QUARTERS) == (whole.outturn or 0)
        by_hand = [one for one in Entry.objects.all() if one.kind in (Kind.ACTUAL, Kind.ACCRUAL)]
        assert whole.balance.spent == sum(one.amount for one in by_hand)
        transaction.set_rollback(True)


def test_the_whole_has_a_forecast_only_where_every_line_with_money_has_one(country):
    one, two, _empty = (country.line(place) for place in range(3))
    for line in (one, two):
        country.allocate(line, "1200")
        Entry.objects.bulk_create([entry(line, Kind.ACTUAL, 1, 100)])
    Entry.objects.bulk_create([entry(one, Kind.FORECAST, 2, 300)])
    country.close(1)

    partly = country.rollup().whole
    Entry.objects.bulk_create([entry(two, Kind.FORECAST, 2, 50), entry(two, Kind.ACTUAL, 2, 80)])
    entirely = country.rollup().whole

    assert (partly.outturn, partly.variance, partly.without_forecast) == (400, -800, 2)
    assert partly.standing.outturn is None
    assert (entirely.outturn, entirely.without_forecast) == (580, 1)
    assert entirely.standing.outturn == entirely.outturn


def test_the_ledger_is_drawn_together_as_it_stood_on_a_day(country):
    line = country.line()
    country.allocate(line, "1000")
    later = AT + 3 * DAY
    Entry.objects.bulk_create([entry(line, Kind.ACTUAL, 1, 40, entered_at=later)])
    country.line(opened_at=later)

    then, now = country.rollup(), country.rollup(on=later.date())

    assert (then.whole.balance.free, now.whole.balance.free) == (1000, 960)
    assert (len(then.rows), len(now.rows)) == (1, 2)
    assert country.rollup(on=ON - DAY).rows == []


def promised(country, *, promised_on, **more):
    line = country.line()
    return country.allocate(line, "500", promised_on=promised_on, **more)


def test_late_releases_are_told_with_their_days(country):
    came = promised(country, promised_on=ON - 30 * DAY, received_on=ON - 20 * DAY)
    confirmed = promised(country, promised_on=ON - 30 * DAY)
    ReceiptFactory(entry=confirmed, received_on=ON - 5 * DAY)
    missing = promised(country, promised_on=ON - 12 * DAY)
    promised(country, promised_on=ON - 12 * DAY, received_on=ON - 12 * DAY)
    promised(country, promised_on=ON + DAY)
    country.reverse(promised(country, promised_on=ON - 40 * DAY))
    lines = [row.line.pk for row in country.rollup().rows]

    found = late_releases(lines, on=ON)
    later = late_releases(lines, on=ON + 4 * DAY)

    assert [(one.entry, one.days_late, one.came_on) for one in found] == [
        (confirmed, 25, ON - 5 * DAY),
        (missing, 12, None),
        (came, 10, ON - 20 * DAY),
    ]
    assert [one.days_late for one in later if one.entry == missing] == [16]
    assert late_releases([], on=ON) == []


def test_who_will_not_spend_the_money_by_march_is_named_months_ahead(country):
    slow, steady = country.line(0, stream=0), country.line(1, stream=1)
    for line, monthly in ((slow, 20), (steady, 100)):
        country.allocate(line, "1200")
        Entry.objects.bulk_create(entry(line, Kind.ACTUAL, period, monthly) for period in (1, 2, 3))
    country.close(1, 2)
    assert underspends(country.rollup()) == []
    country.close(3)

    found = underspends(country.rollup())

    assert [(one.by, one.line, one.left) for one in found] == [(BODY, slow, 960), (STREAM, slow, 960)]
    assert (found[0].standing.run_rate, found[0].standing.needed_rate) == (20, Decimal("126.67"))
    ReportingRuleFactory(body=country.board, variance_from=961)
    assert underspends(country.rollup()) == []


def test_lines_that_differ_by_what_needs_a_reason_stand_with_it(country):
    ReportingRuleFactory(body=country.board, variance_from=100)
    over, under, near = (country.line(0) for _n in range(3))
    for line, amount in ((over, 1500), (under, 800), (near, 1099)):
        country.allocate(line, "1000")
        Entry.objects.bulk_create([entry(line, Kind.FORECAST, 12, amount)])
    VarianceReasonFactory(line=over, reason_en="Earlier", given_at=AT - DAY)
    VarianceReasonFactory(line=over, reason_en="A second room")
    VarianceReasonFactory(line=over, reason_en="Not known yet", given_at=AT + DAY)

    found = country.rollup()

    assert [row.line for row in found.differing] == [over, under]
    assert found.reasons == {over.pk: "A second room"}


def test_tables_hold_each_cut_with_the_same_totals(country):
    for place, (category, amount) in enumerate((("staff", "600"), ("training", "200.50"))):
        line = country.line(place, place, category)
        country.allocate(line, amount)
        Entry.objects.bulk_create([entry(line, Kind.ACTUAL, 1 + 9 * place, 150)])

    found = country.rollup()
    tables = [cut(found, by) for by in (BODY, STREAM, CATEGORY)]

    assert [table.totals for table in tables] == [tables[0].totals] * 3
    assert tables[2].lines[0].title == "Staff"
    assert tables[2].totals[:7] == ["£800.50", "£0", "£0", "£800.50", "£0", "£300", "£500.50"]
    assert tables[2].totals[7:] == ["Not entered", "Not entered", "2"]
    assert [line.cells[0] for line in by_quarter(found).lines] == ["£150", "£0", "£0", "£150"]
    assert staff_share(found.whole) == ("Staff: 50% of what was spent, 75% of the budget, 0.00 whole-time equivalents.")
    assert Sums([]).standing.balance == type(found.whole.balance)()
