"""The list of people, a person's page with the invitation, and access given back."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord, Invitation
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office
from governance.people import actions
from governance.powers.policies import NotAllowed, grants_of, with_access
from tests.factories import AT, ON, AppointmentFactory, ClusterFactory, InvitationFactory, PersonFactory, SeatFactory
from tests.governance.setting import DAY, Setting

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"
TODAY = datetime.date(2026, 3, 9)


@pytest.fixture
def setting(client, moved_clock):
    moved_clock(NOW)
    made = Setting()
    made.one.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(made.one)
    return made


def at(name: str, language: str = "en", **arguments) -> str:
    return page_address(f"governance:{name}", language, **arguments)


def holder(setting, name: str, office: str = Office.CLUSTER_LEAD, **details):
    cluster = ClusterFactory(parent=setting.board)
    person = PersonFactory(name=name, **{"password": "!", **details})
    AppointmentFactory(seat=SeatFactory(body=cluster, office=office), person=person, during=from_day(TODAY - DAY))
    return person


def names(page, query: str = "") -> list[str]:
    return [one.get_text() for one in page(at("people") + query).select("tbody th")]


def test_the_list_holds_who_held_holds_or_is_nominated_in_reach_and_nobody_else(setting, page):
    setting.one.name = setting.other.name = "Zz Administrator"
    setting.one.save()
    setting.other.save()
    for name, terms in {
        "Ann Before": {"during": from_day(TODAY - 20 * DAY, TODAY - 9 * DAY)},
        "Ben Now": {"during": from_day(TODAY - 9 * DAY)},
        "Cai Nominated": {"during": from_day(TODAY), "nominated": True},
    }.items():
        AppointmentFactory(seat=setting.seat, person__name=name, **terms)
    AppointmentFactory(seat=setting.seat, person__name="Declined", nominated=True, declined_at=AT)
    AppointmentFactory(person__name="Elsewhere")

    rows = [row.get_text(" ", strip=True) for row in page(at("people")).select("tbody tr")]

    assert [row.split(" Cluster lead")[0] for row in rows[:3]] == ["Ann Before", "Ben Now", "Cai Nominated"]
    assert "ended on 27 February 2026" in rows[0]
    assert "no end known" in rows[1]
    assert "nominated, not yet confirmed" in rows[2]
    assert len(rows) == 5


def test_words_office_and_account_narrow_the_list_and_its_file(setting, client, page):
    holder(setting, "Siân Example")
    holder(setting, "Dai Deputy", Office.DEPUTY)
    invited = holder(setting, "Ina Invited")
    InvitationFactory(person=invited)
    holder(setting, "Sam Signed", password="a hash")
    holder(setting, "Eve Ended", is_active=False)

    assert names(page, "?q=sian") == ["Siân Example"]
    assert names(page, "?office=deputy") == ["Dai Deputy"]
    assert names(page, "?account=invited") == ["Ina Invited"]
    assert names(page, "?account=ended") == ["Eve Ended"]
    assert names(page, "?account=signs_in&q=signed") == ["Sam Signed"]
    assert names(page, "?account=not_invited&office=cluster_lead") == ["Siân Example"]
    response = client.get(at("people_csv") + "?account=invited")
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["Name"], row["Account"], row["First day"]) == ("Ina Invited", "Invited", "8 March 2026")


def test_a_long_list_goes_on_over_the_page(setting, page):
    for number in range(101):
        holder(setting, f"Person {number:03}")

    first = page(at("people") + "?q=person")
    second = page(at("people") + first.select_one("a[rel=next]")["href"])

    assert len(first.select("tbody tr")) == 100
    assert "Person 100" in [one.get_text() for one in second.select("tbody th")]
    assert second.select_one("a[rel=prev]")


def test_an_administrator_invites_sends_again_and_withdraws(setting, client, page):
    person = holder(setting, "Ina Invited")
    address = at("person", key=person.pk)

    seen = [_buttons(page(address))]
    for deed in ("invite", "resend", "revoke"):
        assert client.post(address, {"deed": deed}).status_code == 302
        seen.append(_buttons(page(address)))

    assert seen == [["invite"], ["resend", "revoke"], ["resend", "revoke"], ["invite"]]
    assert [one.state(at=AT) for one in Invitation.objects.filter(person=person).order_by("pk")] == [
        Invitation.State.REPLACED,
        Invitation.State.REVOKED,
    ]
    by = AuditRecord.objects.filter(action__startswith="accounts.").values_list("action", "by")
    assert list(by.order_by("pk")) == [(f"accounts.{deed}", setting.one.pk) for deed in ("invite", "resend", "revoke")]
    assert "was withdrawn" in page(address).main.get_text()


def _buttons(found: BeautifulSoup) -> list[str]:
    return [one["value"] for one in found.select("main button[name=deed]")]


def test_what_can_no_longer_be_done_is_said(setting, client):
    person = holder(setting, "Sam Signed", password="a hash")

    response = client.post(at("person", key=person.pk), {"deed": "invite"})

    assert BeautifulSoup(response.content, "html.parser").select_one(".nhsuk-error-summary li")
    assert not Invitation.objects.filter(person=person).exists()


def test_who_only_sees_offices_reads_no_address_and_invites_nobody(setting, client, page):
    lead = AppointmentFactory(seat=setting.seat, during=from_day(TODAY - DAY)).person
    deputy = SeatFactory(body=setting.seat.body, office=Office.DEPUTY)
    other = AppointmentFactory(seat=deputy, during=from_day(TODAY - DAY), person__password="!").person
    client.force_login(lead)
    address = at("person", key=other.pk)

    found = page(address).main
    status = client.post(address, {"deed": "invite"}).status_code

    assert (status, Invitation.objects.count()) == (403, 0)
    assert other.email not in found.get_text()
    assert not found.select("main form")


def test_access_is_given_back_with_its_record_by_who_reaches_every_office(setting, client):
    person = holder(setting, "Eve Ended", is_active=False)
    wider = holder(setting, "Wide Ended", is_active=False)
    AppointmentFactory(person=wider, during=from_day(TODAY))
    addresses = [at("restore_access", key=one.pk) for one in (person, wider)]

    statuses = [client.post(address, {"reason": "Came back"}).status_code for address in addresses]

    person.refresh_from_db()
    wider.refresh_from_db()
    assert (statuses, person.is_active, wider.is_active) == ([302, 200], True, False)
    record = AuditRecord.objects.get(action="governance.restore_access")
    assert (record.by, record.subject_key, record.details) == (setting.one, str(person.pk), {"reason": "Came back"})


def test_nobody_gives_back_their_own_access_or_what_was_not_ended_or_without_a_reason(setting):
    person = holder(setting, "Eve Ended", is_active=False)
    given = {"at": AT, "on": ON, "reason": "Came back"}
    for changes in ({"person": person, "reason": " "}, {"person": setting.one}, {"person": setting.other}):
        with pytest.raises(Refused):
            actions.restore_access(**{"by": setting.one, **given, **changes})
    with pytest.raises(NotAllowed):
        actions.restore_access(person=person, by=PersonFactory(), **given)

    assert not AuditRecord.objects.filter(action="governance.restore_access").exists()


def test_the_days_between_the_end_and_the_return_of_access_stay_without_it(setting):
    person = holder(setting, "Eve Ended")
    for action, days, reason in ((actions.end_access, 0, "Left"), (actions.restore_access, 4, "Back")):
        moment = {"at": AT + days * DAY, "on": ON + days * DAY}
        person = action(person=person, by=setting.one, reason=reason, **moment)

    had = [person.pk in with_access([person], on=ON + days * DAY) for days in (-1, 0, 3, 4)]

    assert had == [True, False, False, True]
    assert grants_of([person.pk], on=TODAY)[person.pk]


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("number", [3, 60])
def test_each_page_asks_little_of_the_database(setting, client, django_assert_max_num_queries, language, number):
    people = [holder(setting, f"Person {one}") for one in range(number)]
    seat = SeatFactory(body=setting.board, office=Office.FINANCE_OFFICER)
    for one in people:
        AppointmentFactory(person=one, seat=seat, basis=Basis.JOINT)
        InvitationFactory(person=one)
    addresses = [at(name, language) for name in ("people", "people_csv")]
    addresses.append(at("person", language, key=people[0].pk))
    client.get(addresses[0])

    for address in addresses:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
