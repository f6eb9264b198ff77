"""The search of somebody who is signed in: beside what everybody finds, what lies within their reach and no more."""

import datetime

import pytest

from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from tests.factories import (
    AppointmentFactory,
    BudgetLineFactory,
    ClusterFactory,
    EditionFactory,
    PersonFactory,
    PlanFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)


def lead_of(cluster):
    seat = SeatFactory(office=Office.CLUSTER_LEAD, body=cluster)
    person = PersonFactory(name="Gwenllian Arweinydd")
    AppointmentFactory(seat=seat, person=person, during=from_day(TODAY))
    person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
    return person


@pytest.fixture
def cluster(moved_clock):
    """A cluster with a draft and a line of its budget."""
    moved_clock("2026-03-09T10:00:00+00:00")
    found = ClusterFactory(name_en="Workplace", name_cy="Gweithle")
    EditionFactory(plan=PlanFactory(body=found))
    BudgetLineFactory(body=found, title_en="Falls clinic", title_cy="Clinig cwympiadau", cost_centre="QX77")
    return found


@pytest.fixture
def found(page):
    """Return a function that gives the words of the links that a search finds, heading by heading."""

    def ask(asked: str, language: str = "en", name: str = "portal:work_search") -> dict[str, list[str]]:
        main = page(page_address(name, language) + f"?q={asked}").main
        lists = main.select(".app-results")
        return {words(one.find_previous("h2")): [words(link) for link in one.select("a")] for one in lists}

    return ask


def test_a_lead_finds_the_drafts_lines_and_people_of_their_own_body(client, cluster, found):
    client.force_login(lead_of(cluster))

    assert any("Workplace" in text for text in found("workplace plan")["Plans in your reach"])
    assert found("falls")["Budget lines in your reach"] == ["Falls clinic"]
    assert found("gwympiadau", "cy") == {"Llinellau cyllideb o fewn eich cyrraedd": ["Clinig cwympiadau"]}
    assert found("qx77")["Budget lines in your reach"] == ["Falls clinic"]
    assert found("arweinydd")["People in your reach"] == ["Gwenllian Arweinydd"]
    assert found("gwenlian") == {"Did you mean": ["Gwenllian Arweinydd"]}
    assert found("Llandeilo")["Places"] == ["Tywi/Taf"]


def test_neither_another_lead_nor_the_public_finds_them(client, cluster, found):
    lead_of(cluster)
    for asked in ("falls clinic", "arweinydd", "qx77"):
        texts = [text for texts in found(asked, name="portal:search").values() for text in texts]
        assert {"Falls clinic", "Gwenllian Arweinydd"}.isdisjoint(texts)

    client.force_login(lead_of(ClusterFactory()))

    assert all("Workplace" not in text for texts in found("workplace plan").values() for text in texts)
    assert "Budget lines in your reach" not in found("falls") | found("qx77")
    assert found("arweinydd") == {"People in your reach": ["Gwenllian Arweinydd"]}


def test_the_page_asks_to_sign_in_and_is_never_kept(client, cluster):
    address = page_address("portal:work_search", "en") + "?q=falls"
    assert client.get(address).status_code == 302

    client.force_login(lead_of(cluster))
    response = client.get(address)

    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "ETag" not in response.headers


def test_the_page_asks_little_of_the_database(client, cluster, django_assert_max_num_queries):
    client.force_login(lead_of(cluster))
    address = page_address("portal:work_search", "en")
    client.get(address + "?q=Llandeilo")

    with django_assert_max_num_queries(14):
        client.get(address + "?q=falls")
