"""Saying what lines will cost: month by month, or by quarter in one grid, with a reason where the budget is missed."""

import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from budgets.actions import periods
from budgets.forecasting.spreading import spread
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry, MoneyRequest, VarianceReason
from budgets.position import forecasts_by_period
from common.dated import from_day
from governance.models import Office
from tests.budgets.test_ledger import Ledger, pounds
from tests.factories import (
    ApprovalBandFactory,
    BudgetLineFactory,
    CollaborativeFactory,
    EntryFactory,
    PlannedActionFactory,
    ReportingRuleFactory,
)
from tests.moments import AT, ON
from tests.plans.followed import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(moved_clock):
    """Up to January is closed; the board wants a reason from £100 on."""
    moved_clock(AT.isoformat())
    found = Ledger()
    ReportingRuleFactory(body=found.board, variance_from=100, during=from_day(ON))
    for period in range(1, 11):
        periods.close_period(board=found.board, year=found.year, period=period, **found.by)
    for line in found.lines:
        found.allocate(line, "1000")
    return found


def one_page(line):
    return reverse("budgets:forecast", kwargs={"key": line.pk})


def grid_page(ledger):
    return reverse("budgets:forecasts", kwargs={"key": ledger.cluster.pk, "year": 2025})


def forecast_of(line):
    return forecasts_by_period([line.pk]).get(line.pk, {})


def months(**changes):
    return {"seen": 0, "reason": "Prices rose", "month_11": "400", "month_12": "£600", **changes}


def test_each_open_month_is_asked_and_saved(ledger, enter, client):
    enter(ledger.lead)
    asked = BeautifulSoup(client.get(one_page(ledger.one)).content, "html.parser")
    assert [one["name"] for one in asked.select("input[name^=month_]")] == ["month_11", "month_12"]

    response = client.post(one_page(ledger.one), months())

    assert response.status_code == 302
    assert forecast_of(ledger.one) == {11: 400, 12: 600}


def test_a_forecast_further_from_its_budget_than_the_rule_allows_needs_a_reason(ledger, enter, client):
    enter(ledger.lead)

    refused = client.post(one_page(ledger.one), months(month_12="700.01"))
    assert f"{ledger.one.title}: the forecast is £100.01 over budget. Say why." in refused.text
    assert 'value="700.01"' in refused.text
    assert forecast_of(ledger.one) == {}
    client.post(one_page(ledger.one), months(month_12="700.01", why_cy="Codwyd prisiau"))

    assert forecast_of(ledger.one) == {11: 400, 12: pounds("700.01")}
    reason = VarianceReason.objects.get()
    assert (reason.variance, reason.reason_cy, reason.given_by) == (pounds("100.01"), "Codwyd prisiau", ledger.lead)


def test_the_second_of_two_at_once_is_told_so_and_may_send_it_again(ledger, enter, client):
    enter(ledger.lead)
    client.post(one_page(ledger.one), months())

    response = client.post(one_page(ledger.one), months(month_11="450", month_12="550"))

    assert response.status_code == 409
    assert "Somebody else has changed these forecasts" in response.text
    seen = re.search(r'name="seen" value="(\d+)"', response.text)[1]
    assert int(seen) == Entry.objects.filter(kind="forecast").latest("pk").pk
    again = client.post(one_page(ledger.one), months(month_11="450", month_12="550", seen=seen))
    assert again.status_code == 302
    assert forecast_of(ledger.one) == {11: 450, 12: 550}


def test_a_forecast_cannot_be_emptied(ledger, enter, client):
    enter(ledger.lead)
    client.post(one_page(ledger.one), months())
    seen = Entry.objects.filter(kind="forecast").latest("pk").pk

    response = client.post(one_page(ledger.one), months(month_11="", seen=seen))

    assert "A forecast is replaced, not taken back" in response.text


def test_pence_are_spread_evenly_and_none_is_lost():
    assert spread(Decimal("100.00"), [10, 11, 12]) == {10: pounds("33.34"), 11: pounds("33.33"), 12: pounds("33.33")}


def quarters(ledger, **changes):
    return {"seen": 0, "reason": "As things stand", f"q4_{ledger.one.pk}": "1000", **changes}


def test_a_quarter_is_spread_over_its_open_months_and_the_totals_follow(ledger, enter, client):
    enter(ledger.lead)

    response = client.post(grid_page(ledger), quarters(ledger, **{f"q4_{ledger.two.pk}": "999.99"}), follow=True)

    assert forecast_of(ledger.one) == {11: 500, 12: 500}
    assert forecast_of(ledger.two) == {11: pounds("500"), 12: pounds("499.99")}
    found = BeautifulSoup(response.content, "html.parser")
    totals = [cell.get_text(" ", strip=True) for cell in found.select("tfoot td")]
    assert totals == ["£2,000", "£1,999.99 £0.01 under budget", "–"]


def test_closed_quarters_are_text_and_every_input_has_a_name_of_its_own(ledger, enter, page):
    enter(ledger.lead)

    found = page(grid_page(ledger))

    inputs = found.select("table input")
    names = [
        " ".join(found.find(id=key).get_text(strip=True) for key in one["aria-labelledby"].split()) for one in inputs
    ]
    assert sorted(names) == sorted(
        f"{line.title} {column}"
        for line in (ledger.one, ledger.two)
        for column in ("January to March", "Why it differs")
    )


def test_the_grid_is_saved_whole_or_not_at_all(ledger, enter, client):
    enter(ledger.lead)

    bad = client.post(grid_page(ledger), quarters(ledger, **{f"q4_{ledger.two.pk}": "much"}))
    assert forecast_of(ledger.one) == {}
    assert f'id="id_q4_{ledger.two.pk}-error"' in bad.text
    assert f'href="#id_q4_{ledger.two.pk}"' in bad.text
    assert 'value="much"' in bad.text
    far = client.post(grid_page(ledger), quarters(ledger, **{f"q4_{ledger.two.pk}": "100"}))
    assert forecast_of(ledger.one) == {}
    assert f'href="#id_why_{ledger.two.pk}"' in far.text

    answers = quarters(ledger, **{f"q4_{ledger.two.pk}": "100", f"why_{ledger.two.pk}": "A post stayed empty"})
    client.post(grid_page(ledger), answers)

    assert forecast_of(ledger.one) == {11: 500, 12: 500}
    assert VarianceReason.objects.get().reason_en == "A post stayed empty"


def test_what_was_entered_month_by_month_stays_where_the_quarter_is_not_changed(ledger, enter, client):
    enter(ledger.lead)
    client.post(one_page(ledger.one), months())
    seen = Entry.objects.filter(kind="forecast").latest("pk").pk

    client.post(grid_page(ledger), quarters(ledger, seen=seen))

    assert forecast_of(ledger.one) == {11: 400, 12: 600}


def test_a_page_of_the_grid_has_at_most_25_lines_and_takes_few_queries(
    ledger, enter, client, django_assert_max_num_queries
):
    for _number in range(40):
        EntryFactory(line=BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year), period=11)
    enter(ledger.lead)
    client.get(grid_page(ledger))

    with django_assert_max_num_queries(15):
        response = client.get(grid_page(ledger))

    found = BeautifulSoup(response.content, "html.parser")
    assert len(found.select("tbody tr")) == 25
    assert len(found.select("tbody tr:first-child input")) <= 5
    assert found.find("a", href="?page=2") is not None


def test_a_collaborative_lead_writes_only_its_own_lines(ledger, enter, client, page):
    collaborative = CollaborativeFactory(cluster=ledger.cluster)
    own = BudgetLineFactory(
        body=ledger.cluster, stream=ledger.stream, year=ledger.year, collaborative=collaborative, title_en="Its own"
    )
    enter(ledger.appoint(Office.COLLABORATIVE_LEAD, collaborative))

    assert [one.get_text(strip=True) for one in page(grid_page(ledger)).select("tbody th")] == ["Its own"]
    assert client.get(one_page(own)).status_code == 200
    assert client.get(one_page(ledger.one)).status_code == 404
    assert client.post(one_page(ledger.one), months()).status_code == 404


def opening(ledger):
    return reverse("budgets:open_line", kwargs={"key": ledger.cluster.pk, "year": 2025})


def opened(unassigned, **changes):
    return {
        "purpose": "infrastructure",
        "unassigned": unassigned.pk,
        "title_en": "A new line",
        "title_cy": "Llinell newydd",
        "category": "staff",
        "whole_time_equivalents": "0.5",
        "amount": "£200",
        "reason": "It was agreed",
        **changes,
    }


@pytest.fixture
def unassigned(ledger):
    line = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year, heading="unassigned")
    ledger.allocate(line, "1000")
    return line


def test_a_line_opens_for_an_action_and_its_money_waits_for_a_second_person(ledger, unassigned, enter, client):
    row = PlannedActionFactory(edition__plan__body=ledger.cluster)
    publish(row.edition)
    enter(ledger.lead)

    client.post(opening(ledger), opened(unassigned, purpose=str(row.key)))

    line = BudgetLine.objects.get(title_en="A new line")
    assert (line.heading, line.action, line.whole_time_equivalents) == ("action", row.key, Decimal("0.5"))
    request = MoneyRequest.objects.get()
    assert (request.from_line, request.to_line, request.amount, request.outcome) == (unassigned, line, 200, "")


def test_below_the_threshold_the_new_line_has_its_money_at_once(ledger, unassigned, enter, client):
    ApprovalBandFactory(board=ledger.board, threshold=5000, during=from_day(ON))
    enter(ledger.lead)

    client.post(opening(ledger), opened(unassigned))

    assert balance(BudgetLine.objects.get(title_en="A new line")).budget == 200


def test_a_line_whose_money_is_not_there_is_not_opened(ledger, unassigned, enter, client):
    enter(ledger.lead)

    response = client.post(opening(ledger), opened(unassigned, amount="5000"))

    assert "So much is not free on the line that it comes from." in response.text
    assert not BudgetLine.objects.filter(title_en="A new line").exists()


def test_only_staff_are_counted(ledger, unassigned, enter, client):
    enter(ledger.lead)

    response = client.post(opening(ledger), opened(unassigned, category="training"))

    assert "Whole-time equivalents belong to lines for staff alone." in response.text


def test_a_collaborative_lead_opens_a_line_of_its_own_without_money(ledger, unassigned, enter, client):
    collaborative = CollaborativeFactory(cluster=ledger.cluster)
    enter(ledger.appoint(Office.COLLABORATIVE_LEAD, collaborative))

    client.post(opening(ledger), opened(unassigned))

    assert BudgetLine.objects.get(title_en="A new line").collaborative == collaborative
    assert not MoneyRequest.objects.exists()


def test_the_desk_names_the_month_that_lacks_a_forecast(ledger, enter, client, page):
    enter(ledger.lead)
    desk = reverse("portal:desk")
    assert "Without a forecast for this month: 2" in page(desk).get_text()

    client.post(grid_page(ledger), quarters(ledger))

    assert "Without a forecast for this month: 1" in page(desk).get_text()
