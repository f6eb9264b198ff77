"""Reads about places that span tables."""

from django.db.models import Q, QuerySet

from clusters.models import LARGEST_TYPICAL, SMALLEST_TYPICAL, Area, Population, PopulationBasis


def untypical_clusters() -> QuerySet[Population]:
    """Return the registered populations of clusters outside the typical size."""
    outside = Q(count__lt=SMALLEST_TYPICAL) | Q(count__gt=LARGEST_TYPICAL)
    clusters = Population.objects.filter(area__kind=Area.Kind.CLUSTER, basis=PopulationBasis.REGISTERED)
    return clusters.filter(outside).select_related("area").order_by("area__sort_key_en")
