"""The rule by which an action is rated, and the quarters in which progress is entered."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import FinancialYear, Quarter
from governance.models import Action, Rating
from plans.progress.rating import WORST_FIRST, computed, counted

DAYS = st.dates(min_value=datetime.date(2020, 1, 1), max_value=datetime.date(2035, 12, 31))
UNDER_WAY, COMPLETED = Action.Status.UNDER_WAY, Action.Status.COMPLETED
FIRST, LAST = datetime.date(2026, 4, 1), datetime.date(2026, 7, 10)  # a hundred days


def rated(percent: int, days: int, status: str = UNDER_WAY) -> Rating | None:
    on = FIRST + datetime.timedelta(days=days)
    return computed(status=status, percent=percent, starts_on=FIRST, ends_on=LAST, on=on)


@pytest.mark.parametrize(
    ("percent", "days", "rating"),
    [
        (0, 0, Rating.ON_TRACK),
        (0, 1, Rating.OFF_TRACK),
        (45, 50, Rating.ON_TRACK),
        (44, 50, Rating.MONITOR),
        (35, 50, Rating.MONITOR),
        (34, 50, Rating.OFF_TRACK),
        (90, 100, Rating.ON_TRACK),
        (89, 100, Rating.MONITOR),
        (69, 400, Rating.OFF_TRACK),
        (70, 400, Rating.MONITOR),
        (100, 50, Rating.ON_TRACK),
        (100, -1, None),
    ],
)
def test_what_is_reached_is_divided_by_what_should_be_reached(percent, days, rating):
    assert rated(percent, days) == rating


def test_completed_is_on_track_and_stopped_or_without_days_has_no_rating():
    assert rated(100, 400, COMPLETED) == Rating.ON_TRACK
    assert rated(100, -9, COMPLETED) == Rating.ON_TRACK
    assert rated(10, 50, Action.Status.STOPPED) is None
    for days in ({"starts_on": None, "ends_on": LAST}, {"starts_on": FIRST, "ends_on": None}):
        assert computed(status=UNDER_WAY, percent=10, on=LAST, **days) is None


@given(DAYS, DAYS, DAYS, st.integers(0, 100))
def test_the_rating_is_the_stated_quotient(first, second, on, percent):
    start, end = sorted((first, second))
    found = computed(status=UNDER_WAY, percent=percent, starts_on=start, ends_on=end, on=on)

    if on < start:
        assert found is None
        return
    whole = (end - start).days
    target = Fraction(min((on - start).days, whole), whole) if whole else Fraction(1)
    if target == 0:
        assert found is Rating.ON_TRACK
        return
    quotient = Fraction(percent, 100) / target
    assert (found is Rating.ON_TRACK) == (quotient >= Fraction(9, 10))
    assert (found is Rating.OFF_TRACK) == (quotient < Fraction(7, 10))


@given(DAYS, DAYS, st.integers(0, 99), st.integers(0, 400))
def test_more_done_is_never_rated_worse_and_more_time_never_better(first, second, percent, days):
    start, end = sorted((first, second))
    on = start + datetime.timedelta(days=days)
    rule = {"status": UNDER_WAY, "starts_on": start, "ends_on": end}
    now = WORST_FIRST.index(computed(percent=percent, on=on, **rule))

    assert WORST_FIRST.index(computed(percent=percent + 1, on=on, **rule)) >= now
    assert WORST_FIRST.index(computed(percent=percent, on=on + datetime.timedelta(days=1), **rule)) <= now


def test_ratings_are_counted_worst_first():
    found = [Rating.ON_TRACK, None, Rating.OFF_TRACK, Rating.ON_TRACK]

    assert counted(found) == [(Rating.OFF_TRACK, 1), (Rating.MONITOR, 0), (Rating.ON_TRACK, 2), (None, 1)]


@given(DAYS)
def test_every_day_is_in_one_quarter_of_one_financial_year(day):
    quarter = Quarter.of(day)

    assert quarter.starts_on <= day <= quarter.last_day
    assert Quarter.of(quarter.ends_on - datetime.timedelta(days=1)) == quarter
    assert Quarter.of(quarter.ends_on) != quarter
    year = FinancialYear.of(day)
    assert year.starts_on <= quarter.starts_on < quarter.ends_on <= year.ends_on
    assert str(FinancialYear(2029)) == "2029/30"
