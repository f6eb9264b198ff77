"""What leads see of their money: each amount in numbers and in words, totals, and an early warning."""

import datetime

import pytest
from django.urls import reverse

from budgets.actions import entries
from budgets.actions import periods as period_actions
from budgets.actions.posting import Told
from budgets.models import BudgetLine, FinancialYear
from common.dated import from_day
from governance.models import Office
from tests.budgets.test_ledger import Ledger, pounds
from tests.factories import (
    BudgetLineFactory,
    CollaborativeFactory,
    EntryFactory,
    InterestFactory,
    PlannedActionFactory,
    ReportingRuleFactory,
    VarianceReasonFactory,
)
from tests.moments import AT, ON
from tests.plans.followed import publish

pytestmark = pytest.mark.django_db
NOW = AT.isoformat()


@pytest.fixture
def ledger(moved_clock):
    moved_clock(NOW)
    return Ledger()


def overview(ledger, year=2025):
    return reverse("budgets:overview", kwargs={"key": ledger.cluster.pk, "year": year})


def line_page(line):
    return reverse("budgets:line", kwargs={"key": line.pk})


def spend(ledger, line, amount, month):
    told = Told(datetime.date(2025 + (month < 4), month, 5), "An invoice")
    return entries.spend(line=line, amount=pounds(amount), told=told, **ledger.by)


def close(ledger, *periods):
    for period in periods:
        period_actions.close_period(board=ledger.board, year=ledger.year, period=period, **ledger.by)


def forecast(ledger, line, **amounts):
    asked = {int(period[1:]): pounds(amount) for period, amount in amounts.items()}
    told = Told(ON, "As things stand")
    return entries.forecast(line=line, amounts=asked, told=told, by=ledger.lead, at=AT, on=ON)


def rows_of(found, caption):
    table = next(one for one in found.select("table") if one.caption.text == caption)
    return {
        row.th.find(string=True, recursive=True): [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in table.select("tr")
        if row.td
    }, [cell.get_text(" ", strip=True) for cell in table.select("tfoot td")]


def test_the_overview_says_each_amount_of_each_line_and_their_totals(ledger, enter, page):
    ledger.allocate(ledger.one, "1000")
    ledger.allocate(ledger.two, "500")
    ledger.commit(ledger.one, "200")
    ledger.spend(ledger.one, "300")
    ledger.spend(ledger.two, "700")
    forecast(ledger, ledger.one, p12="900")
    enter(ledger.lead)

    rows, totals = rows_of(page(overview(ledger)), "Budget lines by heading")

    assert rows[ledger.one.title] == ["£1,000", "£200", "£300", "£500 left", "£1,200 £200 over budget"]
    assert rows[ledger.two.title] == ["£500", "£0", "£700", "Overspent by £200", "Not entered"]
    assert totals == ["£1,500", "£200", "£1,000", "£300 left", "£1,200 £200 over budget"]


def test_the_total_of_the_forecasts_is_the_sum_of_those_of_the_lines(ledger, enter, page):
    for line in (ledger.one, ledger.two):
        ledger.allocate(line, "500")
    ledger.spend(ledger.one, "100")
    forecast(ledger, ledger.one, p11="40")
    forecast(ledger, ledger.two, p11="60")
    enter(ledger.lead)

    _rows, totals = rows_of(page(overview(ledger)), "Budget lines by heading")

    assert totals[-1] == "£160 £840 under budget"


def test_the_share_of_the_spending_on_staff_is_told(ledger, enter, page):
    staff = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year, category="staff")
    ledger.spend(staff, "30")
    ledger.spend(ledger.one, "10")
    enter(ledger.lead)

    assert "Share of the spending that went on staff: 75%" in page(overview(ledger)).get_text()


def test_it_is_said_months_ahead_when_the_money_will_not_be_spent_by_march(ledger, enter, page):
    ledger.allocate(ledger.one, "1200")
    for month in (4, 5, 6):
        spend(ledger, ledger.one, "50", month)
    close(ledger, 1, 2)
    enter(ledger.lead)
    assert "Early warning" not in page(overview(ledger)).get_text()
    close(ledger, 3)

    for address in (overview(ledger), line_page(ledger.one)):
        text = page(address).get_text()
        assert "£600 will not be spent by March" in text
        assert "So far £50 a month was spent; to spend all of it £116.67 a month would be needed." in text


def test_less_than_the_board_reports_raises_no_warning(ledger, enter, page):
    ReportingRuleFactory(body=ledger.board, variance_from=601)
    ledger.allocate(ledger.one, "1200")
    for month in (4, 5, 6):
        spend(ledger, ledger.one, "50", month)
    close(ledger, 1, 2, 3)
    enter(ledger.lead)

    assert "Early warning" not in page(overview(ledger)).get_text()


def test_the_next_two_years_show_what_is_indicated(ledger, enter, page):
    next_year, _new = FinancialYear.objects.get_or_create(first_year=2026)
    line = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=next_year)
    EntryFactory(line=line, kind="indicative", amount=800, dated_on=datetime.date(2026, 4, 1), period=1)
    enter(ledger.lead)

    found = page(overview(ledger))
    rows, _totals = rows_of(found, "Indicative and posted allocations of the next two years")

    assert rows == {"2026/27": ["£800", "Not entered"], "2027/28": ["Not entered", "Not entered"]}
    assert found.find("a", string="2026/27")["href"] == overview(ledger, 2026)


def test_bodies_are_listed_with_what_is_left_of_their_year(ledger, enter, page):
    ledger.allocate(ledger.one, "1000")
    ledger.spend(ledger.one, "250")
    enter(ledger.lead)

    rows, _totals = rows_of(page(reverse("budgets:budgets")), "Money that you may see")

    assert rows == {ledger.cluster.name: ["2025/26", "£1,000", "£250", "£750 left"]}


def test_a_line_says_what_it_is_for_its_months_and_why_it_differs(ledger, enter, page):
    row = PlannedActionFactory(edition__plan__body=ledger.cluster, title_en="More pharmacists", visibility="public")
    publish(row.edition)
    line = BudgetLineFactory(
        body=ledger.cluster, stream=ledger.stream, year=ledger.year, heading="action", action=row.key
    )
    ledger.allocate(line, "100")
    spend(ledger, line, "40", 4)
    close(ledger, 1)
    forecast(ledger, line, p2="70")
    VarianceReasonFactory(line=line, variance=10, reason_en="Prices rose")
    enter(ledger.lead)

    found = page(line_page(line))
    months, totals = rows_of(found, "Spending and forecast by month")

    assert found.find("a", string="More pharmacists") is not None
    assert months["April 2025"] == ["Closed", "£40", "Not entered"]
    assert months["May 2025"] == ["Open", "£0", "£70"]
    assert totals == ["£40", "£110"]
    assert "Prices rose" in found.get_text()
    assert "£10 over budget" in found.get_text()
    assert ledger.stream.source_letter in found.get_text()


def test_interests_that_name_who_is_paid_stand_beside_the_line(ledger, enter, page):
    BudgetLine.objects.filter(pk=ledger.one.pk).update(organisation="Example Partners")
    InterestFactory(person=ledger.lead, organisation="example partners", during=from_day(ON))
    InterestFactory(person=ledger.lead, organisation="Somebody else", during=from_day(ON))
    enter(ledger.lead)

    found = page(line_page(ledger.one)).get_text()

    assert f"{ledger.lead.name}: example partners" in found
    assert "Somebody else" not in found
    assert "Declared interests" not in page(line_page(ledger.two)).get_text()


def test_a_collaborative_lead_sees_the_lines_of_the_cluster(ledger, enter, client):
    collaborative = CollaborativeFactory(cluster=ledger.cluster)
    enter(ledger.appoint(Office.COLLABORATIVE_LEAD, collaborative))

    assert client.get(overview(ledger)).status_code == 200
    assert client.get(line_page(ledger.one)).status_code == 200
    assert client.get(line_page(ledger.three)).status_code == 404


@pytest.mark.parametrize("name", ["overview", "line"])
def test_forty_lines_take_few_queries(ledger, enter, client, name, django_assert_max_num_queries):
    for _number in range(40):
        line = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year=ledger.year)
        EntryFactory.create_batch(3, line=line)
    enter(ledger.lead)
    address = overview(ledger) if name == "overview" else line_page(ledger.one)
    client.get(address)

    with django_assert_max_num_queries(15):
        response = client.get(address)

    assert response.status_code == 200


def test_the_list_of_bodies_takes_as_many_queries_for_many_as_for_one(
    ledger, enter, client, django_assert_max_num_queries
):
    for _number in range(5):
        BudgetLineFactory(body=ledger.other_cluster, stream=ledger.stream, year=ledger.year)
    enter(ledger.officer)
    client.get(reverse("budgets:budgets"))

    with django_assert_max_num_queries(12):
        assert client.get(reverse("budgets:budgets")).status_code == 200
