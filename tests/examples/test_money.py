"""The money of the Example Health Board: three years through the actions of people, and gone without a trace."""

import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditRecord, Person
from budgets import models
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry, FinancialYear, Kind, MoneyRequest, PeriodClosing
from budgets.position import Standing, closed_through, standings
from budgets.rules import reporting_rule, threshold_of
from common.models import LoadedFiles
from plans.models import PlannedAction

pytestmark = pytest.mark.django_db
NOW = "2026-11-26T10:00:00+00:00"
TODAY = datetime.date(2026, 11, 26)
QUERIES_AT_MOST = 4_700


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def entered(databases, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple[str, int]]:
    """A database of this module's own, with the example board and its money; what was said, and queries asked."""
    clock = tmp_path_factory.mktemp("clock") / "now"
    clock.write_text(NOW)
    with django_db_blocker.unblock(), override_settings(CLOCK_FILE=str(clock)):
        before = databases.use(databases.copy())
        for name in ("load_professions", "load_examples", "load_example_people", "load_example_plans"):
            run(name)
        with CaptureQueriesContext(connection) as asked:
            said = run("load_example_money")
    yield said, len(asked)
    with django_db_blocker.unblock():
        databases.use(before)


@pytest.fixture
def loaded(entered, moved_clock) -> str:
    moved_clock(NOW)
    return entered[0]


def line(title: str, year: int) -> BudgetLine:
    return BudgetLine.objects.get(title_en=title, year__first_year=year)


def standing(title: str, year: int) -> Standing:
    found = line(title, year)
    board = found.body.parent
    return standings([found.pk], closed_through=closed_through(board, found.year))[found.pk]


def test_it_needs_the_example_plans(moved_clock):
    with pytest.raises(CommandError, match="load them first"):
        run("load_example_money")


def test_production_takes_none(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production does not take them"):
        run("load_example_money")

    assert not BudgetLine.objects.exists()


def test_it_asks_the_database_few_questions(entered):
    assert entered[1] <= QUERIES_AT_MOST


def test_three_years_stand_there_as_far_as_they_have_come(loaded):
    closed = {year.first_year: PeriodClosing.objects.filter(year=year).count() for year in FinancialYear.objects.all()}

    assert loaded == "Example money entered, lines: 47.\n"
    assert closed == {2025: 13, 2026: 7, 2027: 0}
    kinds = set(Entry.objects.filter(line__year__first_year=2027).values_list("kind", flat=True))
    assert kinds == {Kind.INDICATIVE}
    assert {kind for kind, _words in Kind.choices} == set(Entry.objects.values_list("kind", flat=True)) | {Kind.RETURN}


def test_each_line_adds_up(loaded):
    found = balance(line("Rooms for clinics and meetings", 2026))

    assert (found.allocated, found.committed, found.drawn, found.spent) == (9900, 9900, 4950, 4950)
    assert found.free == 0
    moved = balance(line("One number for practices, pharmacies and social care", 2026))
    assert (moved.moved_out, moved.free) == (6000, 16000)
    assert balance(line("In suspense", 2026)).spent == Decimal("412.30")


def test_what_was_left_is_carried_over_once_agreed(loaded):
    asked = MoneyRequest.objects.filter(what=MoneyRequest.What.CARRY_OVER)
    agreed = [one for one in asked if one.outcome == "agreed"]

    assert len(asked) - len(agreed) == 1
    assert all(one.entry.line == one.to_line and one.amount == balance(one.from_line).free for one in agreed)
    assert balance(line("Cluster coordinators", 2026)).carried_over == balance(line("Cluster coordinators", 2025)).free


def test_a_virement_below_the_threshold_is_posted_and_one_above_waits(loaded):
    board = line("Cluster coordinators", 2026).body.parent
    found = MoneyRequest.objects.filter(what=MoneyRequest.What.VIREMENT).order_by("amount")

    assert threshold_of(board, on=TODAY) == 5000
    assert [(one.amount, one.outcome) for one in found] == [
        (800, "agreed"),
        (5500, ""),
        (6000, "agreed"),
        (7500, "declined"),
    ]


def test_a_post_that_nobody_fills_shows_early_that_money_will_be_left(loaded):
    found = standing("A shared nurse for people with breathing problems", 2026)
    (reason,) = line("A shared nurse for people with breathing problems", 2026).variance_reasons.all()

    assert found.closed_through == 7
    assert found.projected < found.balance.budget / 2
    assert reason.variance == found.variance < -2000
    assert reporting_rule(reason.line.body.parent, on=TODAY).variance_from == 2000


def test_lines_of_actions_are_those_of_the_published_plan(loaded):
    keys = set(BudgetLine.objects.filter(heading="action").values_list("action", flat=True))

    published = PlannedAction.objects.filter(edition__state="published", edition__plan__body__slug_en="example-central")
    assert len(keys) == 8
    assert keys < set(published.values_list("key", flat=True))


def test_money_that_came_late_says_when_it_came(loaded):
    (entry,) = line("Winter money, not yet assigned", 2026).entries.all()

    assert (entry.promised_on, entry.receipt.received_on) == (datetime.date(2026, 4, 1), datetime.date(2026, 7, 6))


def test_no_deed_is_entered_after_its_period_closed_or_after_today(loaded):
    for closing in PeriodClosing.objects.all():
        late = Entry.objects.filter(line__year=closing.year, period=closing.period, entered_at__gte=closing.closed_at)
        assert not late.exists()
    assert not Entry.objects.filter(entered_at__date__gt=TODAY).exists()


def test_loading_again_is_nothing_to_do(loaded):
    before = Entry.objects.count(), AuditRecord.objects.count()

    assert run("load_example_money") == "Example money is there already; nothing to do.\n"
    assert (Entry.objects.count(), AuditRecord.objects.count()) == before


def test_no_real_body_has_money_of_it(loaded):
    assert not BudgetLine.objects.filter(body__is_example=False).exists()
    assert not models.FundingStream.objects.filter(body__is_example=False).exists()


def test_the_data_are_whole(loaded):
    assert run("check_integrity").endswith("All is whole.\n")


@pytest.mark.as_owner
def test_it_is_forgotten_wholly_but_for_the_years_which_are_nobodys(loaded):
    years = set(models.FinancialYear.objects.values_list("first_year", flat=True))

    run("forget_examples")

    assert set(models.FinancialYear.objects.values_list("first_year", flat=True)) == years != set()
    for name in models.__all__:
        if name not in ("ADJUSTMENT", "FinancialYear", "Kind"):
            assert not getattr(models, name).objects.exists(), name
    assert not LoadedFiles.objects.filter(name="example money").exists()
    assert run("check_integrity").endswith("All is whole.\n")
    assert not Person.objects.filter(email__endswith="@example.org", is_active=True).exists()
