"""The funnel plot: the same judgement as the table, drawn."""

import pytest
from bs4 import BeautifulSoup

from clusters.models import Area
from indicators import queries
from indicators.models import Figure, Indicator
from indicators.presenters.funnel import BOTTOM, LEFT, RIGHT, TOP, applies, funnel

pytestmark = pytest.mark.django_db


def drawn(code: str):
    (column,) = queries.columns([code])
    clusters = list(Area.objects.filter(kind=Area.Kind.CLUSTER))
    return funnel(column, clusters, Area.objects.get(kind=Area.Kind.NATION))


@pytest.mark.parametrize("code", ["overcrowded_households", "disabled_equality_act", "aged_85_plus", "pension_credit"])
def test_a_cluster_outside_the_limits_is_one_that_the_table_marks(code):
    marked = Figure.objects.filter(
        figure_set__indicator__code=code,
        figure_set__current__is_latest=True,
        area__kind=Area.Kind.CLUSTER,
        versus_wales__in=["higher", "lower"],
    )

    found = drawn(code)

    assert found.outside == marked.count()
    assert {dot.name for dot in found.dots if dot.said != "within the limits"} == {
        figure.area.name for figure in marked.select_related("area")
    }


def test_every_dot_stands_within_the_drawing():
    found = drawn("overcrowded_households")

    assert len(found.dots) == 60
    assert all(LEFT <= dot.x <= RIGHT and TOP <= dot.y <= BOTTOM for dot in found.dots)
    assert 0 < found.far_outside < found.outside < 60


def test_curves_narrow_with_size():
    curves = drawn("overcrowded_households").curves
    first, last = (
        [float(curves[name][1:].split("L")[place].split()[1]) for name in ("upper95", "lower95")] for place in (0, -1)
    )

    assert first[1] - first[0] > last[1] - last[0] > 0


def test_a_funnel_is_drawn_for_tested_proportions_only():
    shown = {indicator.code for indicator in Indicator.objects.filter(availability="real") if applies(indicator)}

    assert "overcrowded_households" in shown
    assert not shown & {"registered_patients", "cancer_incidence", "residents_most_deprived_fifth", "aged_65_plus"}


def test_the_page_gives_the_same_figures_as_a_table(client):
    soup = BeautifulSoup(client.get("/en/indicators/overcrowded-households/").content, "html.parser")
    table = next(one for one in soup.select("table") if one.caption.get_text() == "Figures of the funnel plot")

    assert len(table.select("tbody tr")) == len(soup.select("#funnel .chart-dot")) == 60
    assert soup.select_one("#funnel .chart")["role"] == "img"
    assert "Clusters outside the 95% limits: 48 of 60. Outside the 99.8% limits: 40." in soup.get_text()


def test_nothing_is_drawn_where_wales_has_no_figure():
    (column,) = queries.columns(["overcrowded_households"])

    assert funnel(column, [], Area.objects.get(kind=Area.Kind.NATION)) is None
