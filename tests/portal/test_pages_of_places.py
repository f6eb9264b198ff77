"""Home, search, boards, clusters and the smaller places."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches

from clusters.models import Area, Cluster, Membership, Provider
from common.dated import from_day
from indicators.models import Figure
from tests.factories import BodyAliasFactory, ClusterFactory, SuccessionFactory
from tests.reading import words

pytestmark = pytest.mark.django_db


def read(client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def links(soup: BeautifulSoup, place: str = "main") -> list[str]:
    return [link.get_text(" ", strip=True) for link in soup.select(f"{place} a")]


def facts(soup: BeautifulSoup) -> dict[str, str]:
    found = soup.select(".app-facts div")
    return {one.dt.get_text(" ", strip=True): one.dd.get_text(" ", strip=True) for one in found}


def test_the_home_page_shows_the_seven_boards_and_every_cluster(client):
    soup = read(client, "/en/")

    assert len(soup.select(".app-card")) == 7
    assert len(soup.select(".app-columns li")) == 60
    assert "7 clusters · 401,138 registered patients" in soup.get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("words", "clusters"),
    [
        ("mon", "Anglesey"),
        ("Môn", "Anglesey"),
        ("ynys mon", "Anglesey"),
        ("Anglesey", "Anglesey"),
        ("tywi taf", "Tywi/Taf"),
        ("2Ts", "Tywi/Taf"),
        ("Carmarthenshire", "Tywi/Taf"),
        ("sir gaerfyrddin", "Tywi/Taf"),
        ("Llandovery", "Tywi/Taf"),
        ("Lampeter", "South Ceredigion"),
        ("city and cardiff south", "City & Cardiff South"),
        ("y ddinas a de caerdydd", "City & Cardiff South"),
        ("penybont", "Bridgend East"),
    ],
)
def test_a_cluster_is_found_by_any_of_its_names_in_either_language(client, words, clusters):
    assert clusters in links(read(client, f"/en/search/?q={words}"), ".app-results")


def test_a_practice_leads_to_its_cluster(client):
    found = links(read(client, "/en/search/?q=meddygfa teilo"), ".app-results")

    assert found == ["Meddygfa Teilo", "Tywi/Taf"]


def test_a_practice_is_found_by_its_code(client):
    assert links(read(client, "/en/search/?q=w92009"), ".app-results") == ["Meddygfa Teilo", "Tywi/Taf"]


@pytest.mark.parametrize("postcode", ["SA19 6HN", "sa196hn", " Sa19  6hn "])
def test_a_postcode_leads_to_the_cluster_of_its_small_area_and_says_that_it_is_approximate(client, postcode):
    soup = read(client, f"/en/search/?q={postcode}")

    assert soup.select_one(".app-found").get_text(strip=True) == "Tywi/Taf"
    assert "our own approximation" in soup.get_text()


def test_a_postcode_that_is_not_known_is_said_so(client):
    assert "This postcode is not in our list." in read(client, "/en/search/?q=SW1A 1AA").get_text()


def test_a_misspelt_name_finds_near_matches(client):
    assert "Llanelli" in links(read(client, "/en/search/?q=Lanelly"), ".app-results")


def test_nothing_found_says_what_was_searched_and_leads_on(client):
    soup = read(client, "/en/search/?q=zzzzqqq")

    assert soup.h2.get_text(strip=True) == "Nothing found: zzzzqqq"
    assert "All clusters of Wales" in links(soup)


@pytest.mark.parametrize("words", ["", "%25", "_", "'; DROP TABLE", "a", "x" * 500])
def test_odd_searches_are_answered(client, words):
    read(client, f"/en/search/?q={words}")


def test_a_board_shows_who_is_in_it(client):
    soup = read(client, "/en/health-boards/swansea-bay/")

    assert facts(soup)["Registered patients"].startswith("401,696 ")
    assert len(soup.select_one("table.app-table").select("tbody tr")) == 8
    assert "What this board calls a cluster: Local Cluster Collaborative." in soup.get_text(" ", strip=True)
    assert {"Swansea", "Neath Port Talbot", "Swansea Bay Regional Pan Cluster Planning Group"} <= set(links(soup))


def test_a_cluster_shows_who_is_in_it_where_and_how_it_stands(client):
    overview = read(client, "/en/clusters/tywi-taf/")
    figures, people = (read(client, f"/en/clusters/tywi-taf/{tab}/") for tab in ("indicators", "people"))

    opening = overview.select_one(".app-lead").get_text(" ", strip=True)
    assert "GP practices: 8. Registered patients: 60,440." in opening
    assert "Carmarthenshire" in opening
    assert len(overview.select(".app-stands-out li .app-strip")) == 3
    assert overview.select_one("#practices").get_text(" ", strip=True).endswith("All 8, with map")
    shown = facts(figures)
    assert shown["Registered patients"].startswith("60,440 on the lists of its GP practices")
    assert shown["Residents"].endswith("our approximation of its area")
    assert len(figures.select("#indicators tbody tr:not(.app-lines__topic)")) == 15
    assert facts(people)["Local authority"] == "Carmarthenshire"
    assert facts(people)["Planning group"] == "Carmarthenshire Pan Cluster Planning Group"
    assert len(people.select("#practices tbody tr")) == 8


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pages_of_a_cluster_lead_to_each_other_and_carry_the_day_along(client, language):
    tabs = {
        "en": ["", "indicators/", "plan/", "money/", "people/"],
        "cy": ["", "dangosyddion/", "cynllun/", "arian/", "pobl/"],
    }
    start = {"en": "/en/clusters/tywi-taf/", "cy": "/cy/clystyrau/tywi-taf/"}[language]

    for place, tab in enumerate(tabs[language]):
        soup = read(client, start + tab)
        shown = soup.select(".app-tabs--home a")
        assert [one["href"] for one in shown] == [start + other for other in tabs[language]]
        assert [one.get("aria-current") for one in shown].index("page") == place
        assert sum(one.has_attr("aria-current") for one in shown) == 1
    dated = read(client, f"{start}?on=2026-06-30").select(".app-tabs--home a")
    assert [one["href"].endswith("?on=2026-06-30") for one in dated] == [True, True, False, False, True]


def test_what_stood_on_the_one_page_of_before_is_found_from_the_overview(client):
    overview = read(client, "/en/clusters/tywi-taf/")

    for fragment in ("indicators", "residents", "practices", "who", "plan"):
        assert overview.select_one(f"#{fragment} a")


def test_an_address_that_a_cluster_once_had_leads_to_the_same_page_of_it(client):
    found = Cluster.objects.get(slug_en="tywi-taf")
    BodyAliasFactory(body=found, slug="once-called")

    answer = client.get("/en/clusters/once-called/people/?on=2026-06-30")

    assert answer.status_code == 301
    assert answer["Location"] == "/en/clusters/tywi-taf/people/?on=2026-06-30"


def test_a_cluster_whose_area_fits_badly_carries_a_stronger_note(client):
    stronger = "Read the resident figures with care"

    assert stronger in read(client, "/en/clusters/city-health/").get_text()
    assert stronger not in read(client, "/en/clusters/tywi-taf/").get_text()


def test_a_cluster_of_untypical_size_is_remarked_upon(client):
    remark = "typically has between 25,000 and 100,000 people"

    assert remark in read(client, "/en/clusters/cardiff-north/").get_text()
    assert remark not in read(client, "/en/clusters/tywi-taf/").get_text()


def test_a_proposed_welsh_name_says_so_in_welsh_only(client):
    proposed = Cluster.objects.get(slug_en="city-health")
    seen = Cluster.objects.get(slug_en="cynon-south")

    pages = [read(client, address) for address in (f"/cy/{WELSH}/{one.slug_cy}/" for one in (proposed, seen))]
    said = "Cynigiwyd yr enw Cymraeg gan y porth hwn"
    assert [said in page.get_text() for page in pages] == [True, False]
    assert "The Welsh name is proposed" not in read(client, "/en/clusters/city-health/").get_text()


WELSH = "clystyrau"


def test_a_cluster_is_shown_as_at_the_day_asked(client):
    practice = Provider.objects.get(ods_code="W92009")
    joined, left = datetime.date(2026, 1, 1), datetime.date(2026, 7, 1)
    Membership.objects.filter(provider=practice).update(during=from_day(joined, left))

    before = read(client, "/en/clusters/tywi-taf/people/?on=2025-12-31")
    during = read(client, "/en/clusters/tywi-taf/people/?on=2026-06-30")
    after = read(client, "/en/clusters/tywi-taf/people/?on=2026-07-01")

    assert [len(page.select("#practices tbody tr")) for page in (before, during, after)] == [7, 8, 7]
    assert "As at 30 June 2026." in during.get_text()


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "31/03/2026", "0"])
def test_a_day_that_is_none_gets_a_sentence(client, day):
    soup = read(client, f"/en/clusters/tywi-taf/?on={day}", status=400)

    assert "Write it as 2026-03-31: year, month, day." in soup.get_text()
    assert soup.select_one(".app-languages a")["href"].startswith("/cy/")


def test_a_closed_cluster_says_what_followed(client):
    old = ClusterFactory(
        parent=Area.objects.get(slug_en="powys", kind="health_board"),
        name_en="Old cluster",
        slug_en="old-cluster",
        is_example=False,
        closed_on=datetime.date(2024, 4, 1),
    )
    successor = Cluster.objects.get(slug_en="mid-powys")
    SuccessionFactory(predecessor=old, successor=successor, on=datetime.date(2024, 4, 1))

    soup = read(client, "/en/clusters/old-cluster/", status=410)

    assert "This cluster closed on 1 April 2024." in soup.get_text()
    assert "Mid Powys" in links(soup)
    assert read(client, "/en/clusters/old-cluster/?on=2024-03-31").h1.get_text().startswith("Old cluster")


def test_an_address_that_a_cluster_once_had_leads_to_its_own(client):
    BodyAliasFactory(body=Cluster.objects.get(slug_en="tywi-taf"), name="2Ts of old", slug="2ts")

    response = client.get("/en/clusters/2ts/")

    assert (response.status_code, response["Location"]) == (301, "/en/clusters/tywi-taf/")
    assert client.get("/en/clusters/3ts/").status_code == 404


def test_practices_of_one_name_are_told_apart_by_address_and_code(client):
    soup = read(client, "/en/practices/W92009/")

    assert soup.h1.get_text(" ", strip=True) == "Meddygfa Teilo GP practice · W92009"
    assert facts(soup)["Address"] == "Crescent Road, SA19 6HN"
    assert facts(soup)["Cluster"] == "Tywi/Taf"


def test_a_planning_group_shows_its_authorities_and_clusters(client):
    soup = read(client, "/en/planning-groups/swansea-bay/")

    assert {"Swansea", "Neath Port Talbot"} <= set(links(soup))
    assert len(soup.select(".app-table tbody tr")) == 8
    assert "This group is assumed" not in soup.get_text()


def test_an_assumed_planning_group_says_so(client):
    assert "This group is assumed" in read(client, "/en/planning-groups/powys/").get_text()


def test_a_local_authority_shows_its_clusters_and_people(client):
    soup = read(client, "/en/local-authorities/powys/")

    assert facts(soup)["Registered patients"].startswith("141,570")
    table = next(one for one in soup.select(".app-table") if "Clusters in the local authority" in one.get_text())
    assert len(table.select("tbody tr")) == 3


@pytest.mark.parametrize(
    ("address", "title", "columns"),
    [
        ("/en/local-authorities/powys/", "Indicators of the local authority", 7),
        ("/en/health-boards/hywel-dda/", "Indicators of the health board", 6),
    ],
)
def test_an_authority_and_a_board_have_the_key_indicators_as_strips_and_as_a_table(client, address, title, columns):
    soup = read(client, address)

    lines = next(table for table in soup.select(".app-lines") if table.caption.get_text(strip=True) == title)

    assert len(lines.select("thead th")) == columns
    assert len(lines.select("tbody tr:not(.app-lines__topic)")) == 15
    assert len(soup.select(".app-profile li")) == 15
    values = [item.get_text(strip=True) for item in soup.select(".app-profile__value")]
    assert values == [
        row.select_one("td").get_text(strip=True) for row in lines.select("tbody tr:not(.app-lines__topic)")
    ]


def test_the_figure_of_an_authority_is_the_stored_one_with_its_words(client):
    figure = Figure.objects.get(
        figure_set__current__is_latest=True,
        figure_set__indicator__code="households_deprived_two_or_more",
        area__code="W06000023",
    )
    said = {"higher": "Higher than", "lower": "Lower than", "no_difference": "No statistically"}[figure.versus_wales]

    item = next(
        one
        for one in read(client, "/en/local-authorities/powys/").select(".app-profile li")
        if "dimensions" in one.text
    )

    assert item.select_one(".app-profile__value").get_text(strip=True) == f"{figure.value:.1f}"
    assert said in item.get_text(" ", strip=True)


def test_a_list_is_sorted_by_the_server_and_says_so(client):
    soup = read(client, "/en/health-boards/powys/?sort=-registered")

    table = next(one for one in soup.select(".app-table") if "Clusters of the health board" in one.get_text())
    assert table.select_one("tbody tr").th.get_text(strip=True) == "North Powys"
    assert table.select_one("th[aria-sort]")["aria-sort"] == "descending"


def test_the_catalogue_lists_every_indicator_six_of_them_waiting(client):
    soup = read(client, "/en/indicators/catalogue/")

    assert len(soup.select(".app-results > li")) == 70
    assert soup.get_text().count("Figures not yet published") == 6


def test_an_indicator_says_what_it_is_and_what_to_beware_of(client):
    soup = read(client, "/en/indicators/overcrowded-households/")

    headings = [one.get_text() for one in soup.select("h2")]
    assert headings[4:7] == ["Why it matters", "What to beware of", "How it is worked out"]
    assert "95% interval against the comparator’s value" in soup.get_text() or "95% interval against" in soup.get_text()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/", 4),
        ("/en/health-boards/betsi-cadwaladr/", 12),
        ("/en/clusters/tywi-taf/", 12),
        ("/en/practices/W92009/", 4),
        ("/en/planning-groups/swansea-bay/", 8),
        ("/en/local-authorities/cardiff/", 11),
        ("/en/indicators/catalogue/", 4),
        ("/en/indicators/overcrowded-households/", 10),
    ],
)
def test_pages_ask_little_of_the_database(client, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/en/", "This place is for trying things out: nothing here is real work, and no mail leaves it."),
        ("/cy/", "Lle i roi cynnig ar bethau yw hwn: nid oes unrhyw waith go iawn yma"),
    ],
)
def test_a_rehearsal_says_on_its_pages_that_it_is_one(page, settings, address, sentence):
    before = sentence in words(page(address).main)

    settings.REHEARSAL = True
    caches["default"].key_prefix = uuid.uuid4().hex

    assert (before, sentence in words(page(address).main)) == (False, True)
