"""What of money waits for somebody: each kind, followed to its end, is gone from My work, and the lists agree."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from budgets.models import BudgetLine, Kind
from common.addresses import page_address
from tests.budget_factories import BudgetLineFactory, EntryFactory
from tests.budgets.keeping import with_second_factor
from tests.budgets.test_ledger import pounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(moved_clock):
    moved_clock("2026-03-09T09:30:00+00:00")
    return with_second_factor()


def work(client) -> dict[str, str]:
    """Return what waits by its words, with where each leads."""
    found = BeautifulSoup(client.get("/en/work/").content, "html.parser").select(".app-todo a")
    return {one.get_text(): one["href"] for one in found}


def test_money_in_suspense_waits_until_it_is_cleared(client, ledger):
    line = BudgetLineFactory(
        body=ledger.board, stream=ledger.stream, year=ledger.year, heading=BudgetLine.Heading.SUSPENSE
    )
    entry = EntryFactory(line=line, kind=Kind.ACTUAL, amount=pounds("25.50"), reason="Row 7 of the extract")
    client.force_login(ledger.officer)

    href = work(client)["Clear money in suspense: £25.50"]
    page = BeautifulSoup(client.get(href).content, "html.parser")
    answers = {"to_line": ledger.three.pk, "reason": "It is rent", "dated_on": "9/3/2026", "key": uuid.uuid4()}
    client.post(page_address("budgets:clear_suspense", "en", key=entry.pk), answers)

    assert "£25.50" in page.main.get_text()
    assert not [words for words in work(client) if "suspense" in words]


def test_the_first_month_that_ended_waits_to_be_closed_then_the_next(client, ledger):
    client.force_login(ledger.officer)
    closing = {"key": ledger.board.pk, "year": 2025}

    href = work(client)["Close the month: April 2025"]
    assert href == reverse("budgets:ledger", kwargs=closing)
    for period in range(1, 12):
        client.post(reverse("budgets:close_period", kwargs={**closing, "period": period}))

    assert not [words for words in work(client) if words.startswith("Close the month")]


def test_a_request_waits_for_whom_the_queue_lists_it_until_it_is_decided(client, ledger):
    ledger.allocate(ledger.one, "1000")
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)

    for person in (ledger.approver, ledger.lead, ledger.officer):
        client.force_login(person)
        queue = BeautifulSoup(client.get(reverse("budgets:requests")).content, "html.parser")
        heading = queue.find("h2", string="Waiting for you")
        listed = heading.find_next_sibling().name == "ul"
        assert ("Decide on a virement: £250" in work(client)) is listed is (person == ledger.approver)
    client.force_login(ledger.approver)
    address = work(client)["Decide on a virement: £250"]
    client.post(address, {"deed": "decide", "decision": "agree", "reason": "Seen"})

    request.refresh_from_db()
    assert request.outcome == "agreed"
    assert "Decide on a virement: £250" not in work(client)
