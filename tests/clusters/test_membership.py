"""Who belongs to which cluster: joining, moving, leaving; what is refused changes nothing."""

import datetime
from functools import partial

import pytest

from accounts.models import AuditRecord
from clusters.memberships.actions import join, leave, memberships_of, move, standing
from clusters.models import Membership, Provider
from clusters.steps import MovedMeanwhile
from common.dated import from_day
from common.errors import Refused
from governance.powers.policies import NotAllowed
from tests.clusters.administering import DAY, LATER, Country
from tests.factories import AT, ON, ClusterFactory, MembershipFactory, PersonFactory, ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return Country()


def rows() -> list[tuple]:
    return list(Membership.objects.order_by("pk").values_list("pk", "provider", "cluster", "during"))


def clusters_of(provider: Provider, on: datetime.date) -> list[int]:
    return list(provider.memberships.filter(during__contains=on).values_list("cluster", flat=True))


def test_a_practice_moves_on_a_day_and_the_history_stays(country):
    move(provider=country.practice, cluster=country.two, start=LATER, **country.who)

    assert clusters_of(country.practice, LATER - DAY) == [country.one.pk]
    assert clusters_of(country.practice, LATER) == [country.two.pk]
    assert AuditRecord.objects.get(action="clusters.move").details["steps"][0]["after"] == [None, LATER.isoformat()]


def test_a_practice_leaves_after_its_last_day(country):
    leave(membership=country.membership, last_day=LATER, reason="Closed", **country.who)

    assert clusters_of(country.practice, LATER) == [country.one.pk]
    assert clusters_of(country.practice, LATER + DAY) == []


def test_a_spanning_service_may_be_in_several_clusters_and_a_contractor_in_one(country):
    service = ProviderFactory(kind=Provider.Kind.OTHER_SERVICE, registered_patients=None)
    for cluster in (country.one, country.two):
        join(provider=service, cluster=cluster, start=ON, spans=True, **country.who)

    with pytest.raises(Refused, match="Move it, or end that first"):
        join(provider=country.practice, cluster=country.two, start=ON, **country.who)

    assert sorted(clusters_of(service, ON)) == sorted([country.one.pk, country.two.pk])


@pytest.mark.parametrize("deed", ["past without a reason", "same cluster", "closed cluster", "ended before"])
def test_what_is_refused_changes_nothing(country, deed):
    closed = ClusterFactory(parent=country.board, closed_on=ON)
    ended = MembershipFactory(cluster=country.two, during=from_day(None, ON - 9 * DAY))
    before, records = rows(), AuditRecord.objects.count()
    moved = partial(move, provider=country.practice, **country.who)
    deeds = {
        "past without a reason": lambda: moved(cluster=country.two, start=ON - DAY),
        "same cluster": lambda: moved(cluster=country.one, start=ON),
        "closed cluster": lambda: moved(cluster=closed, start=ON),
        "ended before": lambda: leave(membership=ended, last_day=ON, reason="Again", **country.who),
    }

    with pytest.raises(Refused):
        deeds[deed]()

    assert (rows(), AuditRecord.objects.count()) == (before, records)


def test_a_day_in_the_past_is_taken_with_its_reason(country):
    move(provider=country.practice, cluster=country.two, start=ON - DAY, reason="Entered late", **country.who)

    assert clusters_of(country.practice, ON - DAY) == [country.two.pk]


@pytest.mark.parametrize("person", ["nobody", "administrator of another board's cluster"])
def test_somebody_without_the_power_over_both_clusters_changes_nothing(country, person):
    before = rows()
    to, by = (country.two, PersonFactory()) if person == "nobody" else (country.elsewhere, country.by)

    with pytest.raises(NotAllowed):
        move(provider=country.practice, cluster=to, start=ON, by=by, at=AT, on=ON)

    assert rows() == before


def test_whoever_saw_an_older_standing_is_told(country):
    seen = standing(memberships_of(country.practice))
    move(provider=country.practice, cluster=country.two, start=LATER, seen=seen, **country.who)

    with pytest.raises(MovedMeanwhile):
        move(provider=country.practice, cluster=country.two, start=LATER + DAY, seen=seen, **country.who)
