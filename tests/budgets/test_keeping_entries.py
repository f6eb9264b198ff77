"""One line's ledger, and posting and taking back by hand."""

import datetime
import re
import uuid
from decimal import Decimal

import pytest

from accounts.models import AuditRecord
from budgets.actions import periods
from budgets.bookkeeping.postings import POSTINGS
from budgets.ledger import balance
from budgets.models import Entry, Kind
from common.addresses import page_address
from governance.models import Decision
from tests.budgets.keeping import row_of, soup, with_second_factor
from tests.factories import DecisionFactory, EntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(moved_clock):
    moved_clock("2026-03-09T09:30:00+00:00")
    return with_second_factor()


def entries_address(line, language="en"):
    return page_address("budgets:entries", language, key=line.pk)


def send(client, ledger, kind, line=None, **answers):
    """Fill in the form of a kind as somebody would, and send it."""
    client.force_login(ledger.officer)
    there = page_address("budgets:post", "en", key=(line or ledger.one).pk, kind=kind)
    assert client.get(there).status_code == 200
    given = {"dated_on": "10/2/2026", "reason": "As the letter says", "key": uuid.uuid4(), "period": ""}
    return client.post(there, {**given, **answers})


def words_of(answer) -> str:
    return re.sub(r"\s+", " ", soup(answer).main.get_text(" "))


@pytest.mark.parametrize(
    ("kind", "what", "amount"),
    [
        ("allocation", Kind.ALLOCATION, "1250.50"),
        ("commitment", Kind.COMMITMENT, "1250.50"),
        ("credit", Kind.ACTUAL, "-1250.50"),
        ("indicative", Kind.INDICATIVE, "1250.50"),
        ("reduction", Kind.REDUCTION, "1250.50"),
        ("return", Kind.RETURN, "1250.50"),
        ("spending", Kind.ACTUAL, "1250.50"),
    ],
)
def test_each_kind_is_posted_with_money_as_it_is_typed(client, ledger, kind, what, amount):
    ledger.allocate(ledger.one, "5000")
    answer = send(client, ledger, {"spending": "actual"}.get(kind, kind), amount="£1,250.5", reference="L 7")

    assert answer.url == entries_address(ledger.one)
    entry = Entry.objects.last()
    assert (entry.kind, entry.amount, entry.period) == (what, Decimal(amount), 11)
    assert (entry.reference, entry.reason, entry.entered_by) == ("L 7", "As the letter says", ledger.officer)


def test_an_accrual_is_posted_with_its_opposite(client, ledger):
    send(client, ledger, "accrual", amount="20")

    assert list(Entry.objects.values_list("kind", "amount", "period")) == [("accrual", 20, 11), ("accrual", -20, 12)]


def test_an_allocation_keeps_when_it_was_promised_and_came(client, ledger):
    send(client, ledger, "allocation", amount="10", promised_on="1 April 2025", received_on="3 June 2025")

    entry = Entry.objects.get()
    assert (entry.promised_on, entry.received_on) == (datetime.date(2025, 4, 1), datetime.date(2025, 6, 3))


def test_spending_draws_on_a_commitment_that_a_decision_made(client, ledger):
    decision = DecisionFactory(body=ledger.cluster, title_en="Employ a pharmacist", outcome=Decision.Outcome.AGREED)
    send(client, ledger, "commitment", amount="100", decision=decision.pk)
    commitment = Entry.objects.get()
    send(client, ledger, "actual", amount="120", draws_on=commitment.pk)

    spending = Entry.objects.last()
    assert (commitment.decision, spending.draws_on, spending.drawn) == (decision, commitment, 100)
    page = soup(client.get(entries_address(ledger.one)))
    assert "Decision: Employ a pharmacist" in row_of(page, str(commitment.pk))[1]
    assert f"Draws on commitment {commitment.pk}" in row_of(page, str(spending.pk))[1]
    there = page_address("budgets:post", "en", key=ledger.one.pk, kind="actual")
    assert f'value="{commitment.pk}"' not in client.get(there).text


@pytest.mark.parametrize("kind", sorted(POSTINGS))
def test_a_form_that_is_sent_twice_enters_once(client, ledger, kind):
    ledger.allocate(ledger.one, "100")
    commitment = ledger.commit(ledger.one, "60")
    there = Entry.objects.count()
    again = {"amount": "60", "key": uuid.uuid4(), "draws_on": commitment.pk if kind == "actual" else ""}

    answers = [send(client, ledger, kind, **again) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.count() == there + (2 if kind == "accrual" else 1)


def test_what_is_refused_is_said_and_leaves_no_trace(client, ledger):
    periods.close_period(board=ledger.board, year=ledger.year, period=10, **ledger.by)
    told = [
        ({"amount": "ten"}, "Write the amount in pounds"),
        ({"amount": "1250,50"}, "“1250,50” can be read as £1,250.50 or as £125,050."),
        ({"amount": "0"}, "above nought"),
        ({"amount": "5", "reason": ""}, "Answer this question: Reason"),
        ({"amount": "5", "dated_on": "2/4/2026"}, "outside the financial year 2025/26"),
        ({"amount": "5", "dated_on": "9/1/2026"}, "Period 10 is closed"),
    ]
    for answers, sentence in told:
        assert sentence in words_of(send(client, ledger, "allocation", **answers))
    assert "never falls below nought" in words_of(send(client, ledger, "reduction", amount="5"))

    assert not Entry.objects.exists()
    assert not AuditRecord.objects.filter(action="budgets.allocate").exists()


def test_an_unknown_kind_is_not_found(client, ledger):
    client.force_login(ledger.officer)

    for kind in ("forecast", "virement"):
        assert client.get(page_address("budgets:post", "en", key=ledger.one.pk, kind=kind)).status_code == 404


def test_entries_stand_newest_first_with_what_was_left_after_each(client, ledger):
    ledger.allocate(ledger.one, "1000")
    ledger.allocate(ledger.one, "50", indicative=True)
    commitment = ledger.commit(ledger.one, "300")
    ledger.spend(ledger.one, "100", draws_on=commitment)
    ledger.spend(ledger.one, "2000")
    ledger.decide(ledger.move(ledger.three, ledger.one, "0.01")) if balance(ledger.three).free else None
    client.force_login(ledger.officer)

    page = soup(client.get(entries_address(ledger.one)))

    rows = [row for row in page.select("tbody tr") if row.th.get_text().isdigit()]
    left = [row.find_all("td")[3].get_text() for row in rows]
    assert left == ["Overspent by £1,300", "£700 left", "£700 left", "£1,000 left", "£1,000 left"]
    assert row_of(page, ledger.one.title_en)[-1] == "−£1,300"  # noqa: RUF001


def test_a_virement_stands_on_both_lines(client, ledger):
    ledger.allocate(ledger.one, "100")
    ledger.decide(ledger.move(ledger.one, ledger.two, "40"))
    entry = Entry.objects.get(kind=Kind.VIREMENT)
    client.force_login(ledger.officer)

    given = row_of(soup(client.get(entries_address(ledger.one))), str(entry.pk))
    got = row_of(soup(client.get(entries_address(ledger.two))), str(entry.pk))

    assert (given[1], given[3]) == (f"Virement to: {ledger.two.title_en}", "£60 left")
    assert (got[1], got[3]) == (f"Virement from: {ledger.one.title_en}", "£40 left")


def test_an_entry_is_taken_back_and_both_name_each_other(client, ledger):
    entry = ledger.allocate(ledger.one, "100")
    there = page_address("budgets:reverse", "en", key=entry.pk)
    given = {"dated_on": "9/3/2026", "reason": "Wrong line", "key": uuid.uuid4(), "period": ""}
    client.force_login(ledger.officer)
    assert "Entry" in words_of(client.get(there))

    answer = client.post(there, given)

    assert answer.url == entries_address(ledger.one)
    reversal = Entry.objects.get(reverses=entry)
    page = soup(client.get(entries_address(ledger.one)))
    assert f"Taken back by entry {reversal.pk}" in row_of(page, str(entry.pk))[1]
    assert f"Takes back entry {entry.pk}" in row_of(page, str(reversal.pk))[1]
    assert not page.select('a[href*="take-back"]')
    assert "taken back already" in words_of(client.post(there, given))


def test_a_lead_reads_the_ledger_of_a_line_and_posts_nothing(client, ledger):
    entry = ledger.allocate(ledger.one, "100")
    client.force_login(ledger.lead)

    page = soup(client.get(entries_address(ledger.one)))

    assert row_of(page, str(entry.pk))[-1] == "–"  # noqa: RUF001
    assert not page.select('a[href*="/post/"]')
    assert client.get(entries_address(ledger.three)).status_code == 404
    for name, more in (("post", {"key": ledger.one.pk, "kind": "actual"}), ("reverse", {"key": entry.pk})):
        assert client.post(page_address(f"budgets:{name}", "en", **more)).status_code == 403


def test_a_long_ledger_is_read_page_by_page_in_few_queries(client, ledger, django_assert_max_num_queries):
    EntryFactory.create_batch(120, line=ledger.one, amount=1, entered_by=ledger.officer)
    client.force_login(ledger.officer)
    client.get(entries_address(ledger.one))

    with django_assert_max_num_queries(15):
        page = soup(client.get(entries_address(ledger.one) + "?page=3"))

    rows = [row for row in page.select("tbody tr") if row.th.get_text().isdigit()]
    assert len(rows) == 20
    assert "Page 3 of 3" in page.main.get_text()
    with django_assert_max_num_queries(15):
        client.get(page_address("budgets:post", "en", key=ledger.one.pk, kind="actual"))


def test_the_pages_are_welsh_in_welsh(client, ledger):
    entry = ledger.allocate(ledger.one, "100")
    client.force_login(ledger.officer)

    page = soup(client.get(entries_address(ledger.one, "cy")))

    assert page.html["lang"] == "cy"
    assert ledger.one.title_cy in page.h1.get_text()
    assert row_of(page, str(entry.pk))[1].startswith("Dyraniad")
