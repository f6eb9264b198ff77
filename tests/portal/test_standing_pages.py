"""What every site must say of itself, to people and to machines."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings

from common.addresses import page_address
from indicators.models import Release
from indicators.presenters.dictionary import DICTIONARY
from indicators.presenters.methods import METHODS
from indicators.queries import TIDY_COLUMNS
from tests.factories import ReleaseFactory

pytestmark = pytest.mark.django_db
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- methods ---


@pytest.mark.parametrize(("language", "agree"), [("en", "yes"), ("cy", "ydy")])
def test_the_methods_page_shows_every_published_figure_beside_ours(page, language, agree):
    soup = page(page_address("indicators:methods", language))

    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in soup.select("tbody tr")]
    vectors = json.loads((settings.DATA_DIR / "method_vectors.json").read_text())["vectors"]
    assert {row[0] for row in rows} == {vector["id"] for vector in vectors}
    assert {row[4] for row in rows} == {agree}
    assert "60" in soup.select_one(".app-lead + p").get_text()


def test_what_the_methods_page_shows_is_worked_out_and_not_typed_in(page):
    soup = page("/en/methods/")

    row = next(row for row in soup.select("#proportion tbody tr") if row.select("td")[0].text == "upper_95")
    assert [cell.text for cell in row.select("td.app-number")] == ["5.44862", "5.44862"]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.code)
def test_each_formula_of_the_page_stands_in_the_document_for_those_who_check(method):
    document = re.sub(r"\s+", " ", (settings.BASE_DIR / "docs" / "methods.md").read_text())

    for line in re.split(r"\n| \| ", str(method.formula)):
        for part in re.split(r"\s{2,}", line.strip()):
            assert part in document, part


# --- sources ---


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_shipped_file_is_listed_with_its_publisher_and_licence(page, language):
    soup = page(page_address("portal:sources", language))

    listed = [row.select("td")[-1].get_text(strip=True) for row in soup.select("tbody tr")]
    shipped = {path.name for path in settings.DATA_DIR.iterdir()} - {"SOURCES.md"}
    assert sorted(listed) == sorted(shipped)
    assert all(cell.get_text(strip=True) for cell in soup.select("tbody th, tbody td"))


def test_every_shipped_file_is_described_where_it_comes_from():
    described = (settings.DATA_DIR / "SOURCES.md").read_text()

    assert [path.name for path in settings.DATA_DIR.iterdir() if path.name not in described] == ["SOURCES.md"]


# --- releases ---


def test_the_list_of_releases_tells_what_each_replaced_and_hides_the_rest(page):
    newest = Release.objects.filter(is_example=False).order_by("-number").first()
    ReleaseFactory(title_en="Withdrawn one", state=Release.State.WITHDRAWN)
    ReleaseFactory(title_en="Invented one", is_example=True)

    soup = page("/en/releases/")

    rows = soup.select("main tbody tr")
    assert [row.th.get_text(strip=True) for row in rows] == [f"{newest.number}: {newest.title_en}"]
    assert "Nothing: its figures are new." in rows[0].get_text()
    assert not {"Withdrawn one", "Invented one"} & set(soup.stripped_strings)


# --- for machines ---


def locations(client) -> dict[str, dict[str, str]]:
    """Return each address of the sitemap with its language versions."""
    tree = ElementTree.fromstring(text(client, "/sitemap.xml"))
    return {
        url.find("s:loc", SITEMAP).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", SITEMAP)
        }
        for url in tree.findall("s:url", SITEMAP)
    }


def test_the_sitemap_names_each_real_page_in_both_languages_and_no_example(client):
    found = locations(client)

    english = f"http://testserver{page_address('portal:cluster', 'en', slug='city-health')}"
    welsh = f"http://testserver{page_address('portal:cluster', 'cy', slug='iechyd-y-ddinas')}"
    assert found[english] == found[welsh] == {"en": english, "cy": welsh}
    assert len([address for address in found if "/en/clusters/" in address]) == 3 * 60
    assert not [address for address in found if "example" in address or "enghr" in address]


def test_every_address_of_the_sitemap_answers(client):
    sample = sorted(locations(client))[::40]

    assert len(sample) > 10
    assert {client.get(address).status_code for address in sample} == {200}


def test_crawlers_are_told_where_the_pages_are_and_what_only_repeats_them(client):
    lines = text(client, "/robots.txt").splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /en/indicators/?" in lines
    assert f"Disallow: {page_address('indicators:summary', 'cy')}?" in lines


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_link_to_a_page_can_be_shown_elsewhere_without_asking_anybody_else(page, language):
    slug = {"en": "city-health", "cy": "iechyd-y-ddinas"}[language]
    address = page_address("portal:cluster", language, slug=slug)

    soup = page(f"{address}?on=2026-01-01")

    meta = {tag["property"]: tag["content"] for tag in soup.select("meta[property]")}
    assert meta["og:title"] == soup.title.text.removesuffix(" - Clwstwr").strip()
    assert meta["og:url"] == soup.select_one("link[rel=canonical]")["href"] == f"http://testserver{address}"
    assert meta["og:locale"] == f"{language}_GB"
    assert soup.h1.find(string=True, recursive=False).strip() in meta["og:description"]
    assert meta["og:image"].startswith("http://testserver/static/clwstwr/preview.")


# --- what the file of all figures holds ---


def test_the_file_of_all_figures_leads_to_the_description_of_its_columns(client):
    response = client.get("/en/indicators.csv")
    metadata = json.loads(text(client, re.search(r"<http://testserver(.+?)>", response["Link"])[1]))

    heading = next(csv.reader(io.StringIO(response.content.decode())))
    columns = metadata["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == heading == list(TIDY_COLUMNS)
    assert metadata["url"] == "http://testserver/en/indicators.csv"
    for column in columns:
        said = {one["@language"]: one["@value"] for one in column["dc:description"]}
        assert said["en"] != said["cy"]


def test_the_file_holds_what_its_description_promises(client):
    rows = list(csv.DictReader(io.StringIO(text(client, "/en/indicators.csv"))))
    metadata = json.loads(text(client, "/en/indicators.csv-metadata.json"))

    keys = [tuple(row[name] for name in metadata["tableSchema"]["primaryKey"]) for row in rows]
    assert len(rows) > 2000
    assert len(set(keys)) == len(keys)
    for column in metadata["tableSchema"]["columns"]:
        values = {row[column["name"]] for row in rows}
        assert not (column.get("required") and "" in values), column["name"]
        if column["datatype"] in ("double", "integer"):
            kind = {"double": float, "integer": int}[column["datatype"]]
            assert [kind(value) for value in values if value]


def test_the_data_package_describes_the_same_columns(client):
    package = json.loads(text(client, "/en/indicators/datapackage.json"))

    (resource,) = package["resources"]
    assert [one["name"] for one in resource["schema"]["fields"]] == list(TIDY_COLUMNS)
    assert resource["path"] == "http://testserver/en/indicators.csv"


def test_the_data_dictionary_of_the_documents_names_every_column():
    dictionary = (settings.BASE_DIR / "docs" / "data-dictionary.md").read_text()

    assert [one.name for one in DICTIONARY if f"`{one.name}`" not in dictionary] == []


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/en/methods/", 1),
        ("/en/releases/", 4),
        ("/en/data-sources/", 1),
        ("/en/site-map/", 8),
        ("/en/privacy-and-cookies/", 2),
        ("/sitemap.xml", 12),
    ],
)
def test_standing_pages_ask_little_of_the_database(client, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most):
        client.get(address)
