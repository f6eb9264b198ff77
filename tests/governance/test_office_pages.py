"""Appointing over the pages: see what changes, nominate; somebody else confirms; the rest is refused."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord, Person
from common.addresses import page_address
from common.dated import from_day
from governance.models import Appointment, Basis, Office, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of
from tests.factories import AppointmentFactory, ClusterFactory, HealthBoardFactory, PersonFactory, SeatFactory
from tests.reading import confirmed, hidden

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)


class Board:
    """A board with two administrators and a cluster whose lead seat is vacant."""

    def __init__(self) -> None:
        self.board = HealthBoardFactory()
        self.seat = SeatFactory(body=ClusterFactory(parent=self.board))
        office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=self.board)
        self.one, self.other = (
            AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(TODAY - 99 * DAY)).person
            for _number in range(2)
        )


@pytest.fixture
def board(moved_clock) -> Board:
    moved_clock(NOW)
    return Board()


def at(name: str, language: str = "en", **arguments) -> str:
    return page_address(f"governance:{name}", language, **arguments)


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def answers(seat: Seat, **changes) -> dict[str, str]:
    given = {
        "start": "1 April 2026",
        "last_day": "",
        "basis": "substantive",
        "email": "new.lead@example.org",
        "name": "New Lead",
        "minute_reference": "Minute 7",
        "sessions_per_week": "1.5",
        "reason": "",
        "seen_version": str(seat.version),
    }
    return {**given, **changes}


def problems(soup: BeautifulSoup) -> list[str]:
    return [one.get_text(strip=True) for one in soup.select(".nhsuk-error-summary li")]


def test_a_lead_is_nominated_checked_and_confirmed_and_has_the_power_from_that_day(client, board, enter):
    holder = AppointmentFactory(seat=board.seat, during=from_day(TODAY - 99 * DAY))
    enter(board.one)
    check = read(client.post(at("appoint", key=board.seat.pk), answers(board.seat)))
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in check.select("tbody tr")]
    sent = {field["name"]: field["value"] for field in check.select("main input[type=hidden]")}

    client.post(at("appoint", key=board.seat.pk), {**sent, "step": "confirm"})
    nomination = Appointment.objects.awaiting().get(seat=board.seat)
    before = powers_of(nomination.person, on=datetime.date(2026, 4, 1)).grants
    enter(board.other)
    queue = read(client.get(at("nominations")))
    page = at("nomination", key=nomination.pk)
    client.post(
        page, {"decision": "confirm", "seen_version": read(client.get(page)).select_one("[name=seen_version]")["value"]}
    )

    assert rows[0] == [holder.person.name, "Term ends", "30 November 2025", "31 March 2026"]
    assert rows[1][1:] == ["Term begins: Substantive", "1 April 2026", "no end known"]
    assert "New Lead" in queue.main.get_text()
    assert before == ()
    holder.refresh_from_db()
    assert holder.last_day == datetime.date(2026, 3, 31)
    powers = [powers_of(nomination.person, on=datetime.date(2026, 3, 31) + n * DAY) for n in (0, 1)]
    assert [one.may(Permission.NOMINATE, board.seat.body) for one in powers] == [False, True]


def test_nothing_is_written_before_the_change_was_seen(client, board, enter):
    enter(board.one)
    people, records = Person.objects.count(), AuditRecord.objects.count()

    read(client.post(at("appoint", key=board.seat.pk), answers(board.seat)))

    assert not Appointment.objects.awaiting().exists()
    assert (Person.objects.count(), AuditRecord.objects.count()) == (people, records)


def test_the_answers_can_be_changed_after_they_were_checked(client, board, enter):
    enter(board.one)

    form = read(client.post(at("appoint", key=board.seat.pk), answers(board.seat, step="change")))

    assert form.select_one("[name=email]")["value"] == "new.lead@example.org"
    assert form.select_one("[name=start]")["value"] == "1 April 2026"
    assert problems(form) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"start": "the first"}, "Write the day as 9 March 2026 or 9/3/2026."),
        ({"start": "31 February 2026"}, "Write the day as 9 March 2026 or 9/3/2026."),
        ({"basis": "interim"}, "An interim appointment needs a last day."),
        ({"last_day": "1 March 2026"}, "The last day is before the first day."),
        ({"start": "1 March 2026"}, "Give a reason: the record will show it."),
        ({"start": ""}, "Answer this question: First day"),
        ({"email": ""}, "Answer this question: E-mail address"),
        ({"name": ""}, "Nobody here has this e-mail address. Give the name of the new person."),
    ],
)
def test_a_broken_answer_gets_a_sentence_keeps_what_was_typed_and_changes_nothing(
    client, board, enter, changes, problem
):
    enter(board.one)

    form = read(client.post(at("appoint", key=board.seat.pk), answers(board.seat, **changes)))

    assert problems(form) == [problem]
    assert form.title.get_text().strip().startswith("Error:")
    assert form.select_one("[name=minute_reference]")["value"] == "Minute 7"
    assert not Appointment.objects.awaiting().exists()


def test_the_same_in_welsh_takes_days_as_they_are_written_in_welsh(client, board, enter):
    enter(board.one)
    address = at("appoint", "cy", key=board.seat.pk)

    check = read(client.post(address, answers(board.seat, start="1 Ebrill 2026")))
    english = read(client.post(address, answers(board.seat, start="1 April 2026")))
    broken = read(client.post(address, answers(board.seat, start="1 Avril 2026")))

    for shown in (check, english):
        assert "1 Ebrill 2026" in shown.select_one("tbody").get_text()
    assert problems(broken) == ["Ysgrifennwch y diwrnod fel 9 Mawrth 2026 neu 9/3/2026."]


def test_whoever_was_overtaken_is_told_and_keeps_what_they_typed(client, board, enter):
    enter(board.one)
    page = at("appoint", key=board.seat.pk)
    shown = hidden(client.post(page, answers(board.seat)))
    Seat.objects.filter(pk=board.seat.pk).update(version=board.seat.version + 1)

    form = read(client.post(page, {**shown, "step": "confirm"}), status=409)

    assert problems(form) == ["Somebody else changed this seat while you were looking at it. See who holds it now."]
    assert form.select_one("[name=email]")["value"] == "new.lead@example.org"
    assert form.select_one("[name=seen_version]")["value"] == str(board.seat.version + 1)
    assert not Person.objects.filter(email="new.lead@example.org").exists()


def test_ones_own_nomination_waits_for_others_and_not_for_oneself(client, board, enter):
    AppointmentFactory(seat=board.seat, nominated=True, nominated_by=board.one)
    queues = []

    for person in (board.one, board.other):
        enter(person)
        queues.append(len(read(client.get(at("nominations"))).select(".app-results li")))

    assert queues == [0, 1]


@pytest.mark.parametrize("step", ["", "confirm"])
def test_only_who_may_enter_people_enters_somebody_new(client, board, step):
    lead = AppointmentFactory(seat=board.seat, during=from_day(TODAY - DAY)).person
    deputy = SeatFactory(body=board.seat.body, office=Office.DEPUTY)
    client.force_login(lead)

    form = read(client.post(at("appoint", key=deputy.pk), answers(deputy, step=step)))

    assert problems(form) == [
        "Nobody here has this e-mail address. Ask an administrator to enter the new person first."
    ]
    assert not Person.objects.filter(email="new.lead@example.org").exists()
    assert not Appointment.objects.awaiting().exists()


def test_a_lead_nominates_somebody_who_is_known(client, board):
    lead = AppointmentFactory(seat=board.seat, during=from_day(TODAY - DAY)).person
    deputy, known = SeatFactory(body=board.seat.body, office=Office.DEPUTY), PersonFactory()
    client.force_login(lead)

    confirmed(client, at("appoint", key=deputy.pk), answers(deputy, email=known.email, name=""))

    assert Appointment.objects.awaiting().get().person == known


def test_nobody_confirms_their_own_nomination_over_the_page(client, board, enter):
    nomination = AppointmentFactory(seat=board.seat, nominated=True, nominated_by=board.one)
    enter(board.one)

    page = read(client.post(at("nomination", key=nomination.pk), {"decision": "confirm"}))

    assert problems(page) == ["Nobody confirms a nomination of their own. Somebody else must do it."]
    assert Appointment.objects.awaiting().get() == nomination


def test_a_nomination_is_declined_with_its_reason(client, board, enter):
    nomination = AppointmentFactory(seat=board.seat, nominated=True, nominated_by=board.one)
    enter(board.other)
    page = at("nomination", key=nomination.pk)

    without = read(client.post(page, {"decision": "decline", "reason": ""}))
    client.post(page, {"decision": "decline", "reason": "Not yet"})

    nomination.refresh_from_db()
    assert len(problems(without)) == 1
    assert (nomination.declined_by, nomination.end_reason) == (board.other, "Not yet")


def test_a_term_is_ended_with_its_reason(client, board, enter):
    term = AppointmentFactory(seat=board.seat, during=from_day(TODAY - 9 * DAY))
    enter(board.one)
    given = {"last_day": "31/3/2026", "reason": "Moved away", "seen_version": str(board.seat.version)}

    client.post(at("end_term", key=term.pk), given)

    term.refresh_from_db()
    assert (term.last_day, term.end_reason) == (datetime.date(2026, 3, 31), "Moved away")


def test_vacancies_stand_first_those_that_last_longest_before_the_others(client, board, enter):
    AppointmentFactory(seat=board.seat, during=from_day(TODAY - 99 * DAY, TODAY - 30 * DAY))
    deputy = SeatFactory(body=board.seat.body, office=Office.DEPUTY)
    AppointmentFactory(seat=deputy, during=from_day(TODAY - 99 * DAY, TODAY - 60 * DAY))
    enter(board.one)

    rows = read(client.get(at("seats"))).select("tbody tr")

    said = [" ".join(row.get_text(" ", strip=True).split()) for row in rows]
    assert ["Days: 60" in said[0], "Days: 30" in said[1], "Vacant" in said[2]] == [True, True, False]


def test_the_list_answers_as_at_any_day_narrows_and_can_be_taken_away(client, board, enter):
    past = AppointmentFactory(seat=board.seat, during=from_day(TODAY - 99 * DAY, TODAY - 30 * DAY))
    enter(board.one)
    then = (TODAY - 40 * DAY).isoformat()

    page = read(client.get(at("seats") + f"?on={then}&office=cluster_lead"))
    file = client.get(at("seats_csv") + f"?on={then}&office=cluster_lead").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(file))
    assert past.person.name in page.select_one("tbody").get_text()
    assert (row["Body"], row["Held by"]) == (board.seat.body.name, past.person.name)


def test_a_seat_out_of_reach_is_not_found_and_an_office_without_the_power_is_refused(client, board, enter):
    elsewhere = SeatFactory(body=ClusterFactory(parent=HealthBoardFactory()))
    member = AppointmentFactory(seat__office=Office.CLUSTER_MEMBER, seat__body=board.seat.body).person
    before = list(Appointment.objects.values_list("pk", "during", "confirmed_at"))

    enter(board.one)
    hidden = [client.get(at(name, key=elsewhere.pk)).status_code for name in ("seat", "appoint")]
    client.force_login(member)
    refused = [client.get(at("nominations")).status_code, client.get(at("appoint", key=board.seat.pk)).status_code]
    refused.append(client.post(at("appoint", key=board.seat.pk), answers(board.seat, step="confirm")).status_code)

    assert hidden == [404, 404]
    assert refused == [403, 403, 403]
    assert list(Appointment.objects.values_list("pk", "during", "confirmed_at")) == before
    assert not Person.objects.filter(email="new.lead@example.org").exists()


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, board):
    response = client.get(at("seats"))

    assert response.status_code == 302
    assert response["Location"] == f"{page_address('account_login', 'en')}?next={at('seats')}"


def test_an_administrator_without_a_second_factor_sets_one_up_first(client, board):
    client.force_login(board.one)

    response = client.get(at("seats"))

    assert (response.status_code, response["Location"]) == (302, page_address("mfa_activate_totp", "en"))


def test_pages_of_offices_are_never_kept_by_a_cache(client, board, enter):
    enter(board.one)

    assert "no-store" in client.get(at("seats"))["Cache-Control"]


@pytest.mark.parametrize("seats", [3, 60])
def test_the_list_asks_little_of_the_database_whatever_its_length(
    client, board, enter, django_assert_max_num_queries, seats
):
    for number in range(seats):
        AppointmentFactory(seat=SeatFactory(body=board.seat.body, name_en=f"Seat {number}"), person=PersonFactory())
    enter(board.one)
    client.get(at("seats"))

    with django_assert_max_num_queries(12):
        client.get(at("seats"))
