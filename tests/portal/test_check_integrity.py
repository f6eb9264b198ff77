"""Asking whether the data are whole: silence where they are, a sentence for each fault where they are not."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import audit
from common.dated import from_day
from governance.models import Basis, Office
from tests.factories import AT, ON, AppointmentFactory, DelegationFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
OWN = "nobody_confirms_their_own_nomination"
HISTORIES = "Rows are as their history ends"


def asked() -> tuple[dict[str, str], list[str]]:
    """Return what the command says of each check, and its sentences."""
    out = io.StringIO()
    try:
        call_command("check_integrity", stdout=out)
    except CommandError as error:
        out.write(f"  {error}\n")
    lines = out.getvalue().splitlines()
    results = dict(line.split(": ") for line in lines if not line.startswith("  ") and ": " in line)
    return results, [line.strip() for line in lines if line.startswith("  ")]


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_data_that_came_through_actions_are_whole():
    results, sentences = asked()

    assert sentences == []
    assert set(results.values()) == {"in order"}
    assert len(results) == 22


@pytest.mark.as_owner
def test_a_constraint_that_was_dropped_is_missed():
    execute("ALTER TABLE governance_appointment DROP CONSTRAINT one_holder_of_a_seat")

    results, sentences = asked()

    assert results["Constraints of the database"] == "1"
    assert sentences[0] == "governance.Appointment: the constraint one_holder_of_a_seat is not in force."
    assert sentences[-1] == "Faults found: 1."


@pytest.mark.as_owner
def test_a_trigger_that_was_switched_off_is_missed():
    execute("ALTER TABLE accounts_auditrecord DISABLE TRIGGER USER")

    _results, sentences = asked()

    assert sentences[0] == "accounts.AuditRecord: the trigger append_only is not in force."


@pytest.mark.as_owner
def test_a_row_changed_behind_the_back_of_its_history_is_found():
    with audit.recorded("clusters.open_standard_seats", by=None, at=AT):
        seat = SeatFactory(office=Office.CLUSTER_LEAD)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE governance_seat DISABLE TRIGGER USER")
    execute(f"UPDATE governance_seat SET office = 'deputy' WHERE id = {seat.pk}")
    execute("ALTER TABLE governance_seat ENABLE TRIGGER USER")

    results, sentences = asked()

    assert results[HISTORIES] == "1"
    assert "governance.Seat: rows that are not as their history ends: 1." in sentences


def test_a_change_without_an_entry_is_found():
    SeatFactory()

    results, sentences = asked()

    assert results["Changes have their entry in the record"] != "in order"
    assert "governance.Seat: changes without an entry in the record: 1." in sentences


def test_a_term_of_somebody_whose_access_ended_is_found(moved_clock):
    moved_clock(AT.isoformat())
    with audit.recorded("clusters.open_standard_seats", by=None, at=AT):
        term = AppointmentFactory(person=PersonFactory(is_active=False), during=from_day(ON))

    results, _sentences = asked()

    assert results["Terms rest on open seats and open accounts"] == "1"
    assert term.person.is_active is False


@pytest.mark.as_owner
def test_a_nomination_that_its_nominator_confirmed_is_found(moved_clock):
    moved_clock(AT.isoformat())
    execute(f"ALTER TABLE governance_appointment DROP CONSTRAINT {OWN}")
    with audit.recorded("clusters.open_standard_seats", by=None, at=AT):
        person = PersonFactory()
        AppointmentFactory(person=person, confirmed_by=person, during=from_day(ON))

    results, _sentences = asked()

    assert results["Nobody confirmed their own nomination"] == "1"


def test_a_delegation_by_somebody_who_left_is_found(moved_clock):
    moved_clock(AT.isoformat())
    with audit.recorded("clusters.open_standard_seats", by=None, at=AT):
        seat = SeatFactory(office=Office.CLUSTER_LEAD)
        AppointmentFactory(seat=seat, basis=Basis.SUBSTANTIVE, during=from_day(ON))
        DelegationFactory(seat=seat, during=from_day(ON, ON.replace(month=6)))

    results, _sentences = asked()

    assert results["Delegations rest on a seat that is held"] == "1"
