"""Two administrators at the same moment, in transactions that really commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from clusters.areas import actions
from clusters.memberships.actions import memberships_of, move, standing
from clusters.models import Area, Membership
from common.dated import from_day
from common.errors import Refused
from tests.clusters.administering import LATER, Country
from tests.factories import ON, AppointmentFactory, ClusterFactory


def together(*deeds) -> list[str]:
    """Do things at the same moment; say of each whether it was done."""

    def done(deed) -> str:
        try:
            deed()
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


@pytest.mark.usefixtures("committed")
def test_of_two_moves_of_one_practice_one_wins_and_the_other_is_told():
    country = Country()
    third = ClusterFactory(parent=country.board)
    seen = standing(memberships_of(country.practice))
    seat = country.by.appointments.get().seat
    other = AppointmentFactory(seat=seat, basis="joint", during=from_day(ON)).person

    def moved(to: Area, by):
        who = {**country.who, "by": by}
        return lambda: move(provider=country.practice, cluster=to, start=LATER, seen=seen, **who)

    outcomes = together(moved(country.two, country.by), moved(third, other))

    assert sorted(outcomes) == ["MovedMeanwhile", "done"]
    assert Membership.objects.current(on=LATER).filter(provider=country.practice).count() == 1


@pytest.mark.usefixtures("committed")
def test_nobody_moves_to_a_cluster_that_closes_at_the_same_moment():
    country = Country()
    closing = actions.close(country.two, start=LATER)

    together(
        lambda: move(provider=country.practice, cluster=country.two, start=LATER, **country.who),
        lambda: actions.reorganise(closing, deed="close", **country.who),
    )

    closed = Area.objects.get(pk=country.two.pk).closed_on
    inside = Membership.objects.current(on=LATER).filter(cluster=country.two).exists()
    assert not (closed and inside)
