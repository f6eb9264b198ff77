"""Money that moves: asked, waited for, decided by a second person, withdrawn, or left to others by who stands aside."""

import pytest
from django.urls import reverse

from accounts.models import AuditRecord, Message
from budgets.actions import deciding
from budgets.ledger import balance
from budgets.models import BudgetLine, MoneyRequest, RequestRecusal
from common.dated import from_day
from common.errors import Meanwhile, Refused
from governance.models import Office
from tests.budgets.test_ledger import Ledger, pounds
from tests.factories import ApprovalBandFactory, BudgetLineFactory, CollaborativeFactory, InterestFactory
from tests.moments import AT, ON

pytestmark = pytest.mark.django_db
WHO = {"at": AT, "on": ON}


@pytest.fixture
def ledger(moved_clock):
    moved_clock(AT.isoformat())
    found = Ledger()
    found.allocate(found.one, "1000")
    return found


def asking(ledger):
    return reverse("budgets:request_virement", kwargs={"key": ledger.cluster.pk, "year": 2025})


def address(request):
    return reverse("budgets:request", kwargs={"key": request.pk})


def answers(ledger, **changes):
    lines = {"from_line": ledger.one.pk, "to_line": ledger.two.pk}
    return {**lines, "amount": "£250", "reason": "It is needed there", **changes}


def told(kind):
    return {(one.person_id, one.kind) for one in Message.objects.filter(kind=kind)}


def test_without_a_threshold_money_waits_and_those_who_decide_are_told(ledger, enter, client):
    enter(ledger.lead)

    response = client.post(asking(ledger), answers(ledger))

    request = MoneyRequest.objects.get()
    assert response.url == address(request)
    assert (request.amount, request.outcome, request.requested_by) == (250, MoneyRequest.Outcome.WAITING, ledger.lead)
    assert told("budgets.asked") == {(ledger.approver.pk, "budgets.asked")}
    assert balance(ledger.two).budget == 0


def test_below_the_threshold_money_moves_at_once(ledger, enter, client):
    ApprovalBandFactory(board=ledger.board, threshold=300, during=from_day(ON))
    enter(ledger.lead)

    client.post(asking(ledger), answers(ledger))

    assert MoneyRequest.objects.get().outcome == MoneyRequest.Outcome.AGREED
    assert balance(ledger.two).budget == 250
    assert not told("budgets.asked")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "2000"}, "So much is not free on the line that it comes from."),
        ({"amount": "-5"}, "Write the amount in pounds, such as 1,250 or 1250.50."),
        ({"reason": ""}, "Answer this question: Why"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence_and_nothing_is_lost(ledger, enter, client, changes, sentence):
    enter(ledger.lead)

    response = client.post(asking(ledger), answers(ledger, **changes))

    assert sentence in response.text
    assert f'value="{answers(ledger, **changes)["amount"]}"' in response.text
    assert not MoneyRequest.objects.exists()


def test_a_request_shows_before_and_after_and_why_it_waits(ledger, enter, page):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.approver)

    found = page(address(request))

    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in found.select("tbody tr")]
    assert rows == [["£1,000", "£750", "£1,000 left", "£750 left"], ["£0", "£250", "£0 left", "£250 left"]]
    assert "In this board every virement is decided by a second person." in found.get_text()


def test_who_decides_agrees_and_who_asked_is_told(ledger, enter, client):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.approver)

    response = client.post(address(request), {"deed": "decide", "decision": "agree", "reason": ""})

    request.refresh_from_db()
    assert response.status_code == 302
    assert (request.outcome, request.decided_by) == (MoneyRequest.Outcome.AGREED, ledger.approver)
    assert balance(ledger.two).budget == 250
    assert told("budgets.decided") == {(ledger.lead.pk, "budgets.decided")}


def test_declining_needs_a_reason(ledger, enter, client):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.approver)

    refused = client.post(address(request), {"deed": "decide", "decision": "decline", "reason": " "})
    assert "Give a reason: the record will show it." in refused.text
    client.post(address(request), {"deed": "decide", "decision": "decline", "reason": "Not now"})

    request.refresh_from_db()
    assert (request.outcome, request.decision_reason) == (MoneyRequest.Outcome.DECLINED, "Not now")
    assert "Not now" in Message.objects.get(kind="budgets.decided").body


def test_the_second_of_two_who_decide_at_once_is_told_so(ledger, enter, client):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    ledger.decide(request)
    enter(ledger.approver)

    response = client.post(address(request), {"deed": "decide", "decision": "agree", "reason": ""})

    assert response.status_code == 409
    assert "This was decided already." in response.text
    assert balance(ledger.two).budget == 250


def test_who_stood_aside_does_not_decide(ledger, enter, client, page):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.approver)

    client.post(address(request), {"deed": "aside", "reason": "My sister works there"})

    assert RequestRecusal.objects.get().person == ledger.approver
    assert AuditRecord.objects.filter(action="budgets.stand_aside").count() == 1
    assert "Decide on it" not in page(address(request)).get_text()
    with pytest.raises(Refused, match="Whoever stood aside"):
        ledger.decide(request)


def test_who_asked_withdraws_and_nobody_else_does(ledger, enter, client):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    with pytest.raises(Refused, match="Only whoever asked"):
        deciding.withdraw_request(request=request, reason="", by=ledger.approver, **WHO)
    enter(ledger.lead)

    client.post(address(request), {"deed": "withdraw", "reason": "Not needed any more"})

    request.refresh_from_db()
    assert request.outcome == MoneyRequest.Outcome.WITHDRAWN
    with pytest.raises(Meanwhile):
        ledger.decide(request)


def test_the_queue_shows_what_waits_for_the_reader_first_with_its_age(ledger, enter, page, moved_clock):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    moved_clock("2026-03-12T09:00:00+00:00")
    enter(ledger.approver)

    found = page(reverse("budgets:requests"))

    first = found.find("h2", string="Waiting for you").find_next("ul")
    assert first.a["href"] == address(request)
    assert "Waiting for 3 days" in first.get_text()
    assert address(request) in {link["href"] for link in page(reverse("portal:desk")).select("a")}


def test_carry_overs_stand_in_the_same_queue(ledger, enter, page):
    following = BudgetLineFactory(body=ledger.cluster, stream=ledger.stream, year__first_year=2026)
    MoneyRequest.objects.create(
        what="carry_over",
        from_line=ledger.one,
        to_line=following,
        amount=100,
        reason="Left over",
        requested_by=ledger.officer,
        requested_at=AT,
    )
    enter(ledger.approver)

    assert "Carried over from the year before: £100" in page(reverse("budgets:requests")).get_text()


def test_interests_stand_beside_a_request(ledger, enter, page):
    BudgetLine.objects.filter(pk=ledger.two.pk).update(organisation="Example Partners")
    InterestFactory(person=ledger.approver, organisation="Example Partners", during=from_day(ON))
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.approver)

    assert f"{ledger.approver.name}: Example Partners" in page(address(request)).get_text()


def test_a_collaborative_lead_moves_only_money_of_its_own_lines(ledger, enter, client):
    collaborative = CollaborativeFactory(cluster=ledger.cluster)
    own = BudgetLineFactory(
        body=ledger.cluster, stream=ledger.stream, year=ledger.year, collaborative=collaborative, title_en="Its own"
    )
    enter(ledger.appoint(Office.COLLABORATIVE_LEAD, collaborative))

    offered = client.get(asking(ledger)).text

    assert own.title_en in offered
    assert ledger.one.title_en not in offered


def test_an_office_elsewhere_finds_no_request(ledger, enter, client):
    request = ledger.move(ledger.one, ledger.two, "250", by=ledger.lead)
    enter(ledger.appoint(Office.CLUSTER_LEAD, ledger.other_cluster))

    assert client.get(address(request)).status_code == 404
    assert client.post(address(request), {"deed": "withdraw", "reason": ""}).status_code == 404


@pytest.mark.parametrize("name", ["requests", "request"])
def test_many_requests_take_few_queries(ledger, enter, client, name, django_assert_max_num_queries):
    made = [ledger.move(ledger.one, ledger.two, str(amount), by=ledger.lead) for amount in range(1, 21)]
    enter(ledger.approver)
    place = reverse("budgets:requests") if name == "requests" else address(made[0])
    client.get(place)

    with django_assert_max_num_queries(16 if name == "request" else 12):
        assert client.get(place).status_code == 200


def test_the_amount_is_read_as_people_type_it(ledger, enter, client):
    enter(ledger.lead)

    client.post(asking(ledger), answers(ledger, amount=" £1 000.00 "))

    assert MoneyRequest.objects.get().amount == pounds("1000")
