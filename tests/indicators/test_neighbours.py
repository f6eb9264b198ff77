"""The clusters most like a cluster: stored with the release, offered by the page for comparison."""

import numpy as np
import pytest
from django.db import DatabaseError, transaction

from clusters.models import Area, Cluster
from common import clock
from indicators.models import Figure, Neighbour, Release
from indicators.presenters.neighbours import alike
from indicators.queries import every_area
from indicators.releases.neighbours import VARIABLES
from tests.factories import ClusterFactory, NeighbourFactory, ReleaseFactory
from tests.reading import words

pytestmark = pytest.mark.django_db


def nearest_clusters(cluster: Area) -> list[Area]:
    areas = every_area(on=clock.today(), near=cluster)
    return sorted((area for area in areas if area.distance is not None), key=lambda area: area.distance)


def published(code: str) -> dict[int, float]:
    figures = Figure.objects.filter(
        figure_set__indicator__code=code, figure_set__current__is_latest=True, area__kind=Area.Kind.CLUSTER
    )
    return dict(figures.values_list("area_id", "value"))


def test_every_cluster_has_five_neighbours_in_order_of_the_distance_of_the_published_figures():
    columns = [published(code) for code in VARIABLES]
    clusters = sorted(columns[0])
    table = np.array([[column[cluster] for column in columns] for cluster in clusters])
    scaled = (table - table.mean(axis=0)) / table.std(axis=0, ddof=1)

    for place, cluster in enumerate(clusters):
        found = list(Neighbour.objects.filter(area=cluster).order_by("order"))
        apart = np.sqrt(((scaled - scaled[place]) ** 2).sum(axis=1))
        apart[place] = np.inf
        assert [one.order for one in found] == [1, 2, 3, 4, 5]
        assert [one.distance for one in found] == pytest.approx(sorted(apart)[:5])
        assert [one.distance for one in found] == pytest.approx([apart[clusters.index(one.other_id)] for one in found])


def test_the_page_names_the_nearest_with_their_distances_and_leads_to_their_comparison(page):
    stored = nearest_clusters(Cluster.objects.get(slug_en="llanelli"))
    soup = page("/en/clusters/llanelli/indicators/")
    heading = soup.select_one("#similar")

    rows = [words(item) for item in heading.find_next("ol").select("li")]
    link = heading.find_next("p", string=None).find_next("a", href=lambda href: href and "clusters=" in href)

    assert rows == [f"{one.name} distance {one.distance:.2f}" for one in stored]
    compared = page(link["href"])
    assert len(compared.select(".app-compare thead th")) == 2 + 5


def test_the_page_offers_the_clusters_of_the_same_board_apart(page):
    soup = page("/en/clusters/llanelli/indicators/")

    legend = words(soup.select_one("form[action='/en/indicators/compare/'] legend"))

    assert legend == "Compare with other clusters of the same health board: tick one to four"


def test_an_example_has_no_similar_clusters():
    cluster = ClusterFactory(is_example=True)

    assert alike(cluster, every_area(on=clock.today(), example=True, near=cluster)).rows == []


def test_a_withdrawn_release_is_not_read():
    llanelli = Cluster.objects.get(slug_en="llanelli")
    NeighbourFactory(release=ReleaseFactory(number=900, state=Release.State.WITHDRAWN), area=llanelli)

    assert len(nearest_clusters(llanelli)) == 5


@pytest.mark.as_owner
def test_neighbours_are_never_edited():
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Neighbour.objects.update(distance=0)
