"""The summary table: what it says, in which order, and that it says it of the right clusters."""

import re

import pytest
from bs4 import BeautifulSoup

from clusters.models import Area
from indicators.forms import Asked
from indicators.models import Figure
from tests.factories import ClusterFactory, HealthBoardFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
BOARD = "/en/health-boards/hywel-dda/indicators/"
WALES = "/en/indicators/"
HYWEL_DDA = [
    "Amman Gwendraeth",
    "Llanelli",
    "North Ceredigion",
    "North Pembrokeshire",
    "South Ceredigion",
    "South Pembrokeshire",
    "Tywi/Taf",
]


def rug(soup: BeautifulSoup):
    return soup.select_one(".app-rug table")


def names(soup: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in rug(soup).select("tbody th[scope=row] a")]


def row(soup: BeautifulSoup, name: str) -> list[str]:
    heading = next(one for one in rug(soup).select("th[scope=row]") if one.get_text(strip=True) == name)
    return [words(cell) for cell in heading.parent.select("td")]


def test_a_board_shows_its_clusters_on_fifteen_indicators(page):
    soup = page(BOARD)

    assert names(soup) == HYWEL_DDA
    assert {len(row(soup, name)) for name in HYWEL_DDA} == {15}
    assert len(rug(soup).select("thead th[scope=col]")) == 16


def test_all_of_wales_is_grouped_by_board_with_each_boards_own_row(page):
    soup = page(WALES)

    boards = [words(one) for one in rug(soup).select("th[scope=rowgroup]")]

    assert len(names(soup)) == 60
    assert boards[0] == "Aneurin Bevan University Health Board"
    assert len(boards) == 7
    assert [words(one) for one in rug(soup).select("tbody .app-rug__reference th")] == ["Health board average"] * 7


def test_wales_and_the_board_stand_first_with_their_values(page):
    soup = page(BOARD)

    references = [words(one) for one in rug(soup).select("thead .app-rug__reference th")]

    assert references == ["Wales", "Hywel Dda"]
    assert row(soup, "Wales")[:3] == ["19.4", "20.7", "3.6"]
    assert row(soup, "Hywel Dda")[:3] == ["9.6", "19.5", "3.9"]


def test_a_marked_figure_says_so_by_symbol_word_and_size(page):
    cells = row(page(BOARD), "Llanelli")

    assert cells[1] == "▲ 23.3 Higher +13%"
    assert cells[2] == "▲ 4.4 Higher +23%"


def test_a_figure_without_a_mark_still_says_how_it_stands(page):
    cells = row(page(BOARD), "North Pembrokeshire")

    assert cells[12] == "21.5 No significant difference"
    assert cells[4] == "9,863 Second highest fifth"


def test_fifths_are_never_called_significant(page):
    cells = row(page(BOARD), "North Ceredigion")

    assert cells[0] == "▽ 0.0 Lowest fifth"
    assert rug(page(BOARD)).select(".is-lowest .word i") == []


def test_the_strength_of_the_colour_follows_the_size_of_the_difference(page):
    heading = next(one for one in rug(page(BOARD)).select("th[scope=row]") if one.get_text(strip=True) == "Llanelli")

    classes = [cell.get("class") for cell in heading.parent.select("td")]

    assert classes[1] == ["is-higher", "size-2"]
    assert classes[3] == ["is-higher", "size-1"]
    assert classes[0] is None


def test_each_cell_holds_the_stored_figure(page):
    soup = page(WALES + "?indicators=registered_patients")

    for cluster in Area.objects.filter(kind=Area.Kind.CLUSTER):
        stored = Figure.objects.get(
            area=cluster, figure_set__indicator__code="registered_patients", figure_set__current__is_latest=True
        )
        assert row(soup, cluster.name_en) == [f"{stored.value:,.0f} Not compared"]


def test_the_comparator_is_chosen_in_the_address_and_named_in_the_caption(page):
    wales, board = page(BOARD), page(BOARD + "?compare=board")

    assert words(rug(wales).caption).startswith("Compared with Wales, latest period of each. 7 clusters, 15 indi")
    assert words(rug(board).caption).startswith("Compared with the health board, ")
    assert row(wales, "Llanelli")[0] == "25.9 Second highest fifth"
    assert row(board, "Llanelli")[1] == "▲ 23.3 Higher +19%"


def test_counts_come_first_and_add_up_to_the_clusters(page):
    soup = page(WALES)

    for table in soup.select(".app-counts table"):
        for line in table.select("tbody tr"):
            assert sum(int(words(cell)) for cell in line.select("td")) == 60
    counts, matrix = soup.select_one(".app-counts"), soup.select_one(".app-rug")
    assert counts.sourceline < matrix.sourceline
    assert len(soup.select(".app-counts tbody tr")) == 15


def test_a_count_leads_to_its_clusters(page):
    soup = page(BOARD)
    line = next(one for one in soup.select(".app-counts tbody tr") if words(one.th) == "Disability")
    higher = line.select("td")[0].a

    found = page(BOARD + higher["href"])

    assert words(higher) == "4"
    assert len(found.select(".app-lines tbody tr")) == 4
    assert {words(one).split(" (")[0] for one in found.select(".app-said")} == {"▲ Higher than the Wales average"}


def test_the_note_on_chance_is_five_percent_of_what_was_compared(page):
    note = words(page(WALES).select_one(".app-key"))

    assert "Figures compared here: 718. Marked by chance alone if nothing differed: about 36." in note


def test_a_small_difference_is_dimmed_and_keeps_its_mark_when_a_least_difference_is_asked(page):
    plain, least = page(BOARD), page(BOARD + "?differ=25")

    assert row(plain, "Llanelli")[1] == "▲ 23.3 Higher +13%"
    assert row(least, "Llanelli")[1] == "▲ 23.3 Higher +13% (differs by under 25%)"
    assert row(least, "South Pembrokeshire")[3] == "▲ 3.8 Higher +40%"


@pytest.mark.parametrize(("order", "first", "aria"), [("desc", "Llanelli", "descending"), ("asc", None, "ascending")])
def test_sorting_is_done_by_the_server_and_said(page, order, first, aria):
    soup = page(f"{BOARD}?sort=households_deprived_two_or_more&order={order}")

    marked = rug(soup).select("th[aria-sort]")
    values = [float(row(soup, name)[1].split()[1]) for name in names(soup)]

    assert values == sorted(values, reverse=order == "desc")
    assert first is None or names(soup)[0] == first
    assert [(one["aria-sort"], words(one).split(" %")[0]) for one in marked] == [(aria, "Deprived households")]
    ends = {"desc": "(highest first).", "asc": "(lowest first)."}
    assert words(rug(soup).caption).endswith(f"In order of: Deprived households {ends[order]}")


def test_sorting_keeps_the_boards_together_unless_told_otherwise(page):
    grouped = page(WALES + "?sort=respiratory_emergency_admissions&order=desc")
    whole = page(WALES + "?sort=respiratory_emergency_admissions&order=desc&grouped=no")

    assert len(rug(grouped).select("th[scope=rowgroup]")) == 7
    assert rug(whole).select("th[scope=rowgroup]") == []
    values = [float(re.findall(r"[\d,]+", row(whole, name)[13])[0].replace(",", "")) for name in names(whole)]
    assert values == sorted(values, reverse=True)


def test_a_reader_chooses_indicators_in_the_address(page):
    soup = page(BOARD + "?indicators=households_no_car&indicators=aged_65_plus")

    assert [words(one.a) for one in rug(soup).select("thead th[scope=col]")[1:]] == [
        "Households with no car or van",
        "Residents aged 65 and over",
    ]


def test_a_group_of_indicators_and_a_board_can_be_chosen(page):
    soup = page(WALES + "?topic=deprivation&board=W11000024")

    assert names(soup) == ["Mid Powys", "North Powys", "South Powys"]
    assert [words(one) for one in rug(soup).select("th[scope=colgroup]")] == ["Deprivation"]
    chosen = [words(one) for one in soup.select(".app-chosen__one")]
    assert chosen == ["Deprivation Remove : Deprivation", "Powys Remove : Powys"]


def test_nothing_found_is_said(page):
    soup = page(BOARD + "?show=no_figure")

    assert rug(soup) is None
    assert "No cluster matches these choices." in soup.get_text()


@pytest.mark.parametrize(
    "query", ["?sort=x&order=y&differ=z&view=v", "?indicators=", "?board=W1", "?view=cluster&cluster=nobody"]
)
def test_what_is_not_understood_is_as_if_it_were_not_asked(page, query):
    assert names(page(BOARD + query)) == HYWEL_DDA


def test_one_indicator_can_be_read_by_itself(page):
    soup = page(WALES + "?view=indicator&indicator=disabled_equality_act")

    lines = [[words(cell) for cell in line.select("th, td")] for line in soup.select(".app-lines tbody tr")]

    assert len(lines) == 60
    assert [
        "Llanelli",
        "24.0",
        "23.7 to 24.4",
        "▲ Higher than the Wales average (statistically significant)",
        "+11%",
    ] in lines


def test_one_cluster_can_be_read_by_itself(page):
    soup = page(BOARD + "?view=cluster&cluster=llanelli")

    assert words(soup.h1) == "The clusters of Hywel Dda, side by side Llanelli"
    assert len(soup.select(".app-lines tbody tr:not(.app-lines__topic)")) == 15


def test_the_number_of_queries_does_not_grow_with_the_clusters(client, django_assert_max_num_queries):
    for address in (BOARD, WALES, WALES + "?view=indicator", BOARD + "?view=cluster&cluster=llanelli"):
        with django_assert_max_num_queries(8):
            client.get(address)


def test_a_cluster_without_figures_is_shown_without_inventing_any(page):
    wales = Area.objects.get(kind=Area.Kind.NATION)
    board = HealthBoardFactory(parent=wales, is_example=False, slug_en="new-board")
    ClusterFactory(parent=board, is_example=False, name_en="New cluster")

    cells = row(page("/en/health-boards/new-board/indicators/"), "New cluster")

    assert cells == ["[x] Not available [x]"] * 15


def test_examples_stay_out_of_wales(page):
    ClusterFactory(parent=Area.objects.get(slug_en="powys", kind="health_board"), name_en="Example cluster")

    assert "Example cluster" not in names(page(WALES))


def test_choices_are_written_into_the_address_only_where_they_are_not_the_usual_ones():
    assert Asked().but() == ""
    assert Asked(compare="board", indicators=("a", "b")).but(sort="a", order="desc") == (
        "compare=board&sort=a&order=desc&indicators=a&indicators=b"
    )
