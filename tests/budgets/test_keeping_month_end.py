"""The month-end page: what is closed, what is missing, what a board has; closing a period and opening it again."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import AuditRecord
from budgets.actions import entries, periods
from budgets.actions.posting import Told
from budgets.models import BudgetLine, Kind, PeriodClosing
from common import public
from common.addresses import page_address
from tests.budgets.keeping import row_of, soup, with_second_factor
from tests.budgets.test_ledger import TOLD, pounds
from tests.factories import (
    BudgetLineFactory,
    EntryFactory,
    HealthBoardFactory,
    LedgerImportFactory,
    MoneyRequestFactory,
)
from tests.moments import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(moved_clock):
    moved_clock("2026-03-09T09:30:00+00:00")
    return with_second_factor()


def address(ledger, name="ledger", language="en", **more) -> str:
    return page_address(f"budgets:{name}", language, key=ledger.board.pk, year=2025, **more)


def look(client, ledger, *arguments, **more):
    client.force_login(ledger.officer)
    answer = client.get(address(ledger, *arguments, **more))
    assert answer.status_code == 200
    return soup(answer)


def test_each_period_says_whether_it_is_closed_open_or_not_begun(client, ledger):
    closing = periods.close_period(board=ledger.board, year=ledger.year, period=1, **ledger.by)

    page = look(client, ledger)

    assert row_of(page, "April 2025")[0] == f"Closed {closing.closed_by.name}, 9 March 2026"
    assert row_of(page, "February 2026")[0] == "Open for entries"
    assert row_of(page, "Adjustments") == ["Not begun", "–", "–"]


def test_what_is_missing_in_a_period_is_counted(client, ledger):
    ledger.allocate(ledger.one, "1000")
    ledger.allocate(ledger.two, "500", promised_on=datetime.date(2026, 2, 1))
    ledger.spend(ledger.one, "10")
    entries.forecast(line=ledger.one, amounts={12: pounds("5")}, told=TOLD, by=ledger.lead, at=ledger.by["at"], on=ON)
    suspense = BudgetLineFactory(
        body=ledger.board, stream=ledger.stream, year=ledger.year, heading=BudgetLine.Heading.SUSPENSE
    )
    EntryFactory(line=suspense, kind=Kind.ACTUAL, amount=Decimal("12.50"))
    EntryFactory(line=ledger.three, kind=Kind.ACCRUAL, amount=7)
    MoneyRequestFactory(from_line=ledger.one, to_line=ledger.two, requested_at="2026-02-20T10:00Z")
    LedgerImportFactory(board=ledger.board, year=ledger.year)

    assert row_of(look(client, ledger), "February 2026")[1] == (
        "Money in suspense: £12.50 Lines without spending in this period: 1 Lines without a forecast after it: 1 "
        "Accruals that were not reversed: 1 Requests that wait to be decided: 1 "
        "Allocations promised that have not come: 1 Extracts that were not posted: 1"
    )
    assert row_of(look(client, ledger), "January 2026")[1] == (
        "Lines without spending in this period: 2 Lines without a forecast after it: 1 Extracts that were not posted: 1"
    )


def test_an_open_period_may_miss_nothing(client, ledger):
    assert row_of(look(client, ledger), "February 2026")[1] == "Nothing is missing."


def test_streams_add_up_by_the_identity(client, ledger):
    ledger.allocate(ledger.one, "1000")
    ledger.allocate(ledger.three, "200")
    ledger.commit(ledger.one, "300")
    ledger.spend(ledger.one, "50.50")
    ledger.decide(ledger.move(ledger.one, ledger.two, "100"))

    page = look(client, ledger)

    whole = ["£1,200", "£0", "£0", "£300", "£50.50", "£849.50"]
    assert row_of(page, "An example stream") == whole
    assert [cell.get_text(strip=True) for cell in page.select_one("tfoot").find_all("td")] == whole
    assert row_of(page, ledger.other_cluster.name) == ["£200", "£0", "£0", "£200 left"]


def test_closing_says_what_public_pages_will_show_and_closes(client, ledger, django_capture_on_commit_callbacks):
    ledger.allocate(ledger.one, "1000")
    page = look(client, ledger, "close_period", period=2)
    words = page.main.get_text(" ", strip=True)
    assert "Public pages in both languages will show" in words
    assert "Earlier periods that are still open: April 2025." in words
    assert ledger.one.title_en in words
    before = public.version()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(ledger, "close_period", period=2))

    assert answer.url == address(ledger)
    closing = PeriodClosing.objects.get()
    assert (closing.board_id, closing.period, closing.closed_by) == (ledger.board.pk, 2, ledger.officer)
    assert AuditRecord.objects.filter(action="budgets.close_period").count() == 1
    assert public.version() == before + 1


def test_a_period_closes_once(client, ledger):
    look(client, ledger, "close_period", period=2)
    client.post(address(ledger, "close_period", period=2))

    again = client.post(address(ledger, "close_period", period=2))

    assert "This period is closed already." in soup(again).main.get_text()
    assert PeriodClosing.objects.count() == 1
    assert client.get(address(ledger, "close_period", period=14)).status_code == 404


def test_a_closed_period_is_opened_again_for_a_reason(client, ledger):
    closing = periods.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)
    there = page_address("budgets:reopen_period", "en", key=closing.pk)
    client.force_login(ledger.officer)

    empty = client.post(there, {"reason": " "})
    assert "Answer this question: Reason" in soup(empty).main.get_text()
    answer = client.post(there, {"reason": "An invoice was missing"})

    assert answer.url == address(ledger)
    closing.refresh_from_db()
    assert (closing.reopened_by, closing.reopening_reason) == (ledger.officer, "An invoice was missing")
    assert "opened again already" in soup(client.post(there, {"reason": "Again"})).main.get_text()


def test_the_ledger_of_another_board_is_not_found(client, ledger):
    other = HealthBoardFactory()
    client.force_login(ledger.officer)

    assert client.get(page_address("budgets:ledger", "en", key=other.pk, year=2025)).status_code == 404
    assert client.get(page_address("budgets:ledger", "en", key=ledger.board.pk, year=2031)).status_code == 404


def test_the_page_is_read_in_few_queries_however_many_lines(client, ledger, django_assert_max_num_queries):
    lines = BudgetLineFactory.create_batch(40, body=ledger.cluster, stream=ledger.stream, year=ledger.year)
    for line in lines:
        ledger.allocate(line, "100")
        entries.spend(line=line, amount=pounds("1"), told=Told(ON, "Invoice"), **ledger.by)
    look(client, ledger)

    for name, more in (("ledger", {}), ("close_period", {"period": 11})):
        with django_assert_max_num_queries(15):
            client.get(address(ledger, name, **more))
    with django_assert_max_num_queries(15):
        client.get(page_address("budgets:lines", "en", key=ledger.cluster.pk, year=2025))
