"""Recording what a body decided, with the votes and who stood aside, and who reads it."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.decisions.actions import StoodAside, Text, Votes, record_decision
from governance.models import Basis, Decision, Office, Recusal
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    DecisionFactory,
    DelegationFactory,
    InterestFactory,
    PersonFactory,
    RecusalFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
TITLES = {"title_en": "Buy chairs", "title_cy": "Prynu cadeiriau"}


@pytest.fixture
def lead(client, moved_clock):
    moved_clock(NOW.isoformat())
    term = AppointmentFactory(during=from_day(TODAY - 30 * DAY))
    client.force_login(term.person)
    return term


@pytest.fixture
def member(lead):
    """A member of the lead's cluster with an interest."""
    seat = SeatFactory(body=lead.seat.body, office=Office.CLUSTER_MEMBER)
    term = AppointmentFactory(seat=seat, person__name="Example Member", during=from_day(TODAY - 20 * DAY))
    InterestFactory(person=term.person, organisation="Example Chairs Ltd", during=from_day(TODAY - 90 * DAY))
    return term


def at(name: str, language: str = "en", **arguments: int) -> str:
    return page_address(f"governance:{name}", language, **arguments)


def recorded(lead, **changes):
    values = {
        "body": lead.seat.body,
        "decided_on": TODAY,
        "text": Text(**TITLES),
        "outcome": Decision.Outcome.AGREED,
        "by": lead.person,
        "at": NOW,
        "on": TODAY,
    }
    return record_decision(**{**values, **changes})


def nothing_written() -> bool:
    return not Decision.objects.exists() and not AuditRecord.objects.filter(action__startswith="governance.").exists()


def test_a_lead_records_a_decision_and_who_stood_aside(client, page, lead, member):
    interest = member.person.interests.get()
    votes = {"votes_for": "5", "votes_against": "1", "abstentions": "0"}
    aside = {f"reason_{member.person_id}": "Owns the shop", f"interest_{member.person_id}": interest.pk}
    answers = {**TITLES, **votes, **aside, "outcome": "agreed", "minute_reference": "M 1", "is_public": "no"}

    response = client.post(at("record_decision", key=lead.seat.body_id) + "?on=2026-03-01", answers)

    decision = Decision.objects.get()
    assert response.url == at("decision", key=decision.pk)
    assert (decision.decided_on, decision.votes_for, decision.is_public) == (datetime.date(2026, 3, 1), 5, False)
    assert decision.recusals.get().interest == interest
    assert AuditRecord.objects.get(action="governance.record_decision").by == lead.person
    said = page(at("decision", "cy", key=decision.pk)).main.get_text(" ", strip=True)
    assert "Prynu cadeiriau" in said
    assert "Owns the shop" in said
    assert "Example Chairs Ltd" in said


def test_those_of_that_day_are_offered_and_those_with_interests_first(page, lead, member):
    lead.person.name = "Aaron Lead"
    lead.person.save()
    address = at("record_decision", key=lead.seat.body_id)

    today = [one.get_text(strip=True) for one in page(address).select("label[for^=id_reason]")]
    before = [one.get_text(strip=True) for one in page(f"{address}?on=2026-02-10").select("label[for^=id_reason]")]

    assert today == ["Why Example Member stood aside", "Why Aaron Lead stood aside"]
    assert before == ["Why Aaron Lead stood aside"]


@pytest.mark.parametrize(
    "changes",
    [{"title_cy": ""}, {"text_en": "Only here"}, {"votes_for": "3"}, {"outcome": "maybe"}],
)
def test_a_broken_answer_records_nothing(client, lead, changes):
    answers = {**TITLES, "outcome": "agreed", "is_public": "no", **changes}

    response = client.post(at("record_decision", key=lead.seat.body_id), answers)

    assert BeautifulSoup(response.content, "html.parser").select_one(".nhsuk-error-summary li")
    assert nothing_written()


def test_an_interest_without_a_reason_is_asked_for_again(client, lead, member):
    aside = {f"interest_{member.person_id}": member.person.interests.get().pk}
    answers = {**TITLES, **aside, "outcome": "agreed", "is_public": "no"}

    response = client.post(at("record_decision", key=lead.seat.body_id), answers)

    assert "Say why each person stood aside." in response.content.decode()
    assert nothing_written()


@pytest.mark.parametrize(
    "changes",
    [
        {"decided_on": TODAY + DAY},
        {"votes": Votes(3, 3, 1)},
        {"votes": Votes(3, -1, 0)},
        {"text": Text("Title", " ")},
    ],
)
def test_what_cannot_be_is_refused(lead, changes):
    with pytest.raises(Refused):
        recorded(lead, **changes)

    assert nothing_written()


def test_only_holders_of_the_day_stand_aside_each_once_with_interests_of_their_own(lead, member):
    stranger, interest = PersonFactory(), InterestFactory(person=lead.person)
    later = {"decided_on": TODAY - 25 * DAY, "stood_aside": [StoodAside(member.person, "Owns it")]}

    for stood_aside in (
        [StoodAside(stranger, "Owns it")],
        [StoodAside(member.person, "Owns it"), StoodAside(member.person, "Again")],
        [StoodAside(member.person, "Owns it", interest)],
        [StoodAside(member.person, " ")],
    ):
        with pytest.raises(Refused):
            recorded(lead, stood_aside=stood_aside)
    with pytest.raises(Refused):
        recorded(lead, **later)

    assert not Recusal.objects.exists()
    assert nothing_written()


def test_a_member_reads_decisions_and_records_none(client, page, lead, member):
    decision = DecisionFactory(body=lead.seat.body)
    client.force_login(member.person)

    said = page(at("decisions", key=lead.seat.body_id))
    status = client.get(at("record_decision", key=lead.seat.body_id)).status_code
    with pytest.raises(NotAllowed):
        recorded(lead, by=member.person)

    assert said.select_one(f'a[href="{at("decision", key=decision.pk)}"]')
    assert not said.select(".nhsuk-action-link, a[href$='record/']")
    assert status == 403
    assert Decision.objects.get() == decision


def test_a_delegate_records_for_whoever_let_them(client, lead):
    given = DelegationFactory(
        seat=lead.seat,
        principal=lead.person,
        permissions=[Permission.RECORD_DECISIONS],
        during=from_day(TODAY, TODAY + DAY),
    )
    client.force_login(given.delegate)

    response = client.post(
        at("record_decision", key=lead.seat.body_id), {**TITLES, "outcome": "deferred", "is_public": "no"}
    )

    record = AuditRecord.objects.get(action="governance.record_decision")
    assert (record.by, record.on_behalf_of) == (given.delegate, lead.person)
    assert response.url == page_address("portal:desk", "en")


def test_the_interest_is_kept_from_those_who_may_not_see_interests(client, page, lead, member):
    decision = RecusalFactory(
        decision__body=lead.seat.body, person=member.person, interest=member.person.interests.get()
    ).decision
    seat = SeatFactory(body=lead.seat.body, office=Office.SUPPORT_OFFICER)
    support = AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(TODAY - DAY)).person
    client.force_login(support)

    pages = [page(at(name, key=key)) for name, key in (("decision", decision.pk), ("record_decision", seat.body_id))]
    interest = StoodAside(member.person, "Owns it", member.person.interests.get())
    with pytest.raises(NotAllowed):
        recorded(lead, by=support, stood_aside=[interest])

    assert all("Example Member" in one.main.get_text() for one in pages)
    assert not any("Example Chairs" in one.main.get_text() for one in pages)


def test_decisions_of_another_cluster_are_not_found(client, lead):
    other = DecisionFactory(body=ClusterFactory())

    found = [client.get(at("decision", key=other.pk)), client.get(at("decisions", key=other.body_id))]

    assert [one.status_code for one in found] == [404, 404]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", ["decisions", "decision", "record_decision"])
def test_each_page_asks_little_of_the_database(client, lead, django_assert_max_num_queries, name, language):
    decision = DecisionFactory(body=lead.seat.body)
    for number in range(20):
        seat = SeatFactory(body=lead.seat.body, office=Office.CLUSTER_MEMBER, name_en=f"Seat {number}")
        interest = InterestFactory(person=AppointmentFactory(seat=seat).person)
        RecusalFactory(decision=decision, person=interest.person, interest=interest)
        DecisionFactory(body=lead.seat.body)
    address = at(name, language, key=decision.pk if name == "decision" else lead.seat.body_id)
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
