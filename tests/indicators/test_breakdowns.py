"""Who lives where, by age and by deprivation."""

import csv

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import DatabaseError, transaction

from clusters.models import Area, Cluster
from indicators.models import Breakdown, Release
from indicators.presenters.breakdowns import residents
from indicators.queries import breakdowns
from tests.factories import BreakdownFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


def wales() -> Area:
    return Area.objects.get(kind=Area.Kind.NATION)


def test_every_area_has_every_group():
    assert Breakdown.objects.filter(kind=Breakdown.Kind.AGE).count() == 90 * 19
    assert Breakdown.objects.filter(kind=Breakdown.Kind.DEPRIVATION).count() == 90 * 5


def test_the_ages_of_wales_are_those_of_the_file():
    with (settings.DATA_DIR / "population_mid2020_lsoa11.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    shown = {row.group: row.count for row in breakdowns([wales()])[wales().pk, "age"]}

    assert shown == {band: sum(int(row[f"age_{band}"]) for row in rows) for band in shown}
    assert sum(shown.values()) == 3_169_586


@pytest.mark.parametrize("kind", ["age", "deprivation"])
def test_clusters_and_boards_each_add_up_to_wales(kind):
    for level in (Area.Kind.CLUSTER, Area.Kind.HEALTH_BOARD, Area.Kind.LOCAL_AUTHORITY):
        areas = list(Area.objects.filter(kind=level))
        total = sum(row.count for rows in breakdowns(areas).values() for row in rows if row.kind == kind)
        assert total == sum(row.count for row in breakdowns([wales()])[wales().pk, kind])


def test_shares_add_up_and_bars_start_at_zero():
    ages, fifths = residents(Cluster.objects.get(slug_en="tywi-taf"), wales())

    for bars in (ages, fifths):
        assert sum(share.here for share in bars.shares) == pytest.approx(1)
        assert sum(share.wales for share in bars.shares) == pytest.approx(1)
        drawn = [part.path for part in bars.picture.chart.parts if getattr(part, "style", "") == "bar"]
        starts = {path[1:].split()[0] for path in drawn}
        lengths = sorted(float(path.partition("h")[2].partition("v")[0]) for path in drawn)
        assert len(starts) == 1
        assert lengths[-1] / lengths[0] == pytest.approx(
            max(share.here for share in bars.shares) / min(share.here for share in bars.shares), rel=0.02
        )
    assert [share.group for share in fifths.shares] == ["1, most deprived", "2", "3", "4", "5, least deprived"]


def test_the_finding_of_a_drawing_is_what_its_table_says():
    ages, fifths = residents(Cluster.objects.get(slug_en="tywi-taf"), wales())

    older, everybody = (sum(share.count for share in ages.shares[start:]) for start in (13, 0))

    assert ages.picture.chart.title.startswith(f"Tywi/Taf: {older / everybody * 100:.1f}% of residents are aged 65")
    assert f"{fifths.shares[0].said[2]}% of residents live in the most deprived" in fifths.picture.chart.title


def test_a_page_shows_as_many_numbers_as_the_drawing_has_bars(client):
    soup = BeautifulSoup(client.get("/en/clusters/tywi-taf/indicators/").content, "html.parser")

    rows = soup.select("#residents tbody tr")

    assert len(rows) == len(soup.select("#residents .chart-bar")) == len(soup.select("#residents .chart-reference"))
    assert len(rows) == 24
    for row in rows:
        assert len([cell for cell in row.select("td") if cell.get_text(strip=True)]) == 3


def test_an_area_without_groups_shows_none():
    assert residents(Area(pk=0), wales()) == []


def test_a_withdrawn_release_is_not_read():
    withdrawn = ReleaseFactory(number=900, state=Release.State.WITHDRAWN)
    BreakdownFactory(release=withdrawn, area=wales(), count=1.0)

    assert len(breakdowns([wales()])[wales().pk, "age"]) == 19


@pytest.mark.as_owner
def test_groups_are_never_edited():
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Breakdown.objects.update(count=0)
