"""The example money on other days than today: on the first and on the last day of a financial year."""

import io

import pytest
from django.core.management import call_command

from budgets.models import PeriodClosing

pytestmark = pytest.mark.django_db
PEOPLE = ("load_professions", "load_examples", "load_example_people", "load_example_plans")


@pytest.mark.parametrize(("day", "closed"), [("2026-04-01", [13]), ("2027-03-31", [13, 11])])
def test_it_loads_on_any_day(day, closed, moved_clock):
    moved_clock(f"{day}T12:00:00+01:00")
    for name in (*PEOPLE, "load_example_money"):
        call_command(name, stdout=io.StringIO())

    years = PeriodClosing.objects.order_by("year").values_list("year", flat=True).distinct()
    assert [PeriodClosing.objects.filter(year=year).count() for year in years] == closed
