"""The latest count of people is the one that was counted last, whatever its words sort like."""

import pytest

from budgets.published.queries import registered
from clusters.models import Area, PopulationBasis
from clusters.queries import clusters_with_sizes, populations
from portal import queries as portal
from tests.factories import ClusterFactory, PopulationFactory
from tests.moments import ON

pytestmark = pytest.mark.django_db
PERIODS = ["October 2025", "January 2026", "April 2025", "Census 2021", "mid-2020"]


def test_the_count_of_january_comes_after_that_of_october_before_it():
    cluster = ClusterFactory()
    for number, period in enumerate(PERIODS, start=1):
        PopulationFactory(area=cluster, basis=PopulationBasis.REGISTERED, period=period, count=number)

    assert populations(cluster)["registered"].period == "January 2026"
    assert registered([cluster])[cluster.pk].period == "January 2026"
    found = Area.objects.filter(pk=cluster.pk)
    assert clusters_with_sizes(found, on=ON).get().registered == 2
    assert found.annotate(registered_now=portal.registered()).get().registered_now == 2
