"""The end of a year, and spending that is moved out of suspense."""

import uuid

import pytest

from accounts.models import AuditRecord
from budgets.actions import entries, periods
from budgets.actions.posting import Told
from budgets.ledger import balance
from budgets.models import BudgetLine, Entry, FinancialYear, Kind, MoneyRequest
from common.addresses import page_address
from tests.budgets.keeping import row_of, soup, with_second_factor
from tests.budgets.test_ledger import pounds
from tests.factories import BudgetLineFactory, EntryFactory, FundingStreamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(moved_clock):
    moved_clock("2026-03-09T09:30:00+00:00")
    return with_second_factor()


def there(ledger, name="year_end", language="en") -> str:
    return page_address(f"budgets:{name}", language, key=ledger.board.pk, year=2025)


def look(client, ledger, address):
    client.force_login(ledger.officer)
    answer = client.get(address)
    assert answer.status_code == 200
    return soup(answer)


def said(answer) -> str:
    return soup(answer).main.get_text(" ", strip=True)


def close_march(ledger):
    periods.close_period(board=ledger.board, year=ledger.year, period=12, **ledger.by)


def propose(client, ledger, **amounts):
    client.force_login(ledger.officer)
    given = {f"line_{getattr(ledger, name).pk}": amount for name, amount in amounts.items()}
    return client.post(there(ledger), {"reason": "Recruitment was late", **given})


# --- the end of a year ---


def test_what_is_left_is_proposed_line_by_line_as_the_officer_says(client, ledger):
    ledger.allocate(ledger.one, "100")
    ledger.allocate(ledger.two, "50")
    ledger.allocate(ledger.three, "70.50")
    page = look(client, ledger, there(ledger))
    assert page.select_one(f"#id_line_{ledger.three.pk}")["value"] == "70.50"
    assert "Close March first" in said(propose(client, ledger, one="100"))
    close_march(ledger)

    answer = propose(client, ledger, one="60", two="", three="70.50")

    assert answer.url == there(ledger)
    requests = MoneyRequest.objects.filter(what=MoneyRequest.What.CARRY_OVER)
    assert set(requests.values_list("from_line", "amount", "outcome")) == {
        (ledger.one.pk, 60, ""),
        (ledger.three.pk, pounds("70.50"), ""),
    }
    assert FinancialYear.objects.filter(first_year=2026).exists()
    ledger.decide(requests.get(from_line=ledger.one))
    page = look(client, ledger, there(ledger))
    table = page.find("caption", string="Proposals to carry over, and how each stands").parent
    assert row_of(table, ledger.one.title_en)[2].startswith("Agreed")
    assert row_of(table, ledger.three.title_en)[2] == "Waiting to be decided"
    assert page.select_one(f"#id_line_{ledger.two.pk}")["value"] == "50"
    assert page.select_one(f"#id_line_{ledger.one.pk}")["value"] == "40"


def test_more_than_is_left_is_not_proposed(client, ledger):
    ledger.allocate(ledger.one, "100")
    close_march(ledger)

    assert "So much is not left" in said(propose(client, ledger, one="100.01"))
    assert "Answer this question: Reason" in said(client.post(there(ledger), {}))
    assert not MoneyRequest.objects.exists()


def test_a_proposal_that_was_declined_is_made_again(client, ledger):
    ledger.allocate(ledger.one, "100")
    close_march(ledger)
    propose(client, ledger, one="100")
    ledger.decide(MoneyRequest.objects.get(), agreed=False)

    assert propose(client, ledger, one="90").status_code == 302

    assert list(MoneyRequest.objects.values_list("amount", "outcome")) == [(100, "declined"), (90, "")]


def test_the_rest_of_a_line_is_proposed_and_what_was_taken_back_too(client, ledger):
    ledger.allocate(ledger.one, "100")
    close_march(ledger)
    propose(client, ledger, one="60")
    assert "So much is not left" in said(propose(client, ledger, one="41"))
    ledger.decide(MoneyRequest.objects.get())
    propose(client, ledger, one="40")
    rest = MoneyRequest.objects.get(outcome="")
    ledger.decide(rest)
    assert periods.left_to_carry(ledger.board, ledger.year) == []

    entry = Entry.objects.get(request=rest)
    told = Told(dated_on=entry.dated_on, reason="It was not spent there")
    entries.reverse(entry=entry, told=told, **ledger.by)

    assert periods.left_to_carry(ledger.board, ledger.year) == [(ledger.one, 40)]
    assert propose(client, ledger, one="40").status_code == 302
    ledger.decide(MoneyRequest.objects.get(outcome=""))
    assert balance(BudgetLine.objects.get(year__first_year=2026, title_en=ledger.one.title_en)).carried_over == 100


def test_what_will_lapse_is_said(client, ledger):
    bound = FundingStreamFactory(allows_carry_over=False)
    line = BudgetLineFactory(body=ledger.cluster, stream=bound, year=ledger.year)
    ledger.allocate(line, "12.50")

    words = look(client, ledger, there(ledger)).main.get_text(" ", strip=True)

    assert "All together: £12.50" in words
    assert f"{line.title_en} , {ledger.cluster.name}: £12.50" in words


def test_a_year_is_opened_once(client, ledger):
    address = page_address("budgets:ledgers", "en")
    look(client, ledger, address)

    for _time in range(2):
        assert client.post(address, {"first_year": "2027"}).url == address

    assert FinancialYear.objects.filter(first_year=2027).count() == 1
    assert "Ledger 2027/28" in look(client, ledger, address).main.get_text()


# --- suspense ---


@pytest.fixture
def held(ledger):
    line = BudgetLineFactory(
        body=ledger.board, stream=ledger.stream, year=ledger.year, heading=BudgetLine.Heading.SUSPENSE
    )
    return EntryFactory(line=line, kind=Kind.ACTUAL, amount=pounds("25.50"), reason="Row 7 of the extract")


def clear(client, ledger, entry, to_line, key):
    client.force_login(ledger.officer)
    answers = {"to_line": to_line.pk, "reason": "It is rent", "dated_on": "9/3/2026", "key": key}
    return client.post(page_address("budgets:clear_suspense", "en", key=entry.pk), answers)


def test_spending_is_moved_out_of_suspense_once_however_often_it_is_sent(client, ledger, held):
    page = look(client, ledger, there(ledger, "suspense"))
    assert "All together in suspense: £25.50" in page.main.get_text()
    assert row_of(page, str(held.pk))[3:5] == ["£25.50", "Row 7 of the extract"]
    look(client, ledger, page_address("budgets:clear_suspense", "en", key=held.pk))
    key = uuid.uuid4()

    for _time in range(2):
        assert clear(client, ledger, held, ledger.three, key).url == there(ledger, "suspense")

    assert balance(held.line).spent == 0
    assert balance(ledger.three).spent == pounds("25.50")
    moved = Entry.objects.get(line=ledger.three)
    assert (moved.period, moved.dated_on, moved.reason) == (11, held.dated_on, "It is rent")
    assert "Nothing is in suspense." in look(client, ledger, there(ledger, "suspense")).main.get_text()
    assert AuditRecord.objects.filter(action="budgets.clear_suspense", details__reverses=held.pk).count() == 1
    assert "out of suspense already" in said(clear(client, ledger, held, ledger.two, uuid.uuid4()))


def test_spending_of_a_closed_period_is_moved_in_the_open_one(client, ledger, held):
    periods.close_period(board=ledger.board, year=ledger.year, period=11, **ledger.by)

    clear(client, ledger, held, ledger.one, uuid.uuid4())

    assert set(Entry.objects.exclude(pk=held.pk).values_list("amount", "period")) == {
        (pounds("25.50"), 12),
        (pounds("-25.50"), 12),
    }


def test_only_spending_in_suspense_is_moved(client, ledger, held):
    spent = ledger.spend(ledger.one, "5")

    assert "Only spending in suspense" in said(clear(client, ledger, spent, ledger.two, uuid.uuid4()))
    elsewhere = BudgetLineFactory(year=ledger.year)
    assert clear(client, ledger, held, elsewhere, uuid.uuid4()).status_code == 200
    assert Entry.objects.count() == 2


def test_the_pages_are_read_in_few_queries(client, ledger, held, django_assert_max_num_queries):
    lines = BudgetLineFactory.create_batch(40, body=ledger.cluster, stream=ledger.stream, year=ledger.year)
    for line in lines:
        ledger.allocate(line, "100")
    EntryFactory.create_batch(60, line=held.line, kind=Kind.ACTUAL, amount=1)
    client.force_login(ledger.officer)

    for name in ("year_end", "suspense"):
        client.get(there(ledger, name))
        with django_assert_max_num_queries(15):
            page = soup(client.get(there(ledger, name)))
        assert "Page 1 of 2" in page.main.get_text()
    address = page_address("budgets:clear_suspense", "en", key=held.pk)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_the_pages_are_welsh_in_welsh(client, ledger, held):
    for name in ("year_end", "suspense", "receipts"):
        page = look(client, ledger, there(ledger, name, "cy"))
        assert page.html["lang"] == "cy"
        assert "2025/26" in page.h1.get_text()
