"""What a lower floor learns of a higher one: each entry is used, and one that lacks is noticed."""

from django.apps import apps

from clusters import dependants
from clusters.models import Area
from governance.models import Body


def bodies_above_clusters() -> set[type[Body]]:
    """Return every kind of body that a higher app hangs on a cluster."""
    hanging = (one for one in apps.get_models() if issubclass(one, Body) and not one._meta.proxy)
    return {one for one in hanging if not issubclass(one, Area) and _names_an_area(one)}


def _names_an_area(model: type[Body]) -> bool:
    return any(field.related_model is Area and not field.one_to_one for field in model._meta.local_fields)


def test_every_body_that_hangs_on_a_cluster_says_how_it_ends_and_is_called_with_it():
    assert {kind.going_on([]).model for kind in dependants.KINDS} == bodies_above_clusters() != set()


def test_no_kind_is_registered_twice():
    names = [kind.name for kind in dependants.KINDS]

    assert len(names) == len(set(names))
