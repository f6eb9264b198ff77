"""People and meetings: who holds which office, board by board, as the offices themselves say it."""

import datetime

import pytest

from clusters.models import HealthBoard
from common.addresses import page_address
from common.dated import from_day
from governance.models import Office, Seat
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    HealthBoardFactory,
    PersonFactory,
    PlanningGroupFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@pytest.fixture
def board(moved_clock):
    """A board with a named lead, an unnamed collaborative lead, a vacant chair and seats of which nothing was told."""
    moved_clock("2026-03-09T10:00:00+00:00")
    board = HealthBoardFactory(is_example=False)
    cluster = ClusterFactory(parent=board, is_example=False, name_en="Named Cluster", name_cy="Clwstwr Enwog")
    ClusterFactory(parent=board, is_example=False, name_en="Untold Cluster", name_cy="Clwstwr Di-sôn")
    SeatFactory(body=cluster, office=Office.DEPUTY)
    lead = SeatFactory(body=cluster, office=Office.CLUSTER_LEAD)
    AppointmentFactory(seat=lead, person=PersonFactory(name="Siân Named"), is_named=True, during=from_day(TODAY))
    led = SeatFactory(body=CollaborativeFactory(cluster=cluster, is_example=False), office=Office.COLLABORATIVE_LEAD)
    AppointmentFactory(seat=led, person=PersonFactory(name="Huw Unnamed"), during=from_day(TODAY))
    group = PlanningGroupFactory(parent=board, is_example=False)
    SeatFactory(body=group, office=Office.PLANNING_GROUP_CHAIR, vacant_since=TODAY)
    return board


def rows(soup) -> dict[str, list[str]]:
    found = [[words(cell) for cell in row.select("th, td")] for row in soup.select("main tbody tr, main tfoot tr")]
    return {row[0]: row[1:] for row in found}


def address(language="en", **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return page_address("portal:people", language) + (f"?{asked}" if asked else "")


def test_the_counts_are_those_of_the_offices_and_their_sum_is_that_of_wales(board, page):
    found = rows(page(address()))

    assert found[board.name_en] == ["2", "4", "2", "1", "1"]
    real = [name for name in found if name != "Wales"]
    assert set(real) == set(HealthBoard.objects.real().values_list("name_en", flat=True))
    assert found["Wales"] == [str(sum(int(found[name][column]) for name in real)) for column in range(5)]
    kinds = ("cluster", "planning_group")
    public = Seat.objects.filter(body__is_example=False, body__body_kind__in=kinds).count()
    leads = Seat.objects.filter(body__is_example=False, office=Office.COLLABORATIVE_LEAD).count()
    assert int(found["Wales"][1]) == public + leads


@LANGUAGES
def test_a_board_lists_who_is_named_and_nobody_who_is_not(board, page, language):
    soup = page(address(language, board=getattr(board, f"slug_{language}")))

    text = words(soup.main)
    told = [words(one) for one in soup.select("main dd")]
    assert told[0] == "Siân Named"
    assert "Huw Unnamed" not in text
    assert {"en": "Vacant since 9 March 2026", "cy": "Yn wag ers: 9 Mawrth 2026"}[language] in told
    untold = [words(one) for one in soup.select("main .app-places li")]
    assert untold == [{"en": "Untold Cluster", "cy": "Clwstwr Di-sôn"}[language]]
    assert soup.select(".app-sections a[aria-current]")[0]["href"] == page_address("portal:people", language)


def test_what_was_not_told_is_called_neither_vacant_nor_held(page):
    found = rows(page(address()))

    assert found["Wales"][2:4] == ["0", "0"]
    soup = page(address(board="hywel-dda"))
    assert len(soup.select("main .app-places li")) == 10
    assert "Vacant since" not in words(soup.main)


def test_examples_stand_apart(board, page):
    for body in (board, *board.children.all()):
        body.is_example = True
        body.save()

    assert board.name_en not in rows(page(address()))
    assert list(rows(page(address(examples="1")))) == [board.name_en]


@LANGUAGES
def test_a_board_is_asked_for_by_its_name_in_either_language(board, page, language):
    for slug in (board.slug_en, board.slug_cy):
        assert words(page(address(language, board=slug)).h1).endswith(getattr(board, f"name_{language}"))


def test_a_board_that_is_not_there_is_not_found(client):
    assert client.get(address(board="nowhere")).status_code == 404


def test_many_offices_ask_as_little_of_the_database_as_few(board, client, django_assert_max_num_queries):
    for _each in range(4):
        SeatFactory(body=ClusterFactory(parent=board, is_example=False), office=Office.CLUSTER_LEAD)

    with django_assert_max_num_queries(8):
        client.get(address())
    with django_assert_max_num_queries(8):
        client.get(address(board=board.slug_en))
