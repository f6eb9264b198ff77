"""Meetings of a body: planned, moved, cancelled; their agendas; who is invited; what everybody may read."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from meetings.models import AgendaItem, Answer, Meeting
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    ClusterFactory,
    ContactFactory,
    HealthBoardFactory,
    MeetingFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 2, 9)
REASON = {"reason_en": "The hall is taken", "reason_cy": "Mae'r neuadd wedi'i llogi"}
PLAN = {
    "day": "10 February 2026",
    "hour": "14:30",
    "minutes": "90",
    "place_en": "The old chapel",
    "place_cy": "Yr hen gapel",
    "link": "https://meet.example.org/secret-room",
    "every": "months",
    "step": "1",
    "times": "3",
}


@pytest.fixture
def cluster(moved_clock):
    moved_clock("2026-02-09T10:00:00+00:00")
    return ClusterFactory(parent=HealthBoardFactory(is_example=False), is_example=False)


@pytest.fixture
def lead(cluster, enter):
    found = AppointmentFactory(
        seat=SeatFactory(office=Office.CLUSTER_LEAD, body=cluster), during=from_day(datetime.date(2025, 4, 1))
    ).person
    enter(found)
    return found


def address(name, language="en", **arguments):
    return page_address(f"meetings:{name}", language, **arguments)


def send(client, place, **answers):
    shown = BeautifulSoup(client.get(place).content, "html.parser")
    hidden = {one["name"]: one["value"] for one in shown.select("main form input[type=hidden]")}
    return client.post(place, {**hidden, **answers})


def public(client, cluster, language="en"):
    # A commit tells the cache that pages are new; the transaction of a test never comes to one.
    cache.clear()
    place = address("of_body", language, kind="cluster", slug=getattr(cluster, f"slug_{language}"))
    return words(BeautifulSoup(client.get(place).content, "html.parser").main)


def test_a_series_stays_at_its_hour_when_the_clocks_change_and_everybody_reads_it(client, cluster, lead):
    ContactFactory(body=cluster, meets_at="2026-02-20T10:00Z", meets_in_en="Said by hand")

    assert send(client, address("plan", key=cluster.pk), **PLAN).status_code == 302

    starts = [one.starts_at.isoformat() for one in Meeting.objects.order_by("starts_at")]
    assert starts == ["2026-02-10T14:30:00+00:00", "2026-03-10T14:30:00+00:00", "2026-04-14T13:30:00+00:00"]
    assert Meeting.objects.first().series.rule == "FREQ=MONTHLY;COUNT=3;BYDAY=+2TU"
    assert AuditRecord.objects.get(action="meetings.plan_series").bodies == [cluster.pk]
    english, welsh = public(client, cluster), public(client, cluster, "cy")
    assert "14 April 2026, 14:30 to 16:00" in english
    assert "14 Ebrill 2026, 14:30 tan 16:00" in welsh
    assert ("The old chapel" in english, "Yr hen gapel" in welsh) == (True, True)
    # The link is for those who are invited; the next meeting of the body is that of its calendar.
    assert "secret-room" not in english
    page = client.get(page_address("portal:cluster", "en", slug=cluster.slug_en)).content.decode()
    assert ("10 February 2026, 14:30" in page, "Said by hand" in page, "secret-room" in page) == (True, False, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"times": "1"}, "A series has from 2 to 60 meetings."),
        ({"place_cy": ""}, "Write the place in both languages"),
        ({"hour": "half past"}, "Enter a valid time"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"link": "not a link at all"}, "Enter a valid URL"),
        ({"day": "31 February 2026"}, "Write the day as"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_planned(client, cluster, lead, changes, said):
    answer = send(client, address("plan", key=cluster.pk), **{**PLAN, **changes})

    assert said in answer.content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_is_moved_then_cancelled_with_a_reason_that_everybody_reads(client, cluster, lead):
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T16:00Z")
    told = {"day": "18/2/2026", "hour": "15:00", "minutes": "60", "place_en": "A", "place_cy": "B", **REASON}

    assert send(client, address("move", key=meeting.pk), **told).status_code == 302
    assert "Moved: it was to be on 17 February 2026, 14:00. The hall is taken" in public(client, cluster)

    overtaken = client.post(address("move", key=meeting.pk), {**told, "seen": "0" * 32})
    assert overtaken.status_code == 409
    assert "Somebody else has changed this" in overtaken.content.decode()

    assert send(client, address("cancel", key=meeting.pk), **REASON).status_code == 302
    assert "Wedi'i ganslo. Mae'r neuadd wedi'i llogi" in public(client, cluster, "cy")
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.is_cancelled) == (2, True)
    again = send(client, address("cancel", key=meeting.pk), **REASON)
    assert "This meeting is cancelled already." in again.content.decode()
    assert (
        "This meeting has begun or is cancelled"
        in send(client, address("answer", key=meeting.pk), is_coming="yes").content.decode()
    )


def test_the_agenda_begins_with_what_stands_is_put_in_order_and_hidden_until_shown(client, cluster, lead):
    before = MeetingFactory(body=cluster, starts_at="2026-01-13T14:00Z", ends_at="2026-01-13T16:00Z")
    AgendaItemFactory(meeting=before, position=1, title_en="Apologies", minutes=5, is_standing=True)
    AgendaItemFactory(meeting=before, position=2, title_en="Of that day only")
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T14:10Z")
    place = address("agenda", key=meeting.pk)

    send(client, place, deed="begin")
    added = {"title_en": "A delicate matter", "title_cy": "Mater sensitif", "minutes": "20", "is_standing": "no"}
    send(client, place, **added)
    second = AgendaItem.objects.get(title_en="A delicate matter")
    send(client, place, deed=f"earlier-{second.pk}")

    items = list(meeting.items.values_list("title_en", flat=True))
    assert items == ["A delicate matter", "Apologies"]
    shown = words(BeautifulSoup(client.get(place).content, "html.parser").main)
    assert "minutes: 15" in shown
    assert "14:20" in shown
    # Nothing of an agenda that is not shown stands on any public page or file.
    files = [address("calendar", kind="cluster", slug=cluster.slug_en), address("file", uid=meeting.uid)]
    everywhere = [public(client, cluster), *(client.get(one).content.decode() for one in files)]
    assert [one for one in everywhere if "delicate" in one] == []
    send(client, place, deed="show")
    assert "A delicate matter 14:00" in public(client, cluster)
    send(client, place, deed="hide")
    assert "delicate" not in public(client, cluster)
    send(client, place, deed=f"remove-{second.pk}")
    assert list(meeting.items.values_list("title_en", flat=True)) == ["Apologies"]
    assert "Choose one of the buttons" in send(client, place, deed="anything").content.decode()


def test_who_has_no_agenda_before_begins_with_what_is_usual_for_the_kind(client, cluster, lead):
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T16:00Z")

    send(client, address("agenda", key=meeting.pk), deed="begin")

    assert meeting.items.first().title_en == "Welcome and apologies"
    assert "Reports of the collaborative leads" in meeting.items.values_list("title_en", flat=True)


def test_whoever_holds_a_seat_on_the_day_is_invited_and_answers(client, cluster, lead):
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T16:00Z")
    seat = SeatFactory(office=Office.CLUSTER_MEMBER, body=cluster)
    day = datetime.date(2026, 2, 17)
    AppointmentFactory(seat=seat, person__name="Gone Before", during=from_day(datetime.date(2025, 4, 1), day))
    AppointmentFactory(seat=seat, person__name="Holds Then", during=from_day(day))
    SeatFactory(office=Office.DEPUTY, body=cluster)

    answer = send(client, address("answer", key=meeting.pk), is_coming="yes", deputy="Somebody")
    assert "Whoever comes names nobody" in answer.content.decode()
    send(client, address("answer", key=meeting.pk), is_coming="no", deputy="Jo Example")

    assert Answer.objects.get().person == lead
    shown = words(BeautifulSoup(client.get(address("meeting", key=meeting.pk)).content, "html.parser").main)
    assert "Apologies; Jo Example comes instead" in shown
    assert ("Holds Then" in shown, "Gone Before" in shown) == (True, False)
    assert "Seats of which no holder is entered for that day: Deputy lead" in shown
    assert "Jo Example" not in public(client, cluster)


def test_my_work_and_the_home_of_the_body_say_what_is_to_do(client, cluster, lead):
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T16:00Z")
    later = MeetingFactory(body=cluster, starts_at="2026-03-17T14:00Z", ends_at="2026-03-17T16:00Z")

    desk = client.get(page_address("portal:desk", "en")).content.decode()
    assert address("agenda", key=meeting.pk) in desk
    assert address("agenda", key=later.pk) not in desk
    home = client.get(page_address("portal:body", "en", kind="cluster", slug=cluster.slug_en)).content.decode()
    assert address("meetings", key=cluster.pk) in home
    assert "17 February 2026, 14:00 to 16:00" in home
    AgendaItemFactory(meeting=meeting)
    assert address("agenda", key=meeting.pk) not in client.get(page_address("portal:desk", "en")).content.decode()


def test_its_pages_ask_no_more_for_many_items_and_people(client, cluster, lead, django_assert_max_num_queries):
    meeting = MeetingFactory(body=cluster, starts_at="2026-02-17T14:00Z", ends_at="2026-02-17T16:00Z")
    for number in range(30):
        AgendaItemFactory(meeting=meeting, position=number + 1)
    seat = SeatFactory(office=Office.SUPPORT_OFFICER, body=cluster)
    for _number in range(40):
        AppointmentFactory(seat=seat, during=from_day(datetime.date(2025, 4, 1)), basis="joint")
    for name, key in (("meeting", meeting.pk), ("meetings", cluster.pk), ("agenda", meeting.pk)):
        client.get(address(name, key=key))
        with django_assert_max_num_queries(15, info=name):
            client.get(address(name, key=key))
    Meeting.objects.update(is_agenda_public=True)
    with django_assert_max_num_queries(6):
        client.get(address("of_body", kind="cluster", slug=cluster.slug_en))


def test_a_board_has_no_meetings_here_and_an_address_of_before_leads_on(client, cluster, lead):
    assert client.get(address("of_body", kind="health_board", slug=cluster.parent.slug_en)).status_code == 404
    assert client.get(address("of_body", kind="cluster", slug="nowhere")).status_code == 404
    cluster.aliases.create(name="Once", slug="once-called")
    assert client.get(address("of_body", kind="cluster", slug="once-called")).status_code == 301


NIGHTS = [("29 March 2026", "01:30"), ("29 March 2026", "00:30"), ("25 October 2026", "00:30")]


@pytest.mark.parametrize(("day", "hour"), NIGHTS)
def test_a_meeting_in_the_night_when_the_clocks_change_lasts_as_long_as_was_said(client, cluster, lead, day, hour):
    answers = {**PLAN, "day": day, "hour": hour, "minutes": "120", "every": "once"}

    assert send(client, address("plan", key=cluster.pk), **answers).status_code == 302

    planned = Meeting.objects.get()
    assert planned.ends_at - planned.starts_at == datetime.timedelta(hours=2)


def test_who_sees_the_offices_of_a_body_and_is_not_invited_sees_no_link(client, cluster, lead, enter):
    meeting = MeetingFactory(body=cluster, link="https://meet.example.org/secret-room")
    place = address("meeting", key=meeting.pk)
    assert "secret-room" in client.get(place).text

    board = SeatFactory(office=Office.APPROVER, body=cluster.parent)
    enter(AppointmentFactory(seat=board, during=from_day(datetime.date(2025, 4, 1))).person)

    shown = client.get(place)
    assert (shown.status_code, "secret-room" in shown.text) == (200, False)


def test_an_agenda_that_was_emptied_is_not_public_by_itself_when_it_is_written_anew(client, cluster, lead):
    only = AgendaItemFactory(meeting=MeetingFactory(body=cluster, is_agenda_public=True))
    place = address("agenda", key=only.meeting.pk)

    send(client, place, deed=f"remove-{only.pk}")
    send(client, place, deed="begin")

    meeting = Meeting.objects.get()
    assert (meeting.items.exists(), meeting.is_agenda_public) == (True, False)
