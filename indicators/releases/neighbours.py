"""The clusters most like each are written with a release; pages only read them."""

import numpy as np

from clusters.models import Area
from indicators.computation.figures import Computation
from indicators.computation.geography import Numbers
from indicators.computation.recipes import RECIPES, Recipe
from indicators.models import Neighbour, Period, Release
from indicators.statistics import nearest

# Who lives there, how deprived, how rural, how many patients: each weighs alike. Why: docs/methods.md.
VARIABLES = (
    "aged_65_plus",
    "residents_most_deprived_fifth",
    "residents_in_rural_lsoas",
    "registered_patients",
)
NUMBER = 5


def write_neighbours(release: Release, computation: Computation) -> None:
    """Write, for every cluster, the clusters of Wales that are most like it."""
    in_time = list(Period.objects.order_by("ends_on", "order").values_list("code", flat=True))
    recipes = {recipe.indicator: recipe for recipe in sorted(RECIPES, key=lambda one: in_time.index(one.period))}
    places = np.flatnonzero(computation.areas.are(Area.Kind.CLUSTER))
    variables = np.stack([_values(computation, recipes[code])[places] for code in VARIABLES], axis=1)
    found = nearest(variables, NUMBER)
    clusters = [computation.areas.areas[place] for place in places]
    rows = [
        Neighbour(release=release, area=area, other=clusters[other], order=order, distance=distance)
        for area, others, distances in zip(clusters, found.places, found.distances, strict=True)
        for order, (other, distance) in enumerate(zip(others, distances, strict=True), start=1)
        if other >= 0
    ]
    Neighbour.objects.bulk_create(rows)


def _values(computation: Computation, recipe: Recipe) -> Numbers:
    """Return a share where the indicator has a denominator, else the count."""
    counts, denominators = computation.counts(recipe)
    return np.where(np.isnan(denominators), counts, counts / denominators)
