"""Streams, lines, receipts, thresholds and rules, as the officer and the approver keep them."""

import datetime
from decimal import Decimal

import pytest

from accounts.models import AuditRecord
from budgets.actions import lines, receipts, rules, streams
from budgets.models import ApprovalBand, BudgetLine, FundingStream, Kind, Receipt, ReportingRule
from budgets.rules import reporting_rule, threshold_of
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.powers.policies import NotAllowed
from tests.budgets.keeping import row_of, soup, with_second_factor
from tests.budgets.test_ledger import pounds
from tests.factories import EntryFactory, FundingStreamFactory, MoneyRequestFactory, PlannedActionFactory
from tests.moments import ON
from tests.reading import answered

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
STREAM = {
    "code": "new-money",
    "name_en": "New money",
    "name_cy": "Arian newydd",
    "source_letter": "Letter 12",
    "is_recurrent": "yes",
    "allows_carry_over": "no",
}
LINE = {"heading": "infrastructure", "title_en": "Rooms", "title_cy": "Ystafelloedd", "category": "premises"}


@pytest.fixture
def ledger(moved_clock):
    moved_clock("2026-03-09T09:30:00+00:00")
    return with_second_factor()


def there(name, **arguments) -> str:
    return page_address(f"budgets:{name}", "en", **arguments)


def look(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return soup(answer)


def said(answer) -> str:
    return soup(answer).main.get_text(" ", strip=True)


# --- streams ---


def test_a_stream_is_added_and_changed_with_names_in_both_languages(client, ledger):
    look(client, ledger.officer, there("add_stream"))
    client.post(there("add_stream"), {**STREAM, "board": ledger.board.pk})
    stream = FundingStream.objects.get(code="new-money")
    assert (stream.body_id, stream.name_cy, stream.is_recurrent) == (ledger.board.pk, "Arian newydd", True)

    page = look(client, ledger.officer, there("change_stream", key=stream.pk))
    assert page.select_one("[name=name_cy]")["value"] == "Arian newydd"
    answered(client, there("change_stream", key=stream.pk), {**STREAM, "allows_carry_over": "yes"})

    stream.refresh_from_db()
    assert stream.allows_carry_over
    assert AuditRecord.objects.get(action="budgets.change_stream").details["changed"] == ["allows_carry_over"]
    assert row_of(look(client, ledger.officer, there("streams")), "New money")[4] == "Allowed"


def test_a_stream_that_cannot_be_is_refused(client, ledger):
    FundingStreamFactory(code="new-money")
    client.force_login(ledger.officer)

    again = client.post(there("add_stream"), {**STREAM, "board": ledger.board.pk})
    answers = {**STREAM, "code": "x", "board": ledger.board.pk, "ring_fenced_for_en": "Y"}
    half = client.post(there("add_stream"), answers)

    assert "Another stream has this code." in said(again)
    assert "in both languages what the money is ring-fenced for" in said(half)
    with pytest.raises(NotAllowed):
        streams.change_stream(stream=ledger.stream, name_en="Mine", **ledger.by)


def test_a_stream_of_wales_is_read_and_not_changed(client, ledger):
    national = FundingStreamFactory(body=ledger.board.parent, name_en="National money")

    assert row_of(look(client, ledger.officer, there("streams")), "National money")[-1] == "–"  # noqa: RUF001
    assert client.get(there("change_stream", key=national.pk)).status_code == 404


# --- lines ---


def add(client, ledger, **answers):
    address = there("add_line", key=ledger.cluster.pk, year=2025)
    look(client, ledger.officer, address)
    return client.post(address, {**LINE, "stream": ledger.stream.pk, **answers})


def own_stream(ledger):
    ledger.stream.body = ledger.board
    ledger.stream.save()


def test_a_line_is_opened_for_an_action_of_the_plan(client, ledger):
    own_stream(ledger)
    action = PlannedActionFactory(edition__plan__body=ledger.cluster, title_en="Visit schools")

    answer = add(
        client,
        ledger,
        heading="action",
        action=str(action.key),
        category="staff",
        whole_time_equivalents="0.6",
        cost_centre="C100",
    )

    assert answer.url == there("lines", key=ledger.cluster.pk, year=2025)
    line = BudgetLine.objects.get(title_en="Rooms")
    assert (line.action, line.whole_time_equivalents, line.cost_centre) == (action.key, Decimal("0.60"), "C100")
    assert row_of(look(client, ledger.officer, answer.url), "Rooms")[1:3] == ["C100", "Staff"]


def test_a_line_that_cannot_be_is_refused(client, ledger):
    own_stream(ledger)
    before = BudgetLine.objects.count()

    assert "Choose the action where the line is for one" in said(add(client, ledger, heading="action"))
    assert "Only lines that pay staff" in said(add(client, ledger, whole_time_equivalents="1"))
    assert "a title in both languages" in said(add(client, ledger, title_cy=""))
    assert BudgetLine.objects.count() == before


def test_an_unassigned_line_is_opened_once_a_stream(client, ledger):
    own_stream(ledger)

    for _time in range(2):
        assert add(client, ledger, heading="unassigned", title_en="", title_cy="").status_code == 302

    line = BudgetLine.objects.get(heading="unassigned")
    assert line.title_en == "Money that is not yet assigned"
    assert line.title_cy != line.title_en


def test_a_line_is_described_unless_somebody_else_did_meanwhile(client, ledger):
    address = there("describe_line", key=ledger.one.pk)
    look(client, ledger.officer, address)
    answers = {**LINE, "version": "1", "organisation": "Example Partners"}

    assert client.post(address, answers).status_code == 302
    assert "Somebody else changed this line." in said(client.post(address, answers))

    ledger.one.refresh_from_db()
    assert (ledger.one.organisation, ledger.one.category, ledger.one.version) == ("Example Partners", "premises", 2)


def test_a_line_closes_once_nothing_hangs_on_it_and_opens_again(client, ledger):
    ledger.allocate(ledger.one, "100")
    commitment = ledger.commit(ledger.one, "10")
    address = there("close_line", key=ledger.one.pk)
    look(client, ledger.officer, address)
    assert "open commitments" in said(answered(client, address, {}))
    ledger.reverse(commitment)
    MoneyRequestFactory(from_line=ledger.two, to_line=ledger.one)
    assert "waits to be decided" in said(answered(client, address, {}))
    ledger.one.requests_to.update(outcome="withdrawn")

    assert answered(client, address, {}).status_code == 302
    with pytest.raises(Refused, match="This line is closed"):
        ledger.allocate(ledger.one, "1")
    with pytest.raises(Refused, match="This line is closed"):
        lines.close_line(line=ledger.one, **ledger.by)

    assert answered(client, address, {}).status_code == 302
    ledger.one.refresh_from_db()
    ledger.allocate(ledger.one, "1")


# --- receipts ---


def test_money_that_came_is_recorded_once_with_how_late_it_is(client, ledger):
    late = ledger.allocate(ledger.one, "100", promised_on=datetime.date(2026, 2, 1))
    address = there("receive", key=late.pk)
    list_address = there("receipts", key=ledger.board.pk, year=2025)
    assert row_of(look(client, ledger.officer, list_address), ledger.one.title_en)[3:5] == ["Not yet", "Days late: 36"]
    look(client, ledger.officer, address)

    assert client.post(address, {"received_on": "4/3/2026", "reference": "B 1"}).url == list_address

    receipt = Receipt.objects.get()
    assert (receipt.entry, receipt.recorded_by) == (late, ledger.officer)
    assert receipt.received_on == datetime.date(2026, 3, 4)
    assert row_of(look(client, ledger.officer, list_address), ledger.one.title_en)[3:5] == [
        "4 March 2026",
        "Days late: 31",
    ]
    assert "recorded already" in said(client.post(address, {"received_on": "4/3/2026"}))


def test_what_cannot_have_come_is_refused(ledger):
    given = {"reference": "", **ledger.by}
    spent, allocated = ledger.spend(ledger.one, "5"), ledger.allocate(ledger.one, "5")

    with pytest.raises(Refused, match="Only money that was allocated"):
        receipts.record_receipt(entry=spent, received_on=ON, **given)
    with pytest.raises(Refused, match="has not come yet"):
        receipts.record_receipt(entry=allocated, received_on=ON + DAY, **given)
    ledger.reverse(allocated)
    with pytest.raises(Refused, match="was taken back"):
        receipts.record_receipt(entry=allocated, received_on=ON, **given)


# --- thresholds and rules ---


def test_a_threshold_is_set_by_the_approver_and_the_one_before_stays_to_be_read(client, ledger):
    ApprovalBand.objects.create(board=ledger.board, threshold=100, during=from_day(ON - 9 * DAY))
    address = there("bands", key=ledger.board.pk)
    look(client, ledger.approver, address)

    assert answered(client, address, {"threshold": "£5,000", "start": "10/3/2026"}).url == address

    assert threshold_of(ledger.board, on=ON) == 100
    assert threshold_of(ledger.board, on=ON + DAY) == 5000
    page = look(client, ledger.approver, address)
    assert row_of(page, "28 February 2026 – 9 March 2026") == ["£100"]  # noqa: RUF001
    assert "£100" in look(client, ledger.approver, there("thresholds")).main.get_text()
    assert "for days that have passed" in said(answered(client, address, {"threshold": "1", "start": "8/3/2026"}))


def test_whoever_keeps_the_ledger_sets_no_threshold(client, ledger):
    client.force_login(ledger.officer)

    assert client.get(there("bands", key=ledger.board.pk)).status_code == 403
    with pytest.raises(NotAllowed):
        rules.set_band(board=ledger.board, threshold=pounds("1"), start=ON, **ledger.by)


def test_a_rule_of_reporting_ends_the_one_before_on_its_day(client, ledger):
    address = there("rules", key=ledger.board.pk)
    look(client, ledger.officer, address)
    values = {"variance_from": "1,000", "pounds_shown_from": "5000", "posts_shown_from": "2"}

    for start, shown in (("9/3/2026", "5000"), ("12/3/2026", "8000"), ("12/3/2026", "9000")):
        assert answered(client, address, {**values, "pounds_shown_from": shown, "start": start}).status_code == 302

    assert reporting_rule(ledger.board, on=ON).pounds_shown_from == 5000
    assert reporting_rule(ledger.board, on=ON + 3 * DAY).pounds_shown_from == 9000
    assert ReportingRule.objects.filter(body=ledger.board).count() == 2


def test_the_pages_are_read_in_few_queries(client, ledger, django_assert_max_num_queries):
    for _number in range(40):
        EntryFactory(line=ledger.one, kind=Kind.ALLOCATION, promised_on=ON)
    client.force_login(ledger.officer)
    of_board = {"key": ledger.board.pk, "year": 2025}
    pages = [
        there("ledgers"),
        there("bodies", **of_board),
        there("receipts", **of_board),
        there("streams"),
        there("rules", key=ledger.board.pk),
        there("add_line", key=ledger.cluster.pk, year=2025),
        there("describe_line", key=ledger.one.pk),
    ]
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(15):
            assert client.get(page).status_code == 200
