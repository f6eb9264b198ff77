"""What the database never allows of places."""

import datetime

import pytest
from django.db import IntegrityError, connection

from clusters.models import Area, Cluster, HealthBoard, Membership, Provider
from common.dated import from_day
from tests.factories import (
    ON,
    AssignmentFactory,
    BodyFactory,
    ClusterFactory,
    CoverageFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    MembershipFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 4, 1)
NEXT = datetime.date(2027, 4, 1)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_practice_is_in_one_cluster_at_a_time():
    first = MembershipFactory(during=from_day(DAY))

    with refused("one_cluster_at_a_time"):
        MembershipFactory(provider=first.provider, during=from_day(NEXT))


def test_a_practice_may_move_from_one_day_to_the_next():
    first = MembershipFactory(during=from_day(DAY, NEXT))

    second = MembershipFactory(provider=first.provider, during=from_day(NEXT))

    on_the_day = Membership.objects.filter(provider=first.provider)
    assert on_the_day.current(on=NEXT - datetime.timedelta(days=1)).get() == first
    assert on_the_day.current(on=NEXT).get() == second


def test_a_service_that_spans_clusters_may_be_in_several():
    service = ProviderFactory(kind=Provider.Kind.OTHER_SERVICE, registered_patients=None)

    MembershipFactory.create_batch(2, provider=service, spans_clusters=True)

    assert service.memberships.current(on=ON).count() == 2


def test_a_service_is_not_in_the_same_cluster_twice_at_once():
    first = MembershipFactory(spans_clusters=True)

    with refused("membership_once_at_a_time"):
        MembershipFactory(provider=first.provider, cluster=first.cluster, spans_clusters=True)


def test_a_membership_holds_at_least_a_day():
    with refused("membership_has_a_day"):
        MembershipFactory(during=from_day(DAY, DAY))


def test_an_authority_has_one_planning_group_at_a_time():
    first = CoverageFactory()

    with refused("one_planning_group_at_a_time"):
        CoverageFactory(local_authority=first.local_authority)


def test_a_small_area_counts_towards_one_cluster_at_a_time():
    first = AssignmentFactory()

    with refused("one_cluster_for_a_small_area"):
        AssignmentFactory(small_area=first.small_area)


def test_a_code_is_unique_within_its_kind():
    ClusterFactory(code="twice")

    with refused("area_code_once_a_kind"):
        ClusterFactory(code="twice")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_slug_is_unique_within_its_kind_in_each_language(language):
    ClusterFactory(**{f"slug_{language}": "twice"})

    with refused(f"body_slug_{language}_once_a_kind"):
        ClusterFactory(**{f"slug_{language}": "twice"})


def test_a_cluster_and_a_board_may_share_a_slug():
    board = HealthBoardFactory(slug_en="shared")

    assert ClusterFactory(slug_en="shared", parent=board).slug_en == board.slug_en


def test_the_kind_of_an_area_agrees_with_its_body():
    cluster = ClusterFactory()

    with pytest.raises(IntegrityError, match="its body is a cluster"):
        Area.objects.filter(pk=cluster.pk).update(kind="health_board")


def test_only_a_cluster_lies_in_an_authority():
    with refused("only_a_cluster_lies_in_an_authority"):
        HealthBoardFactory(local_authority=LocalAuthorityFactory())


def test_only_gp_practices_have_lists():
    with refused("only_gp_practices_have_lists"):
        ProviderFactory(kind=Provider.Kind.COMMUNITY_PHARMACY)


def test_a_body_closes_after_it_opens():
    with refused("body_closes_after_it_opens"):
        BodyFactory(opened_on=DAY, closed_on=DAY)


def test_a_body_below_the_nation_has_a_parent():
    with refused("body_has_a_parent_unless_a_nation"):
        BodyFactory(parent=None)


def test_a_body_is_open_from_its_first_day_until_the_day_it_closes():
    cluster = ClusterFactory(opened_on=DAY, closed_on=NEXT)

    eve = NEXT - datetime.timedelta(days=1)

    assert [cluster.is_open(on=day) for day in (ON, DAY, eve, NEXT)] == [False, True, True, False]
    assert Cluster.objects.current(on=eve).filter(pk=cluster.pk).exists()
    assert not Cluster.objects.current(on=NEXT).filter(pk=cluster.pk).exists()


def test_examples_do_not_count_as_real():
    example = HealthBoardFactory()

    assert not HealthBoard.objects.real().filter(pk=example.pk).exists()


def test_a_change_of_the_welsh_name_alone_stands_in_the_history():
    cluster = Cluster.objects.get(slug_en="tywi-taf")

    cluster.name_cy = "Taf a Thywi"
    cluster.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT name_cy FROM governance_bodyevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [cluster.pk])
        assert [name for (name,) in cursor.fetchall()][-1] == "Taf a Thywi"
