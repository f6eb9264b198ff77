"""The public page of a collaborative, and the list of them on the page of their cluster."""

import pytest
from bs4 import BeautifulSoup

from collaboratives.models import Collaborative
from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from tests.clusters.administering import DAY, LATER, NOW
from tests.factories import (
    ON,
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    MembershipFactory,
    ProfessionFactory,
    ProviderFactory,
    SeatFactory,
)
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pharmacy(moved_clock) -> Collaborative:
    moved_clock(NOW)
    profession = ProfessionFactory(
        name_en="Example pharmacy", name_cy="Fferylliaeth enghreifftiol", provider_kind="community_pharmacy"
    )
    made = CollaborativeFactory(profession=profession, opened_on=ON - 9 * DAY, active_on=ON, quorum=3)
    SeatFactory(body=made, office=Office.COLLABORATIVE_LEAD)
    return made


def read(client, made: Collaborative, on: str = "", language: str = "en") -> str:
    slug = getattr(made, f"slug_{language}")
    response = client.get(page_address("collaboratives:collaborative", language, slug=slug) + on)
    assert response.status_code == 200
    return words(BeautifulSoup(response.content, "html.parser").main)


def test_a_collaborative_says_what_it_is_and_what_was_not_entered(client, pharmacy):
    said = read(client, pharmacy)

    assert "State Active" in said
    assert "Quorum 3" in said
    assert "Who holds these offices has not been entered in this portal: Collaborative lead." in said
    assert "No provider of this profession has been entered in this portal for this cluster on this day." in said
    assert "Vacant" not in said


def test_it_is_shown_as_at_the_day_asked(client, pharmacy):
    before = read(client, pharmacy, f"?on={(ON - DAY).isoformat()}")
    long_before = read(client, pharmacy, "?on=1990-01-01")

    assert "State Forming" in before
    assert "This collaborative was not open on that day." in long_before


def test_its_members_are_those_of_the_profession_in_the_cluster_on_the_day(client, pharmacy):
    provider = ProviderFactory(kind="community_pharmacy", registered_patients=None, name="Example Chemist")
    MembershipFactory(provider=provider, cluster=pharmacy.cluster, during=from_day(LATER))
    MembershipFactory(cluster=pharmacy.cluster)

    assert "Example Chemist" not in read(client, pharmacy)
    assert "Members Example Chemist" in read(client, pharmacy, f"?on={LATER.isoformat()}")


def test_one_that_ended_was_not_ended_the_day_before(client, pharmacy):
    Collaborative.objects.filter(pk=pharmacy.pk).update(state="ended", closed_on=ON)

    assert "State Ended" in read(client, pharmacy)
    assert "State Forming" in read(client, pharmacy, f"?on={(ON - DAY).isoformat()}")


def test_a_cluster_lists_its_collaboratives_with_their_leads_named_only_where_they_agreed(client, pharmacy):
    seat = pharmacy.seats.get()
    term = AppointmentFactory(seat=seat, during=from_day(ON), is_named=False)

    page = client.get(page_address("portal:cluster_people", "en", slug=pharmacy.cluster.slug_en)).content.decode()

    assert "Example pharmacy" in page
    assert "Held; the name is not published" in page
    assert term.person.name not in page


def test_a_cluster_without_any_says_so_in_both_languages(client, moved_clock):
    moved_clock(NOW)
    cluster = ClusterFactory()

    english = client.get(page_address("portal:cluster_people", "en", slug=cluster.slug_en)).content.decode()

    assert "No collaborative has been entered in this portal for this cluster on this day." in english


def test_the_page_asks_little_of_the_database(client, pharmacy, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        read(client, pharmacy)
