"""How a body is reached and when it meets next: said by those who look after it, read by everybody."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import AuditRecord
from common.addresses import page_address
from common.dated import from_day
from governance.models import Contact, Office
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    ContactFactory,
    HealthBoardFactory,
    PlanningGroupFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 7, 9)
ANSWERS = {
    "reached_by_en": "Through the board's primary care team",
    "reached_by_cy": "Trwy dîm gofal sylfaenol y bwrdd",
    "email": "cluster@example.org",
    "day": "14 July 2026",
    "hour": "00:30",
    "meets_in_en": "The old chapel",
    "meets_in_cy": "Yr hen gapel",
}


@pytest.fixture
def board(moved_clock):
    moved_clock("2026-07-09T10:00:00+00:00")
    return HealthBoardFactory(is_example=False)


@pytest.fixture
def cluster(board, enter):
    found = ClusterFactory(parent=board, is_example=False)
    enter(AppointmentFactory(seat=SeatFactory(office=Office.CLUSTER_LEAD, body=found), during=from_day(TODAY)).person)
    return found


def page(body):
    return page_address("governance:contact", "en", key=body.pk)


def send(client, body, **changes):
    shown = BeautifulSoup(client.get(page(body)).content, "html.parser")
    hidden = {one["name"]: one["value"] for one in shown.select("main form input[type=hidden]")}
    return client.post(page(body), {**hidden, **ANSWERS, **changes})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["Through the board's primary care team", "cluster@example.org", "14 July 2026, 00:30", "The old chapel"],
        ),
        ("cy", ["Trwy dîm gofal sylfaenol y bwrdd", "14 Gorffennaf 2026, 00:30", "Yr hen gapel"]),
    ],
)
def test_the_lead_says_it_and_everybody_reads_it(client, cluster, language, said):
    assert send(client, cluster).status_code == 302

    public = words(
        BeautifulSoup(
            client.get(page_address("portal:cluster", language, slug=getattr(cluster, f"slug_{language}"))).content,
            "html.parser",
        ).main
    )
    assert [one for one in said if one not in public] == []
    record = AuditRecord.objects.get(action="governance.say_contact")
    assert (record.subject_en, len(record.details["changed"])) == (cluster.name_en, 6)


def test_the_directory_lists_the_next_meetings_and_none_of_the_past(client, board):
    ahead = [
        ContactFactory(body=PlanningGroupFactory(parent=board, is_example=False), meets_at=f"2026-07-{day}T10:00Z")
        for day in (20, 10)
    ]
    ContactFactory(body=ClusterFactory(parent=board, is_example=False), meets_at="2026-07-08T22:59Z")

    shown = BeautifulSoup(client.get("/en/people-and-meetings/").content, "html.parser")

    assert [words(one) for one in shown.select("main .app-results a")] == [one.body.name_en for one in reversed(ahead)]


def test_without_one_the_pages_say_that_nobody_entered_it(client, board):
    ClusterFactory(parent=board, is_example=False)

    assert "has not been entered in this portal" in words(
        BeautifulSoup(client.get("/en/people-and-meetings/").content, "html.parser").main
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hour": ""}, "Give both the day and the hour"),
        ({"day": ""}, "Give both the day and the hour"),
        ({"hour": "half past two"}, "Enter a valid time"),
        ({"email": "cluster at example"}, "valid email address"),
        ({"meets_in_en": "x" * 301}, "at most 300 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(client, cluster, changes, said):
    answer = send(client, cluster, **changes)

    assert said in answer.content.decode()
    assert not Contact.objects.exists()


def test_whoever_was_overtaken_is_told_and_loses_nothing(client, cluster):
    shown = BeautifulSoup(client.get(page(cluster)).content, "html.parser")
    first = {one["name"]: one["value"] for one in shown.select("main form input[type=hidden]")}
    send(client, cluster)

    answer = client.post(page(cluster), {**first, **ANSWERS, "email": "other@example.org"})

    assert answer.status_code == 409
    assert "other@example.org" in answer.content.decode()
    assert Contact.objects.get().email == "cluster@example.org"


def test_a_collaborative_says_so_on_its_own_page(client, cluster):
    assert client.get(page(CollaborativeFactory(cluster=cluster))).status_code == 404


def test_its_page_asks_little_of_the_database(client, cluster, django_assert_max_num_queries):
    client.get(page(cluster))
    with django_assert_max_num_queries(8):
        client.get(page(cluster))
