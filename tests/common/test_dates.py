"""Days, moments and financial years as they are written."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis.strategies import dates

from common.dates import (
    FinancialYear,
    date_format,
    day_of,
    iso_moment,
    midnight,
    period_of,
    periods_of_quarter,
    quarter_of_period,
)
from tests.moments import HALF_PAST_MIDNIGHT

FIRST_OF_JULY = datetime.date(2026, 7, 1)


@pytest.mark.parametrize(("language", "written"), [("en", "1 July 2026"), ("cy", "1 Gorffennaf 2026")])
def test_a_moment_is_told_of_its_day_in_wales(language, written):
    with translation.override(language):
        assert date_format(HALF_PAST_MIDNIGHT) == date_format(FIRST_OF_JULY) == written


def test_a_moment_is_told_at_its_time_in_wales():
    assert date_format(HALF_PAST_MIDNIGHT, "DATETIME_FORMAT").endswith("00:30")
    assert iso_moment(HALF_PAST_MIDNIGHT) == "2026-07-01T00:30:00+01:00"
    assert day_of(HALF_PAST_MIDNIGHT) == FIRST_OF_JULY
    assert day_of(midnight(FIRST_OF_JULY)) == FIRST_OF_JULY


def test_templates_tell_a_moment_of_the_same_day():
    template = Template("{{ at|date }} {{ at|date:'Y-m-d' }} {{ at|time:'H:i' }}")

    assert template.render(Context({"at": HALF_PAST_MIDNIGHT})) == "1 July 2026 2026-07-01 00:30"


@given(dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)))
def test_every_day_lies_in_one_period_of_one_financial_year(day):
    year, period = FinancialYear.of(day), period_of(day)

    assert day in year
    assert year.nearest(day) == day
    assert day.replace(day=1) == year.first_day_of(period)
    assert period in periods_of_quarter(quarter_of_period(period))
    assert year.last_day + datetime.timedelta(days=1) == year.ends_on == FinancialYear(year.first + 1).starts_on


def test_a_day_outside_a_year_has_a_nearest_one_in_it():
    year = FinancialYear(2099)

    assert str(year) == "2099/00"
    assert year.nearest(datetime.date(2099, 3, 31)) == year.starts_on == datetime.date(2099, 4, 1)
    assert year.nearest(year.ends_on) == year.last_day == datetime.date(2100, 3, 31)
    assert year.first_day_of(13) == year.ends_on
