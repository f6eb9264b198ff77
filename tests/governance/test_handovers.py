"""Handing a seat over: preparing, reading and accepting, and what passes on."""

import datetime

import pytest

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.handovers.actions import accept_handover, prepare_handover
from governance.models import Basis, Delegation, Handover, Office
from governance.offices import actions
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    DelegationFactory,
    HandoverFactory,
    HealthBoardFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
MONTH = 30 * DAY


@pytest.fixture
def seat():
    return SeatFactory(body=ClusterFactory())


@pytest.fixture
def lead(client, moved_clock, seat):
    """A cluster lead whose term ends today."""
    moved_clock(NOW.isoformat())
    term = AppointmentFactory(seat=seat, person__name="Leaving Lead", during=from_day(TODAY - MONTH, TODAY + DAY))
    client.force_login(term.person)
    return term.person


@pytest.fixture
def next_lead(seat):
    """The next lead, from tomorrow."""
    term = AppointmentFactory(seat=seat, person__name="Next Lead", during=from_day(TODAY + DAY))
    return term.person


def at(name: str, language: str = "en", **arguments: int) -> str:
    return page_address(f"governance:{name}", language, **arguments)


def prepared(seat, lead, taker, **changes):
    values = {"seat": seat, "to": taker, "note": "Keys", "by": lead, "at": NOW, "on": TODAY}
    return prepare_handover(**{**values, **changes})


def accepted(handover, by, days: int = 1):
    return accept_handover(handover=handover, by=by, at=NOW + days * DAY, on=TODAY + days * DAY)


def nomination(seat, lead, **values):
    below = CollaborativeFactory(cluster=seat.body)
    place = SeatFactory(body=below, office=Office.COLLABORATIVE_LEAD)
    return AppointmentFactory(seat=place, nominated=True, nominated_by=lead, **values)


def delegation(seat, lead, **values):
    return DelegationFactory(seat=seat, principal=lead, during=from_day(TODAY - DAY, TODAY + MONTH), **values)


def records() -> list[str]:
    found = AuditRecord.objects.filter(subject_kind="governance.handover").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_a_lead_prepares_a_handover_which_the_next_lead_accepts_over_the_pages(
    client, page, moved_clock, seat, lead, next_lead
):
    waiting, given = nomination(seat, lead), delegation(seat, lead)

    offered = page(at("prepare_handover", key=seat.pk)).main.get_text(" ", strip=True)
    client.post(at("prepare_handover", key=seat.pk), {"to": next_lead.pk, "note": "Keys are at the desk."})
    handover = Handover.objects.get()
    moved_clock((NOW + DAY).isoformat())
    client.force_login(next_lead)
    desk = page(page_address("portal:desk", "en")).select_one(".app-todo a")
    said = page(desk["href"]).main.get_text(" ", strip=True)
    client.post(desk["href"])

    handover.refresh_from_db()
    waiting.refresh_from_db()
    assert waiting.person.name in offered
    assert desk.get_text() == "A handover waits for you. From: Leaving Lead"
    assert "Keys are at the desk." in said
    assert "9 March 2026" in said
    assert waiting.person.name in said
    assert f"{given.delegate.name} may act until" in said
    assert (handover.taker, handover.accepted_at) == (next_lead, NOW + DAY)
    assert waiting.nominated_by == next_lead
    assert records() == ["governance.prepare_handover", "governance.accept_handover"]
    assert "A handover waits" not in page(page_address("portal:desk", "en")).get_text()


def test_delegations_are_given_anew_and_stay_true_for_the_days_before(seat, lead, next_lead):
    given = delegation(seat, lead)

    accepted(prepared(seat, lead, next_lead), next_lead)

    before, after = (powers_of(given.delegate, on=TODAY + days * DAY) for days in (0, 1))
    assert [one.on_behalf_of for one in before.grants] == [lead]
    assert [one.on_behalf_of for one in after.grants] == [next_lead]
    anew = Delegation.objects.get(principal=next_lead)
    assert (anew.during, anew.permissions) == (from_day(TODAY + DAY, TODAY + MONTH), [Permission.NOMINATE])


def test_what_is_elsewhere_or_concerns_the_taker_stays(seat, lead, next_lead):
    elsewhere = AppointmentFactory(nominated=True, nominated_by=lead)
    own = nomination(seat, lead, person=next_lead)
    to_the_taker = delegation(seat, lead, delegate=next_lead)
    in_another_seat = DelegationFactory(principal=lead)

    handover = accepted(prepared(seat, lead, next_lead), next_lead)

    for row in (elsewhere, own, to_the_taker, in_another_seat):
        row.refresh_from_db()
    assert handover.accepted_at is not None
    assert (elsewhere.nominated_by, own.nominated_by) == (lead, lead)
    assert (to_the_taker.principal, to_the_taker.revoked_at, in_another_seat.revoked_at) == (lead, None, None)


def test_a_delegation_that_the_taker_gave_too_is_not_given_twice(seat, lead, next_lead):
    given = delegation(seat, lead)
    theirs = DelegationFactory(
        seat=seat, principal=next_lead, delegate=given.delegate, during=from_day(TODAY + DAY, TODAY + MONTH)
    )

    accepted(prepared(seat, lead, next_lead), next_lead)

    assert list(Delegation.objects.filter(revoked_at__isnull=True)) == [theirs]


def test_nobody_accepts_before_they_hold_the_seat_or_twice_or_for_somebody_else(seat, lead, next_lead):
    waiting = nomination(seat, lead)
    handover = prepared(seat, lead, next_lead)

    for by, days in ((next_lead, 0), (lead, 1), (PersonFactory(), 1)):
        with pytest.raises(Refused):
            accepted(handover, by, days)
    waiting.refresh_from_db()
    assert waiting.nominated_by == lead
    accepted(handover, next_lead)
    with pytest.raises(Refused):
        accepted(handover, next_lead)

    assert records() == ["governance.prepare_handover", "governance.accept_handover"]


def test_only_a_holder_hands_over_and_only_to_who_comes_next(client, seat, lead, next_lead):
    declined = AppointmentFactory(seat=seat, nominated=True, declined_at=NOW)

    for changes in ({"to": PersonFactory()}, {"to": declined.person}, {"to": lead}, {"by": next_lead, "to": lead}):
        with pytest.raises(Refused):
            prepared(seat, lead, next_lead, **changes)
    client.force_login(next_lead)

    assert client.get(at("prepare_handover", key=seat.pk)).status_code == 404
    assert not Handover.objects.exists()
    assert records() == []


def test_a_new_one_replaces_ones_own_and_one_that_concerns_nobody_any_more(seat, lead, next_lead):
    stale = HandoverFactory(seat=seat)

    first = prepared(seat, lead, next_lead)
    again = prepared(seat, lead, next_lead, note="Other keys")

    assert first == again == stale == Handover.objects.get()
    assert (again.giver, again.note) == (lead, "Other keys")


def test_one_of_two_joint_holders_does_not_replace_the_handover_of_the_other():
    office = SeatFactory(office=Office.FINANCE_OFFICER, body=HealthBoardFactory())
    one, other, third = AppointmentFactory.create_batch(3, seat=office, basis=Basis.JOINT, during=from_day(TODAY - DAY))
    handover = prepared(office, one.person, third.person)

    with pytest.raises(Refused):
        prepared(office, other.person, third.person)

    handover.refresh_from_db()
    assert handover.giver == one.person


def test_whoever_nominated_may_not_confirm_after_they_handed_it_over():
    board = HealthBoardFactory()
    office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=board)
    one, other = (
        term.person
        for term in AppointmentFactory.create_batch(2, seat=office, basis=Basis.JOINT, during=from_day(TODAY - DAY))
    )
    place = SeatFactory(body=ClusterFactory(parent=board))
    terms = {"person": PersonFactory(), "basis": Basis.SUBSTANTIVE, "start": TODAY, "until": None}
    made = actions.nominate(seat=place, **terms, by=one, at=NOW, on=TODAY)
    accepted(prepared(office, one, other), other, 0)
    made.refresh_from_db()

    for by in (one, other):
        with pytest.raises(Refused):
            actions.confirm(appointment=made, by=by, at=NOW, on=TODAY)

    made.refresh_from_db()
    assert (made.nominated_by, made.confirmed_at) == (other, None)


def test_what_is_open_is_only_counted_for_whoever_does_not_hold_the_seat_yet(client, page, seat, lead, next_lead):
    waiting = nomination(seat, lead)
    handover = prepared(seat, lead, next_lead)
    client.force_login(next_lead)

    said = page(at("handover", key=handover.pk)).main
    response = client.post(at("handover", key=handover.pk))

    assert waiting.person.name not in said.get_text()
    assert "Open: 1." in said.get_text()
    assert not said.select("main form")
    assert "You can accept this from the first day" in response.content.decode()
    handover.refresh_from_db()
    assert handover.accepted_at is None


def test_a_handover_of_two_others_is_not_found(client, lead):
    other = HandoverFactory()

    statuses = [client.get(at("handover", key=other.pk)), client.post(at("handover", key=other.pk))]

    assert [one.status_code for one in statuses] == [404, 404]
    other.refresh_from_db()
    assert other.accepted_at is None


def test_the_seat_leads_its_holder_to_the_handover_and_nobody_else(client, page, seat, lead):
    link = f'a[href="{at("prepare_handover", key=seat.pk)}"]'
    member = AppointmentFactory(seat=SeatFactory(body=seat.body, office=Office.CLUSTER_MEMBER)).person

    for_the_holder = page(at("seat", key=seat.pk)).select(link)
    client.force_login(member)

    assert len(for_the_holder) == 1
    assert not page(at("seat", key=seat.pk)).select(link)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("name", ["handovers", "handover", "prepare_handover"])
def test_each_page_asks_little_of_the_database(
    client, seat, lead, next_lead, django_assert_max_num_queries, name, language
):
    for _number in range(20):
        nomination(seat, lead)
        delegation(seat, lead)
        HandoverFactory(taker=lead)
    handover = prepared(seat, lead, next_lead)
    keys = {"handover": handover.pk, "prepare_handover": seat.pk}
    address = at(name, language, **({"key": keys[name]} if name in keys else {}))
    client.get(address)

    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
