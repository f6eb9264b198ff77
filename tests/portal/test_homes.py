"""The home of a body, the bar of one's bodies, the list of all, and a refusal that says what it takes."""

import datetime

import pytest
from bs4 import BeautifulSoup

from accounts.models import Person
from common.addresses import page_address
from common.dated import from_day
from governance.homes import ROOMS
from governance.models import BodyAlias, Office
from plans.models import Deadline, Stage
from tests.factories import (
    AppointmentFactory,
    AuditRecordFactory,
    ClusterFactory,
    CollaborativeFactory,
    HealthBoardFactory,
    SeatFactory,
)
from tests.plans.setting import AT, Setting
from tests.reading import words

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ADDRESSES = {"en": "/en/work/cluster/{slug}/", "cy": "/cy/gwaith/clwstwr/{slug}/"}


@pytest.fixture
def setting(moved_clock, enter):
    moved_clock(AT.isoformat())
    found = Setting()
    enter(found.lead)
    return found


def page_slug(setting, language) -> str:
    return getattr(setting.cluster, f"slug_{language}")


def home(client, body, language="en") -> BeautifulSoup:
    answer = client.get(ADDRESSES[language].format(slug=getattr(body, f"slug_{language}")))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_lead_finds_what_waits_how_rooms_stand_and_the_public_page(client, setting, language):
    page = home(client, setting.cluster, language)

    assert page.h1.contents[0] == getattr(setting.cluster, f"name_{language}")
    assert len(page.select(".app-todo li")) == 1
    assert page.select_one(
        f'main a[href="{page_address("portal:cluster", language, slug=page_slug(setting, language))}"]'
    )
    assert len(page.select(".app-card h2 a[href]")) == len(page.select(".app-card")) >= 3
    assert page.select_one(".app-tabs a[aria-current=page]")
    other = "cy" if language == "en" else "en"
    assert page.select_one(".app-languages a")["href"].endswith(f"/{getattr(setting.cluster, f'slug_{other}')}/")


def test_the_bar_names_ones_bodies_and_marks_where_one_is(client, setting):
    page = home(client, setting.cluster)

    bar = [(words(one), one.get("aria-current")) for one in page.select(".app-workbar a")]
    assert bar == [("My work 1 waiting", None), (setting.cluster.name, "page"), ("All bodies", None)]
    elsewhere = BeautifulSoup(client.get("/en/account/").content, "html.parser")
    assert [words(one) for one in elsewhere.select(".app-workbar a")] == [text for text, _here in bar]
    assert not BeautifulSoup(client.get("/en/").content, "html.parser").select(".app-workbar")
    lost = BeautifulSoup(client.get("/en/no-such-page/").content, "html.parser")
    assert len(lost.select(".app-workbar a")) == 3


def test_each_deed_on_the_home_opens_for_whom_it_is_shown_to(client, setting, enter):
    people = {
        setting.lead: setting.cluster,
        setting.appoint(Office.BOARD_ADMINISTRATOR, setting.board): setting.cluster,
        setting.appoint(Office.SUPPORT_OFFICER, setting.cluster): setting.cluster,
        setting.pharmacy_lead: setting.pharmacy,
        setting.appoint(Office.PLANNING_GROUP_CHAIR, setting.group): setting.group,
        setting.appoint(Office.FINANCE_OFFICER, setting.board): setting.board,
        setting.appoint(Office.NATIONAL_ADMINISTRATOR, setting.board.parent): setting.board.parent,
    }
    kinds = {"cluster": "cluster", "collaborative": "collaborative", "planning_group": "planning-group"}
    kinds |= {"health_board": "health-board", "nation": "nation"}
    for person, body in people.items():
        enter(person)
        address = f"/en/work/{kinds[body.body_kind]}/{body.slug}/"
        page = BeautifulSoup(client.get(address).content, "html.parser")
        links = {one["href"] for one in page.select("main a[href^='/en/']")}
        assert len(links) > 3, person
        for link in links:
            assert client.get(link).status_code in (200, 301, 302), (body, link)


def test_what_others_changed_stands_there_once_with_the_difference(client, setting, moved_clock):
    at = AT + datetime.timedelta(hours=2)
    told = {"bodies": [setting.cluster.pk], "subject_kind": "plans.edition", "subject_key": str(setting.edition.pk)}
    first = AuditRecordFactory(action="plans.save_row", at=at, subject_en="A plan", **told)
    AuditRecordFactory(action="plans.save_row", at=at + DAY / 24, by=first.by, subject_en="A plan", **told)
    AuditRecordFactory(action="plans.save_row", at=at, by=setting.lead, subject_en="A plan", **told)
    hidden = told | {"subject_kind": "governance.interest"}
    AuditRecordFactory(action="governance.declare_interest", at=at, subject_en="Shares", **hidden)
    moved_clock((AT + DAY).isoformat())

    news = [one for one in home(client, setting.cluster).select(".app-news li") if "A plan" in words(one)]

    assert len(news) == 1
    assert news[0].a["href"] == f"/en/plans/editions/{setting.edition.pk}/compare/"
    assert "Shares" not in home(client, setting.cluster).get_text()


def test_the_home_of_a_body_out_of_reach_is_not_found_and_an_old_address_leads_on(client, setting):
    other = ClusterFactory(parent=setting.board)
    BodyAlias.objects.create(body=setting.cluster, name="Once", slug="once")

    assert client.get(f"/en/work/cluster/{other.slug}/").status_code == 404
    assert client.get("/en/work/cluster/once/")["Location"] == f"/en/work/cluster/{setting.cluster.slug}/"


def test_the_home_asks_little_of_the_database(client, setting, django_assert_max_num_queries):
    for number in range(12):
        CollaborativeFactory(cluster=setting.cluster)
        SeatFactory(body=setting.cluster, office=Office.CLUSTER_MEMBER, name_en=f"Seat {number}")
    home(client, setting.cluster)

    with django_assert_max_num_queries(35):
        home(client, setting.cluster)


def test_all_bodies_are_found_by_name_and_kind_and_paged(client, enter, moved_clock):
    moved_clock(AT.isoformat())
    board = HealthBoardFactory(search_text="bwrdd y mor")
    seat = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=board)
    enter(AppointmentFactory(seat=seat, basis="joint", during=from_day(AT.date())).person)
    for number in range(55):
        ClusterFactory(parent=board, name_en=f"Same {number // 2}", name_cy=f"Yr un {number // 2}")

    first = BeautifulSoup(client.get("/en/work/bodies/?kind=cluster").content, "html.parser")
    second = BeautifulSoup(client.get("/en/work/bodies/?kind=cluster&page=2").content, "html.parser")

    rows = [one["href"] for page in (first, second) for one in page.select("tbody a")]
    assert len(rows) == len(set(rows)) == 55
    found = BeautifulSoup(client.get("/cy/gwaith/cyrff/?q=Môr").content, "html.parser")
    assert [words(one) for one in found.select("tbody a")] == [board.name_cy]


def test_a_refusal_says_which_office_it_takes_and_who_holds_one_within_sight(client, setting, enter):
    answer = client.get("/en/record/")

    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 403
    assert "Health board administrator" in page.main.get_text()
    far, near = setting.appoint(Office.BOARD_ADMINISTRATOR, setting.board), setting.lead
    Person.objects.filter(pk=far.pk).update(name="Far Away")
    Person.objects.filter(pk=near.pk).update(name="Near By")
    assert "Far Away" not in client.get("/en/record/").content.decode()
    enter(setting.pharmacy_lead)
    refused = BeautifulSoup(client.get("/cy/cynlluniau/rowndiau/").content, "html.parser")
    assert "Gweinyddwr" in refused.main.get_text()


def test_every_room_has_a_name_of_its_own():
    assert len({room.name for room in ROOMS}) == len(ROOMS)


# --- many bodies together ---


def row_of(client, body) -> list[str]:
    page = BeautifulSoup(client.get("/en/work/together/").content, "html.parser")
    (row,) = [one for one in page.select("tbody tr") if words(one.th) == body.name]
    return [words(cell) for cell in row.select("td")]


def test_a_support_officer_sees_what_is_late_missing_and_next_at_each_body(client, setting, enter, moved_clock):
    officer = setting.appoint(Office.SUPPORT_OFFICER, setting.board)
    Deadline.objects.create(round=setting.round, stage=Stage.AGREED, due_on=AT.date() + 2 * DAY)
    SeatFactory(body=setting.cluster, office=Office.DEPUTY)
    other = ClusterFactory(parent=setting.board)
    enter(officer)

    late, missing, coming = row_of(client, setting.cluster)
    assert (late, "due" in coming, "Seats of which nobody entered who holds them: 1" in missing) == ("–", True, True)
    assert "No plan is here" in row_of(client, other)[1]
    moved_clock((AT + 3 * DAY).isoformat())
    client.logout()
    enter(officer)
    assert "Draft, due" in row_of(client, setting.cluster)[0]
    elsewhere = ClusterFactory()
    assert elsewhere.name not in client.get("/en/work/together/").content.decode()


def test_a_board_is_told_what_it_still_lacks_with_the_way_to_each(client, setting, enter):
    SeatFactory(body=setting.cluster, office=Office.DEPUTY)
    enter(setting.appoint(Office.BOARD_ADMINISTRATOR, setting.board))

    page = BeautifulSoup(client.get(f"/en/work/health-board/{setting.board.slug}/").content, "html.parser")

    steps = {words(one) for one in page.select(".app-card .app-links li")}
    assert "Seats of which nobody entered who holds them: 1" in steps
    assert any(one.endswith(": nothing") for one in steps)
    for link in page.select(".app-card .app-links a"):
        assert client.get(link["href"]).status_code == 200


def test_together_asks_as_much_for_many_bodies_as_for_few(client, setting, enter, django_assert_max_num_queries):
    enter(setting.appoint(Office.SUPPORT_OFFICER, setting.board))
    for _number in range(20):
        SeatFactory(body=ClusterFactory(parent=setting.board))
    client.get("/en/work/together/")

    with django_assert_max_num_queries(14):
        client.get("/en/work/together/")
