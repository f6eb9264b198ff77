"""What was not told to the portal is never told as a fact: no note to oneself in brackets, no vacancy without a day."""

import html
import io
import re
import zipfile

import polib
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from common.addresses import page_address
from tests.reading import words
from tests.system.examples import EXAMPLES, LANGUAGES

# Marks of figures, [c] to [z], and notes of tables are the only things that stand in brackets.
BRACKETED = re.compile(r"\[(?!note |nodyn )[^\]\[]{3,}\]")
TOLD = {
    "PUBLISHER": "Example Health",
    "CONTACT_EMAIL": "clusters@example.org",
    "STATISTICAL_STATUS": "Example statistics",
    "COMPLIANCE_STATUS": "It complies.",
    "ENFORCEMENT_TEXT": "Turn to us.",
    "STATEMENT_DATES": "Prepared in 2026.",
    "PRIVACY_TEXT": "A duty in law.",
}
FILES = (
    ("indicators:summary_download", {"extension": "xlsx"}),
    ("indicators:clusters_chart", {"slug": "aged-65-and-over", "extension": "svg"}),
    ("indicators:summary_csv_metadata", {}),
    ("indicators:data_package", {}),
)
# Real bodies of which only practices and figures were entered.
BOARDS = ("aneurin-bevan", "betsi-cadwaladr", "hywel-dda", "powys")
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def text_of(content: bytes) -> str:
    """Return all that a page says: its words, and what stands in its attributes."""
    return html.unescape(content.decode())


@EVERY_LANGUAGE
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.label)
def test_no_public_page_shows_a_note_in_brackets(portal, example, language):
    answer = portal.reader.get(example.address(portal, language))

    assert answer.status_code == example.status
    assert BRACKETED.findall(text_of(answer.content)) == []


@EVERY_LANGUAGE
@pytest.mark.parametrize(("name", "arguments"), FILES, ids=[name for name, _arguments in FILES])
def test_no_file_shows_a_note_in_brackets_or_a_line_that_says_nothing(portal, name, arguments, language):
    if "slug" in arguments:
        arguments = arguments | {
            "slug": portal.read(f"SELECT slug_{language} FROM indicators_indicator WHERE code = 'aged_65_plus'")[0][0]
        }
    content = portal.reader.get(page_address(name, language, **arguments)).content

    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(one) for one in packed.namelist() if "sharedStrings" in one or "sheet1" in one]
    said = " ".join(part.decode() for part in parts)
    assert [one for one in BRACKETED.findall(said) if '"' not in one and "\n" not in one] == []
    assert "Published by" not in said


def test_no_text_of_the_portal_is_a_note_in_brackets():
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale" / "cy" / "LC_MESSAGES" / "django.po"))

    assert [entry.msgid for entry in catalogue if BRACKETED.match(entry.msgid)] == []


@pytest.fixture
def told(portal, settings):
    """The portal of a publisher who has spoken."""
    for name, text in TOLD.items():
        setattr(settings, name, text)
    return Client()


@EVERY_LANGUAGE
def test_what_the_publisher_said_stands_where_readers_look_for_it(told, language):
    said = {
        name: text_of(told.get(page_address(f"portal:{name}", language) + "?told=1").content)
        for name in ("accessibility", "privacy", "contact", "about")
    }

    assert [text for text in (*TOLD.values(),) if text not in " ".join(said.values())] == []
    assert TOLD["ENFORCEMENT_TEXT"] in said["accessibility"]
    assert TOLD["PRIVACY_TEXT"] in said["privacy"]
    assert TOLD["CONTACT_EMAIL"] in said["contact"]
    assert TOLD["STATISTICAL_STATUS"] in said["about"]


@EVERY_LANGUAGE
def test_what_the_publisher_has_not_said_leaves_no_heading_without_words(portal, language):
    for name in ("accessibility", "privacy", "contact"):
        main = BeautifulSoup(portal.reader.get(page_address(f"portal:{name}", language)).content, "html.parser").main

        assert [
            words(one) for one in main.find_all("h2") if one.find_next_sibling(["p", "dl", "div", "ul"]) is None
        ] == []
        assert [one for one in main.find_all("p") if not words(one)] == []
        assert all(len(words(one)) > 3 for one in main.find_all("p"))


# --- what nobody entered of real bodies ---


def pages_of(portal, board: str, language: str) -> dict[str, str]:
    """Return the words of the public pages of a board, its first cluster, planning group and practice."""
    slug = "slug_" + language
    parent = f"(SELECT id FROM governance_body WHERE body_kind = 'health_board' AND slug_en = '{board}')"
    of = f"FROM governance_body WHERE parent_id = {parent} AND body_kind"
    (cluster, key), group = (
        portal.read(f"SELECT {slug}, id {of} = 'cluster' ORDER BY slug_en")[0],
        portal.read(f"SELECT {slug} {of} = 'planning_group' ORDER BY slug_en")[0][0],
    )
    own = portal.read(f"SELECT {slug} FROM governance_body WHERE id = {parent}")[0][0]
    practice = portal.read(
        "SELECT p.ods_code FROM clusters_provider p JOIN clusters_membership m ON m.provider_id = p.id "
        f"WHERE m.cluster_id = {key} ORDER BY 1"
    )[0][0]
    addresses = {
        "cluster": ("portal:cluster", {"slug": cluster}),
        "people": ("portal:cluster_people", {"slug": cluster}),
        "board": ("portal:health_board", {"slug": own}),
        "group": ("clusters:planning_group", {"slug": group}),
        "practice": ("clusters:practice", {"code": practice}),
        "money": ("budgets:cluster_money", {"slug": cluster}),
        "board's money": ("budgets:board_money", {"slug": own}),
        "plans": ("plans:board", {"slug": own}),
        "group's plans": ("plans:group", {"slug": group}),
    }
    return {
        what: words(BeautifulSoup(portal.reader.get(page_address(name, language, **more)).content, "html.parser").main)
        for what, (name, more) in addresses.items()
    }


UNTOLD = {
    "en": {
        "offices": "Who holds these offices has not been entered in this portal:",
        "collaboratives": "No collaborative has been entered in this portal",
        "others": "Pharmacies, optometrists and dentists have not been entered in this portal for this cluster.",
        "plan": "No plan has been published here.",
        "plans": "No plan had been published here by this day.",
        "money": "No money of this cluster has been published here.",
        "board's money": "No money of the clusters of this board has been published here.",
        "vacant": "Vacant",
    },
    "cy": {
        "offices": "Nid yw pwy sy'n dal y swyddi hyn wedi'i gofnodi yn y porth hwn:",
        "collaboratives": "Nid oes cydweithrediad wedi'i gofnodi yn y porth hwn",
        "others": "Nid yw fferyllfeydd, optometryddion a deintyddion wedi'u cofnodi yn y porth hwn",
        "plan": "Nid oes cynllun wedi'i gyhoeddi yma.",
        "plans": "Nid oedd cynllun wedi'i gyhoeddi yma erbyn y diwrnod hwn.",
        "money": "Nid oes arian y clwstwr hwn wedi'i gyhoeddi yma.",
        "board's money": "Nid oes arian clystyrau'r bwrdd hwn wedi'i gyhoeddi yma.",
        "vacant": "wag",
    },
}


@EVERY_LANGUAGE
@pytest.mark.parametrize("board", BOARDS)
def test_real_bodies_say_once_what_nobody_has_entered(portal, board, language):
    said, untold = pages_of(portal, board, language), UNTOLD[language]

    for place, sentence in (
        ("cluster", "offices"),
        ("people", "offices"),
        ("people", "collaboratives"),
        ("people", "others"),
        ("cluster", "plan"),
        ("cluster", "money"),
        ("group", "offices"),
        ("group", "plan"),
        ("money", "money"),
        ("board's money", "board's money"),
        ("plans", "plans"),
        ("group's plans", "plans"),
    ):
        assert (place, said[place].count(untold[sentence])) == (place, 1)
    assert [what for what, text in said.items() if re.search(rf"\b{untold['vacant']}\b", text, re.IGNORECASE)] == []


@EVERY_LANGUAGE
def test_an_example_says_since_when_a_seat_is_vacant(portal, language):
    slug = portal.read(f"SELECT slug_{language} FROM governance_body WHERE slug_en = 'example-north'")[0][0]

    page = BeautifulSoup(portal.reader.get(page_address("portal:cluster", language, slug=slug)).content, "html.parser")

    said = {"en": "Vacant since 1 April 2025", "cy": "Yn wag ers: 1 Ebrill 2025"}[language]
    assert said in words(page.select_one("#who"))
