"""A seat is vacant where a term ended or somebody said so; that nobody was entered says nothing of the world."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office, Seat
from governance.offices import actions, queries
from governance.offices.presenters import shown_to_the_public
from governance.powers.policies import NotAllowed
from governance.recording import Overtaken
from tests.factories import AppointmentFactory, ClusterFactory, HealthBoardFactory, PersonFactory, SeatFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
NOW = "2026-03-09T10:00:00+00:00"
AT = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@pytest.fixture
def seat(moved_clock) -> Seat:
    """The seat of a cluster's lead, of which nobody has told the portal anything."""
    moved_clock(NOW)
    return SeatFactory(body=ClusterFactory(parent=HealthBoardFactory()))


@pytest.fixture
def administrator(seat):
    office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=seat.body.parent)
    return AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(TODAY - 99 * DAY)).person


def declare(seat, by, since=TODAY - 9 * DAY, **more) -> Seat:
    return actions.declare_vacant(seat=seat, since=since, by=by, at=AT, on=TODAY, **more)


def since(seat, on=TODAY):
    """Return since when a seat is vacant on a day, as those inside and the public read it: they must agree."""
    (held,) = queries.held([Seat.objects.select_related("body", "follows").get(pk=seat.pk)], on=on)
    (public,) = [one for one in queries.public_seats(seat.body, on=on) if one.title == held.seat.title]
    assert (bool(held.holders), held.vacant_since) == (bool(public.holders), public.vacant_since)
    return held.vacant_since


# --- what is known ---


def test_a_seat_of_which_nothing_was_entered_is_not_said_to_be_vacant(seat):
    assert since(seat) is None


def test_the_day_on_which_a_seat_was_opened_says_nothing_of_its_holder(seat):
    Seat.objects.filter(pk=seat.pk).update(opened_on=TODAY - 99 * DAY)

    assert since(seat) is None


def test_a_seat_is_vacant_since_its_last_term_ended(seat):
    AppointmentFactory(seat=seat, during=from_day(TODAY - 99 * DAY, TODAY - 60 * DAY))
    AppointmentFactory(seat=seat, during=from_day(TODAY - 60 * DAY, TODAY - 30 * DAY))

    assert since(seat) == TODAY - 30 * DAY
    assert since(seat, on=TODAY - 100 * DAY) is None


def test_a_seat_is_vacant_since_the_day_that_an_administrator_said(seat, administrator):
    declare(seat, administrator)

    assert since(seat) == TODAY - 9 * DAY
    assert since(seat, on=TODAY - 10 * DAY) is None


def test_a_term_that_ended_later_tells_more_than_what_was_said_before(seat, administrator):
    declare(seat, administrator, TODAY - 50 * DAY)
    AppointmentFactory(seat=seat, during=from_day(TODAY - 40 * DAY, TODAY - 5 * DAY))

    assert since(seat, on=TODAY - 45 * DAY) == TODAY - 50 * DAY
    assert since(seat) == TODAY - 5 * DAY


def test_a_seat_that_follows_another_is_vacant_with_it(seat, administrator):
    group = SeatFactory(office=Office.CLUSTER_MEMBER, body=ClusterFactory(parent=seat.body.parent), follows=seat)

    declare(seat, administrator)

    assert since(group) == TODAY - 9 * DAY


# --- the action ---


def test_what_was_said_is_recorded_and_can_be_taken_back(seat, administrator):
    declare(seat, administrator)
    declare(seat, administrator, None)

    records = AuditRecord.objects.filter(action="governance.declare_vacant").order_by("pk")
    assert [(one.by, one.details["vacant_since"]) for one in records] == [
        (administrator, "2026-02-28"),
        (administrator, ""),
    ]
    assert since(seat) is None


@pytest.mark.parametrize(
    ("day", "term", "sentence"),
    [
        (TODAY + DAY, None, "This day is still to come"),
        (TODAY - 200 * DAY, None, "The seat was opened after this day."),
        (TODAY - 9 * DAY, (TODAY - 99 * DAY, None), "Somebody held the seat on this day or after it"),
        (TODAY - 9 * DAY, (TODAY - 99 * DAY, TODAY - 8 * DAY), "Somebody held the seat on this day or after it"),
        (TODAY - 9 * DAY, (TODAY - 2 * DAY, TODAY - DAY), "Somebody held the seat on this day or after it"),
    ],
)
def test_a_seat_that_was_held_or_not_there_is_not_said_to_be_vacant(seat, administrator, day, term, sentence):
    Seat.objects.filter(pk=seat.pk).update(opened_on=TODAY - 100 * DAY)
    if term:
        AppointmentFactory(seat=seat, during=from_day(*term))

    with pytest.raises(Refused, match=sentence):
        declare(seat, administrator, day)
    assert not AuditRecord.objects.filter(action="governance.declare_vacant").exists()


def test_a_seat_that_follows_another_takes_no_word_of_its_own(seat, administrator):
    follower = SeatFactory(office=Office.CLUSTER_MEMBER, body=seat.body, follows=seat)

    with pytest.raises(Refused, match="This seat follows another"):
        declare(follower, administrator)


def test_only_those_who_appoint_say_it_and_only_of_what_they_saw(seat, administrator):
    with pytest.raises(NotAllowed):
        declare(seat, PersonFactory())
    with pytest.raises(Overtaken):
        declare(seat, administrator, seen_version=seat.version + 1)


# --- the pages ---


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@LANGUAGES
def test_an_administrator_says_it_on_the_page_of_the_seat_and_everybody_reads_it(
    client, enter, seat, administrator, language
):
    enter(administrator)
    place = page_address("governance:seat", language, key=seat.pk)
    (link,) = [
        one["href"]
        for one in read(client.get(place)).select("main a")
        if "/vacant/" in one["href"] or "/gwag/" in one["href"]
    ]

    answer = client.post(link, {"since": "28/2/2026", "seen_version": seat.version})

    said = {"en": "Vacant since 28 February 2026", "cy": "Yn wag ers: 28 Chwefror 2026"}[language]
    assert answer["Location"] == place
    assert said in words(read(client.get(place)).main)
    public = page_address("portal:cluster", language, slug=getattr(seat.body, f"slug_{language}"))
    assert said in words(read(client.get(public)).select_one("#who"))


def test_the_form_is_told_what_is_wrong_and_can_take_back(client, enter, seat, administrator):
    enter(administrator)
    address = page_address("governance:vacancy", "en", key=seat.pk)

    late = read(client.post(address, {"since": "1/4/2026", "seen_version": 1}))
    empty = read(client.post(address, {"since": "", "seen_version": 1}))
    declare(seat, administrator)
    shown = read(client.get(address))
    version = shown.select_one("[name=seen_version]")["value"]
    client.post(address, {"since": "", "seen_version": version})

    assert "This day is still to come" in words(late.select_one(".nhsuk-error-summary"))
    assert empty.select(".nhsuk-error-summary")
    assert shown.select_one("[name=since]")["value"]
    assert since(seat) is None


def test_a_seat_that_is_held_offers_no_such_page_of_its_own(client, enter, seat, administrator):
    AppointmentFactory(seat=seat, during=from_day(TODAY - DAY))
    enter(administrator)

    links = [one["href"] for one in read(client.get(page_address("governance:seat", "en", key=seat.pk))).select("a")]

    assert page_address("governance:vacancy", "en", key=seat.pk) not in links


def test_the_list_tells_the_vacant_from_those_of_which_nothing_was_entered(client, enter, seat, administrator):
    deputy = SeatFactory(body=seat.body, office=Office.DEPUTY)
    declare(deputy, administrator)
    enter(administrator)

    rows = [words(row) for row in read(client.get("/en/offices/?vacant=1")).select("tbody tr")]

    assert ["Vacant Vacant since 28 February 2026. Days: 9" in rows[0], "Not entered" in rows[1]] == [True, True]
    assert len(rows) == 2


def test_the_public_reads_of_all_untold_seats_in_one_sentence(seat):
    SeatFactory(body=seat.body, office=Office.DEPUTY)
    AppointmentFactory(seat=SeatFactory(body=seat.body, office=Office.THIRD_SECTOR), during=from_day(TODAY))

    shown = shown_to_the_public(queries.public_seats(seat.body, on=TODAY))

    assert shown.untold == "Cluster lead; Deputy lead"
    assert [one.title for one in shown.told] == ["Third-sector member"]
