"""The record: who may read which entries, and how these read."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import audit
from accounts.models import AuditRecord
from common.histories import histories
from governance.models import Appointment, Basis, Office, Seat
from governance.offices import actions
from governance.powers.policies import powers_of
from governance.record import presenters, queries
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    AuditRecordFactory,
    ClusterFactory,
    HealthBoardFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(moved_clock):
    moved_clock(AT.isoformat())
    return HealthBoardFactory()


@pytest.fixture
def cluster(board):
    return ClusterFactory(parent=board, name_en="Afan", name_cy="Afan")


def administrator(body, office=Office.BOARD_ADMINISTRATOR, name="Ann Example"):
    person = PersonFactory(name=name)
    seat = Seat.objects.filter(body=body, office=office).first() or SeatFactory(body=body, office=office)
    AppointmentFactory(seat=seat, person=person, basis=Basis.JOINT)
    return person


@pytest.fixture
def nominated(board, cluster):
    by = administrator(board)
    seat = SeatFactory(body=cluster, office=Office.CLUSTER_LEAD)
    actions.nominate(
        seat=seat,
        person=PersonFactory(name="Bob Example"),
        basis=Basis.SUBSTANTIVE,
        start=ON,
        until=None,
        by=by,
        at=AT,
        on=ON,
        minute_reference="M 12",
    )
    return by


def entries(person):
    return queries.records(person, powers_of(person, on=ON))


def test_an_entry_reads_as_a_sentence_in_both_languages(nominated):
    entry = AuditRecord.objects.get(action="governance.nominate")

    with translation.override("en"):
        english = presenters.sentence(entry)
    with translation.override("cy"):
        welsh = presenters.sentence(entry)

    assert english == "Ann Example nominated somebody: Bob Example: Cluster lead: Afan."
    assert welsh == "Enwebodd Ann Example rywun: Bob Example: Arweinydd clwstwr: Afan."


def test_an_entry_says_for_whom_somebody_acted():
    by, principal = PersonFactory(name="Carys Example"), PersonFactory(name="Dai Example")
    entry = AuditRecordFactory(action="clusters.load_examples", by=by, on_behalf_of=principal)

    assert presenters.sentence(entry) == "Carys Example loaded the example places. They acted for Dai Example."


def test_what_nobody_did_the_portal_did():
    entry = AuditRecordFactory(action="clusters.load_examples", by=None)

    assert presenters.sentence(entry) == "The portal loaded the example places."


def test_an_action_without_a_sentence_cannot_be_recorded():
    with (
        pytest.raises(LookupError, match=r"'accounts\.dance' has no sentence"),
        audit.recorded("accounts.dance", by=None, at=AT),
    ):
        pass


def test_administrators_read_what_concerns_the_bodies_in_their_reach(nominated, board):
    elsewhere = administrator(HealthBoardFactory(parent=board.parent), name="Eve Example")
    national = administrator(board.parent, Office.NATIONAL_ADMINISTRATOR, name="Fay Example")

    assert [one.action for one in entries(nominated)] == ["governance.nominate"]
    assert list(entries(elsewhere)) == []
    assert "governance.nominate" in [one.action for one in entries(national)]


def test_what_is_about_no_body_is_read_nationally_and_by_who_did_it(board):
    by = administrator(board)
    national = administrator(board.parent, Office.NATIONAL_ADMINISTRATOR, name="Fay Example")
    entry = AuditRecordFactory(action="clusters.load_examples", by=by, bodies=[])

    assert entry in entries(national)
    assert list(entries(by)) == [entry]
    assert list(entries(administrator(board, name="Gwen Example"))) == []


def test_the_record_is_narrowed_by_words_action_and_day(nominated):
    found = entries(nominated)

    assert queries.narrowed(found, words="bob afan").count() == 1
    assert queries.narrowed(found, words="bob pencoed").count() == 0
    assert queries.narrowed(found, action="governance.nominate").count() == 1
    assert queries.narrowed(found, action="governance.confirm").count() == 0
    assert queries.narrowed(found, since=ON).count() == 1
    assert queries.narrowed(found, since=ON + datetime.timedelta(days=1)).count() == 0


def test_an_entry_shows_the_rows_that_it_changed_before_and_after(nominated, board):
    other = administrator(board, name="Gwen Example")
    waiting = Appointment.objects.awaiting().get()
    actions.confirm(appointment=waiting, by=other, at=AT, on=ON)
    entry = AuditRecord.objects.get(action="governance.confirm")

    (row,) = [one for one in presenters.shown_rows(queries.rows_changed(entry)) if one.table == "Appointment"]

    assert (row.happened, [(one.column, one.before, one.after) for one in row.differences]) == (
        "Changed",
        [("Confirmed by", "–", "Gwen Example"), ("Confirmed at", "–", presenters.moment(AT))],
    )


def test_a_new_row_is_shown_with_what_was_entered(nominated):
    entry = AuditRecord.objects.get(action="governance.nominate")

    (row,) = presenters.shown_rows(queries.rows_changed(entry))

    shown = {one.column: one.after for one in row.differences}
    assert row.happened == "Entered"
    assert shown["Person"] == "Bob Example"
    assert shown["Minute or letter"] == "M 12"
    assert shown["From and until"] == "9 March 2026, no end known"


def test_the_pages_of_the_record_take_few_queries(client, enter, nominated, django_assert_max_num_queries):
    enter(nominated)
    entry = AuditRecord.objects.get(action="governance.nominate")
    client.get(reverse("governance:record"))

    with django_assert_max_num_queries(12):
        listed = client.get(reverse("governance:record"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("governance:record_entry", kwargs={"key": entry.pk}))

    assert "Ann Example nominated somebody: Bob Example" in listed.content.decode()
    assert "Minute or letter" in page.content.decode()


def test_the_record_goes_out_as_a_file(client, enter, nominated):
    enter(nominated)

    lines = client.get(reverse("governance:record_csv")).content.decode("utf-8-sig").splitlines()

    assert lines[-1].startswith("2026-03-09T09:30:00+00:00,Ann Example,,Ann Example nominated somebody")


def test_an_administrator_does_not_find_an_entry_out_of_reach(client, enter, board):
    enter(administrator(board))
    entry = AuditRecordFactory(bodies=[HealthBoardFactory(parent=board.parent).pk])

    assert client.get(reverse("governance:record_entry", kwargs={"key": entry.pk})).status_code == 404


def test_an_entry_about_more_rows_than_a_page_can_hold_is_cut(nominated):
    entry = AuditRecord.objects.get(action="governance.nominate")

    assert len(queries.rows_changed(entry, limit=0)) == 0
    assert len(queries.rows_changed(entry, limit=1)) == 1


def test_every_history_has_words_for_its_table():
    with translation.override("cy"):
        assert {label for label in map(_label, histories()) if presenters.table_words(label) == label} == set()


def _label(history):
    return history.pgh_tracked_model._meta.label_lower
