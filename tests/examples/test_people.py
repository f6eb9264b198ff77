"""The people of the Example Health Board: one for each office, and gone without a trace but for the record."""

import datetime
import io

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditRecord, Person
from clusters.models import Area, Provider
from collaboratives.models import Collaborative
from common.addresses import page_address
from common.models import LoadedFiles
from examples import people
from governance.models import Appointment, Basis, Body, Office, Seat
from governance.offices import queries
from governance.powers.permissions import OFFICES_WITH_SECOND_FACTOR
from indicators.models import Figure, Release
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"
TODAY = datetime.date(2026, 3, 9)


def run(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(moved_clock) -> str:
    moved_clock(NOW)
    run("load_professions")
    run("load_examples")
    return run("load_example_people")


def test_every_office_has_somebody_who_can_sign_in(loaded):
    held = set(Appointment.objects.current(on=TODAY).values_list("seat__office", flat=True))

    assert loaded == "Example people appointed: 23.\n"
    assert held == set(Office)
    assert Person.objects.get(email="pharmacy.lead@example.org").check_password(people.password())


def test_loading_again_is_nothing_to_do(loaded):
    before = Person.objects.count(), AuditRecord.objects.count()

    assert run("load_example_people") == "Example people are there already; nothing to do.\n"
    assert (Person.objects.count(), AuditRecord.objects.count()) == before


def test_there_is_a_vacancy_a_joint_lead_and_an_interim_about_to_end(loaded):
    seats = Seat.objects.filter(body__is_example=True, office=Office.CLUSTER_LEAD).select_related("body")
    held = {one.seat.body.slug_en: one.holders for one in queries.held(seats, on=TODAY)}

    assert held["example-north"] == []
    assert [one.basis for one in held["example-south"]] == [Basis.JOINT, Basis.JOINT]
    assert [one.last_day for one in held["example-west"]] == [TODAY + datetime.timedelta(days=29)]


def test_a_cluster_that_merged_says_what_became_of_it(client, loaded):
    merged = Area.objects.get(slug_en="example-hill")

    answer = client.get(page_address("portal:cluster", "en", slug="example-hill"))

    assert merged.closed_on == datetime.date(2024, 4, 1)
    assert answer.status_code == 410
    assert "Example East" in answer.content.decode()


def test_nobody_is_appointed_on_a_real_cluster_group_or_board(loaded):
    real = Appointment.objects.filter(seat__body__is_example=False).exclude(seat__body__body_kind=Body.Kind.NATION)

    assert list(real) == []


def test_example_pharmacies_belong_to_the_example_collaborative(loaded):
    cluster = Area.objects.get(slug_en="example-central")
    members = Provider.objects.in_cluster(cluster, on=TODAY)

    assert members.filter(kind=Provider.Kind.COMMUNITY_PHARMACY).count() == 3
    assert Collaborative.objects.filter(cluster=cluster).count() == 3


def test_somebody_signs_in_with_password_and_printed_code(client, loaded, settings):
    address = page_address("account_login", "en")

    client.post(address, {"login": "approver@example.org", "password": people.password()})
    code = run("example_code", "approver@example.org").strip()
    answer = client.post(page_address("mfa_authenticate", "en"), {"code": code})

    assert answer.status_code == 302
    assert client.get(page_address("portal:desk", "en")).status_code == 200


def test_the_list_says_who_needs_a_code(loaded):
    lines = run("example_people").splitlines()

    with_code = {line.split()[0] for line in lines if line.endswith("and a code")}
    expected = {row.text("email") for row in people.rows(settings.DATA_DIR) if needs_code(row)}
    assert with_code == expected
    assert len(lines) == 26


def needs_code(row) -> bool:
    return row.text("office") in OFFICES_WITH_SECOND_FACTOR


def test_codes_of_other_people_are_not_printed(loaded):
    Person.objects.create_user("real@nhs.example", name="Real Person")

    with pytest.raises(CommandError, match="not one of the example people"):
        run("example_code", "real@nhs.example")
    with pytest.raises(CommandError, match="asks for no code"):
        run("example_code", "pharmacy.lead@example.org")


def test_production_takes_no_example_people(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production does not take them"):
        run("load_example_people")

    assert Person.objects.count() == 0


def test_the_data_are_whole_with_the_examples(loaded):
    assert run("check_integrity").endswith("All is whole.\n")


@pytest.mark.as_owner
def test_forgetting_removes_all_that_was_invented_and_nothing_else(loaded):
    real = Body.objects.filter(is_example=False).count(), Figure.objects.filter(area__is_example=False).count()

    run("forget_examples")

    assert Body.objects.filter(is_example=True).count() == 0
    assert Figure.objects.filter(area__is_example=True).count() == 0
    assert Release.objects.filter(is_example=True).count() == 0
    assert Provider.objects.filter(ods_code__startswith="EX0").count() == 0
    assert Appointment.objects.count() == 0
    assert LoadedFiles.objects.filter(name__startswith="example").count() == 0
    assert real == (Body.objects.count(), Figure.objects.count())


@pytest.mark.as_owner
def test_only_example_people_are_signed_out(loaded, client, enter):
    real, invented = PersonFactory(), Person.objects.get(email="cluster.lead@example.org")
    others = Client()
    enter(real)
    others.force_login(invented)
    for one in (client, others):
        one.get(page_address("account", "en"))

    run("forget_examples")

    assert client.get(page_address("account", "en")).status_code == 200
    assert others.get(page_address("account", "en")).status_code == 302


@pytest.mark.as_owner
def test_somebody_whom_the_record_names_keeps_a_closed_account(loaded):
    run("forget_examples")

    kept = Person.objects.filter(email__endswith="@example.org")
    assert set(kept.values_list("email", "is_active")) == {
        ("national.administrator@example.org", False),
        ("second.administrator@example.org", False),
    }
    assert not any(one.has_usable_password() for one in kept)
    assert run("check_integrity").endswith("All is whole.\n")
    assert AuditRecord.objects.latest("pk").action == "portal.forget_examples"
