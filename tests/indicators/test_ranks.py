"""Whose figures the public sees where there are several: the publisher's before ours, and ours kept beside."""

from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings

from clusters.models import Area, Membership
from indicators import queries
from indicators.models import CurrentFigureSet, Figure, FigureSet, Release
from indicators.releases import actions, computing
from tests.factories import AT, ON
from tests.reading import words

pytestmark = pytest.mark.django_db
CODE, PAGE = "disabled_equality_act", "/en/indicators/residents-disabled-under-the-equality-act/"
HEADING = "Our own approximation, beside the figures above"
OFFICIAL = (
    "area_kind,area_code,indicator,period,count,denominator",
    f"cluster,llanelli,{CODE},2021,13000,60100",
    f"nation,W92000004,{CODE},2021,670000,3107000",
)


@pytest.fixture
def official(tmp_path) -> Release:
    """The release of a publisher's own file."""
    path = tmp_path / "official.csv"
    path.write_text("\n".join(OFFICIAL), encoding="utf-8")
    receipt = actions.import_figures(path=path, at=AT, on=ON)
    return receipt.release


def compute_anew() -> Release:
    membership = Membership.objects.get(provider__ods_code="W00005")
    membership.cluster = Area.objects.get(slug_en="rhondda")
    membership.save()
    return computing.publish_computed_release(folder=settings.DATA_DIR, at=AT, on=ON)


def shown(code: str) -> FigureSet:
    return CurrentFigureSet.objects.get(indicator__code=code, is_latest=True).figure_set


def test_a_publishers_file_stays_through_a_recomputation_and_ours_stands_beside(official, page):
    anew = compute_anew()

    kept = FigureSet.objects.get(release=anew, indicator__code=CODE)
    llanelli = Figure.objects.get(figure_set=shown(CODE), area__slug_en="llanelli")
    soup = page(PAGE)
    beside = next(one for one in soup.select("table") if "our own approximation" in words(one.caption))
    rows = {words(row.th): [words(cell) for cell in row.select("td")] for row in beside.select("tbody tr")}

    assert (shown(CODE).release, round(llanelli.value, 2)) == (official, 21.63)
    assert not hasattr(kept, "current")
    assert rows["Llanelli"] == ["21.6", "24.0"]
    assert HEADING in [words(one) for one in soup.select("h3")]
    published = {one.release.number: one for one in queries.published_releases()}
    assert published[anew.number].outranked == ["Residents disabled under the Equality Act"]
    assert (published[official.number].replaced, published[anew.number].replaced) == ([1], [1])
    assert "Kept beside figures nearer to their publisher’s" in words(page("/en/releases/"))


def test_of_equal_ranks_the_later_is_shown(official, tmp_path):
    path = tmp_path / "corrected.csv"
    path.write_text("\n".join(OFFICIAL).replace("13000", "13100"), encoding="utf-8")

    later = actions.import_figures(path=path, at=AT, on=ON).release

    assert shown(CODE).release == later
    assert shown("register_chd").rank == FigureSet.Rank.RECOMPUTED
    assert compute_anew() == shown("register_chd").release


def test_nothing_stands_beside_where_there_is_one_figure(page):
    assert HEADING not in words(page(PAGE))


@pytest.mark.as_owner
def test_figures_from_before_there_were_ranks_get_theirs(official):
    with pgtrigger.ignore():
        FigureSet.objects.update(rank=FigureSet.Rank.APPROXIMATION)
        import_module("indicators.migrations.0002_registers_and_ranks").rank(apps, None)

    ranks = {code: shown(code).rank for code in (CODE, "register_chd", "aged_85_plus")}
    assert ranks == {CODE: 30, "register_chd": 20, "aged_85_plus": 10}
