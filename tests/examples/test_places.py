"""The Example Health Board: everything that the portal can show, and nothing of it where Wales is shown."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditRecord
from clusters.models import Area, Cluster, HealthBoard
from common.tabular import BrokenFile
from examples import clusters
from indicators import queries
from indicators.models import CurrentExampleSet, CurrentFigureSet, Figure, KeyFinding, Outcome, Release
from tests.factories import AT, ON

pytestmark = pytest.mark.django_db
BOARD = "/en/health-boards/example/"
SUMMARY = f"{BOARD}indicators/"
TIDY = "/en/indicators.csv"
LABEL = "Everything on this page is invented, to show how the portal works."
WAITING = {
    "avoidable_mortality_under_75",
    "all_cause_mortality",
    "emergency_admissions_circulatory",
    "emergency_admissions_diabetes",
    "low_birth_weight",
    "breastfeeding_10_days",
}
CLUSTERS = ["Example Central", "Example Coast", "Example East", "Example North", "Example South", "Example West"]


@pytest.fixture
def loaded(capsys) -> str:
    """Load the examples; return what the command said."""
    call_command("load_examples")
    return capsys.readouterr().out


@pytest.fixture
def page(client, loaded):
    """Return a function that opens a page and reads it."""

    def open_page(address: str) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return open_page


def example_figures():
    return Figure.objects.filter(figure_set__current_example__isnull=False)


def words(node) -> str:
    return re.sub(r"\s+", " ", node.get_text(" ", strip=True))


def row(soup: BeautifulSoup, name: str) -> list[str]:
    table = soup.select_one(".app-rug table")
    heading = next(one for one in table.select("th[scope=row]") if one.get_text(strip=True) == name)
    return [words(cell) for cell in heading.parent.select("td")]


def test_the_example_board_lies_under_wales_with_six_clusters(loaded):
    board = HealthBoard.objects.get(is_example=True)

    assert (board.name_en, board.name_cy) == ("Example Health Board", "Bwrdd Iechyd Enghreifftiol")
    assert board.parent.slug_en == "wales"
    assert [cluster.name_en for cluster in Cluster.objects.filter(parent=board).order_by("sort_key_en")] == CLUSTERS
    assert set(Cluster.objects.filter(parent=board).values_list("is_example", flat=True)) == {True}


def test_every_waiting_indicator_has_example_figures_and_none_has_real_ones(loaded):
    invented = set(CurrentExampleSet.objects.values_list("indicator__code", flat=True))

    assert invented >= WAITING
    assert not CurrentFigureSet.objects.filter(indicator__code__in=WAITING).exists()
    assert not CurrentFigureSet.objects.filter(figure_set__release__is_example=True).exists()
    assert not WAITING & {indicator.code for indicator in queries.published_indicators()}


def test_every_outcome_and_every_flag_occurs_among_the_examples(loaded):
    against_wales = set(example_figures().values_list("versus_wales", flat=True))
    against_board = set(example_figures().values_list("versus_board", flat=True))
    flags = set(example_figures().values_list("flag", flat=True))

    assert against_wales == set(Outcome.values)
    assert against_board == {"higher", "lower", "no_difference", "not_compared"}
    assert flags == {"", "c", "x", "u"}


def test_a_small_count_of_the_examples_is_hidden_with_a_second_one(loaded):
    low_weight = example_figures().filter(
        figure_set__indicator__code="low_birth_weight", figure_set__current_example__is_latest=True
    )

    hidden = {figure.area.code for figure in low_weight.filter(flag="c")}

    assert "example-north" in hidden
    assert len(hidden) == 2


def test_no_real_area_has_an_invented_figure_and_no_example_a_real_one(loaded):
    assert set(example_figures().values_list("area__is_example", flat=True)) == {True}
    assert not Figure.objects.filter(figure_set__current__isnull=False, area__is_example=True).exists()


def test_what_stands_out_in_an_example_is_found_among_the_examples_alone(loaded, page):
    findings = KeyFinding.objects.filter(area__code="example-central", indicator__isnull=False)

    assert findings.exists()
    assert set(findings.values_list("release__is_example", flat=True)) == {True}
    assert page("/en/clusters/example-central/").select(".app-stands-out li .app-strip")
    assert not KeyFinding.objects.filter(area__is_example=False, release__is_example=True).exists()


def test_loading_the_examples_again_is_nothing_to_do(loaded, capsys):
    releases = Release.objects.count()

    call_command("load_examples")

    said = capsys.readouterr().out
    assert "these areas are loaded already; nothing to do." in said
    assert said.count("exactly this file is published already; nothing to do.") == 3
    assert Release.objects.count() == releases


def test_loading_leaves_a_record(loaded):
    record = AuditRecord.objects.get(action="clusters.load_examples")

    assert record.details == {"added": {"area": 8, "population": 14}, "changed": {}}


def test_a_broken_file_of_examples_names_its_cell_and_loads_nothing(tmp_path):
    file = tmp_path / clusters.FILE
    text = (settings.DATA_DIR / clusters.FILE).read_text()
    file.write_text(text.replace(",W92000004,", ",W9,"))

    with pytest.raises(BrokenFile, match=r"^example_areas\.csv, row 3, column parent_code: “W9” is not known here\.$"):
        clusters.load_examples(folder=tmp_path, at=AT)

    assert not Area.objects.filter(is_example=True).exists()


# --- what is shown ---


def test_the_page_of_the_example_board_shows_its_figures_and_says_what_they_are(page):
    soup = page(SUMMARY)

    shown = [words(one) for one in soup.select(".app-rug tbody th[scope=row] a")]
    references = [words(one) for one in soup.select(".app-rug thead .app-rug__reference th")]
    assert shown == CLUSTERS
    assert references == ["Example Wales", "Example"]
    assert {len(row(soup, name)) for name in CLUSTERS} == {15}
    assert LABEL in soup.get_text()


def test_what_is_not_shown_of_an_example_says_why(page):
    cells = row(page(f"{SUMMARY}?indicators=low_birth_weight&indicators=breastfeeding_10_days"), "Example North")

    assert "[c] Not shown: small numbers [c]" in cells


@pytest.mark.parametrize(
    "view", ["?view=indicator&indicator=all_cause_mortality", "?view=cluster&cluster=example-north"]
)
def test_the_other_views_of_the_example_board_show_its_figures(page, view):
    soup = page(SUMMARY + view)

    values = [words(cell) for cell in soup.select(".app-lines tbody td")]
    assert any(value.startswith(("▲", "▼")) for value in values)


@pytest.mark.parametrize("address", [BOARD, SUMMARY, "/en/clusters/example-north/"])
def test_each_page_of_an_example_is_labelled(page, address):
    assert LABEL in page(address).get_text()


def test_the_download_of_the_example_board_holds_its_figures_only(client, loaded):
    response = client.get(reverse("indicators:health_board_summary_csv", kwargs={"slug": "example"}))

    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    kinds = {(row["area_kind"], row["area_code"]) for row in rows}
    assert len(kinds) == 8
    assert all(code.startswith("example-") for _kind, code in kinds)
    assert {row["indicator"] for row in rows} >= WAITING


@pytest.mark.parametrize(
    "address",
    ["/en/", "/en/indicators/", "/en/indicators/?view=matrix", "/en/search/?q=example", TIDY],
)
def test_nothing_of_the_examples_stands_where_wales_is_shown(client, loaded, address):
    response = client.get(address)

    assert response.status_code == 200
    assert "Example" not in response.content.decode().replace("?q=example", "")


def test_the_figures_of_wales_are_as_if_there_were_no_examples(client, capsys):
    before = client.get(TIDY).content

    call_command("load_examples")

    assert client.get(TIDY).content == before
    assert queries.newest_release().number == 1
    assert not KeyFinding.objects.filter(area__is_example=True, release__is_example=False).exists()
    assert len(queries.clusters(on=ON)) == 60
