"""Who could do what on a day: the same answer as the policies gave that day, for readers of the record."""

import csv
import datetime
import io

import pytest

from common.addresses import page_address
from common.dated import from_day
from governance.models import Basis, Office
from governance.people import actions
from governance.powers.permissions import OFFICE_POWERS, Permission
from governance.powers.policies import Powers, powers_of
from governance.powers.queries import holdings
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    CollaborativeFactory,
    CoverageFactory,
    DelegationFactory,
    LocalAuthorityFactory,
    PersonFactory,
    PlanningGroupFactory,
    SeatFactory,
)
from tests.governance.setting import DAY, Setting

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)


@pytest.fixture
def setting(client, moved_clock):
    moved_clock("2026-03-09T10:00:00+00:00")
    made = Setting()
    made.one.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    client.force_login(made.one)
    return made


def at(name: str, language: str = "en", **query) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{page_address(f'governance:{name}', language)}?{asked}"


@pytest.mark.parametrize("day", ["1/1/1948", "1990-01-01"])
def test_a_day_before_anybody_held_an_office_has_nobody(client, setting, day):
    for name in ("powers", "powers_csv"):
        answer = client.get(at(name, body=setting.board.pk, on=day))

        assert answer.status_code == 200
        assert setting.one.name not in answer.content.decode().partition("<main")[2]
    page = client.get(at("powers", body=setting.board.pk, on=day)).content.decode()
    assert "Nobody could do anything to this body on this day." in page


def test_what_reaches_only_its_own_body_is_told_for_others_too(setting):
    other = AppointmentFactory(seat__office=Office.CLUSTER_MEMBER).person
    own_alone = [one for one in powers_of(other, on=TODAY).grants if one.reach.name == "OWN"]

    assert Powers(own_alone, on=TODAY).reaching(setting.board) == set()


def test_the_answer_is_that_of_the_policies_for_every_body_and_person(setting):
    authority = LocalAuthorityFactory(parent=setting.board)
    cluster = setting.seat.body
    type(cluster).objects.filter(pk=cluster.pk).update(local_authority=authority)
    group = PlanningGroupFactory(parent=setting.board)
    CoverageFactory(planning_group=group, local_authority=authority)
    lead = AppointmentFactory(seat=setting.seat).person
    chair = AppointmentFactory(seat=SeatFactory(body=group, office=Office.PLANNING_GROUP_CHAIR)).person
    delegate = DelegationFactory(seat=setting.seat, principal=lead, permissions=["nominate", "describe"]).delegate
    elsewhere = AppointmentFactory().person
    below = CollaborativeFactory(cluster=cluster)

    for body in (setting.board, cluster, below, group):
        found = {(one.person.pk, permission) for one in holdings(body, on=ON) for permission in one.permissions}
        for person in (setting.one, lead, chair, delegate, elsewhere):
            may = {one for one in Permission if powers_of(person, on=ON).may(one, body)}
            assert {one for key, one in found if key == person.pk} == may, (body, person)


def test_a_day_in_the_past_shows_who_held_office_then_and_for_whom_they_acted(setting, page):
    cluster = setting.seat.body
    before = AppointmentFactory(
        seat=setting.seat, person__name="Ann Before", during=from_day(TODAY - 20 * DAY, TODAY - 5 * DAY)
    )
    AppointmentFactory(seat=setting.seat, person__name="Ben Now", during=from_day(TODAY - 5 * DAY))
    during = from_day(TODAY - 20 * DAY, TODAY - 5 * DAY)
    DelegationFactory(
        seat=setting.seat, principal=before.person, delegate=PersonFactory(name="Dai Acting"), during=during
    )

    rows = page(at("powers", body=cluster.pk, on="1 March 2026")).select("tbody tr")

    found = {row.th.get_text(): [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows}
    assert "Ben Now" not in found
    assert found["Ann Before"][2] == "–"
    assert found["Dai Acting"][1:] == [str(Permission.NOMINATE.label), "Ann Before"]


def test_whose_access_had_ended_could_do_nothing_from_that_day(setting):
    lead = AppointmentFactory(seat=setting.seat, during=from_day(ON - 9 * DAY)).person
    actions.end_access(person=lead, by=setting.one, at=AT, on=ON, reason="Left")

    could = [lead in {one.person for one in holdings(setting.seat.body, on=ON - days * DAY)} for days in (1, 0)]

    assert could == [True, False]


def test_the_file_holds_a_row_for_each_sentence(setting, client):
    AppointmentFactory(seat=setting.seat, person__name="Ann Lead")

    response = client.get(at("powers_csv", body=setting.seat.body.pk))

    rows = [row for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))) if "Ann" in row["Name"]]
    assert len(rows) == len({power.permission for power in OFFICE_POWERS[Office.CLUSTER_LEAD]})
    assert str(Permission.DELEGATE.label) in {row["What they could do"] for row in rows}


def test_a_body_out_of_reach_is_not_found_and_a_broken_day_is_said(setting, client, page):
    elsewhere = SeatFactory().body

    statuses = [client.get(at(name, body=elsewhere.pk)).status_code for name in ("powers", "powers_csv")]

    assert statuses == [404, 404]
    assert page(at("powers", on="31 February 2026")).select_one(".nhsuk-error-summary a[href='#id_on']")


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("number", [3, 60])
def test_the_page_asks_little_of_the_database(setting, client, django_assert_max_num_queries, language, number):
    office = SeatFactory(body=setting.board, office=Office.FINANCE_OFFICER)
    for _one in range(number):
        term = AppointmentFactory(seat=office, basis=Basis.JOINT)
        DelegationFactory(seat=office, principal=term.person, permissions=["see_offices"])
        AppointmentFactory()
    client.get(at("powers", language))

    for name in ("powers", "powers_csv"):
        with django_assert_max_num_queries(12):
            assert client.get(at(name, language, body=setting.board.pk)).status_code == 200
