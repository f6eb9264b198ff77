"""Who lives in an area is read from the newest release of its own kind: an example never takes the place of figures."""

import pytest

from indicators.models import Breakdown
from indicators.queries import breakdowns
from tests.factories import BreakdownFactory, ClusterFactory, HealthBoardFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


def test_a_later_example_release_hides_no_figures():
    real = HealthBoardFactory(is_example=False)
    area, example = ClusterFactory(parent=real, is_example=False), ClusterFactory()
    older, newer, invented = (ReleaseFactory(state="published", is_example=one) for one in (False, False, True))
    BreakdownFactory(release=older, area=area, count=1)
    shown = BreakdownFactory(release=newer, area=area, count=2)
    own = BreakdownFactory(release=invented, area=example, count=3)

    assert breakdowns([area]) == {(area.pk, Breakdown.Kind.AGE): [shown]}
    assert breakdowns([example]) == {(example.pk, Breakdown.Kind.AGE): [own]}
