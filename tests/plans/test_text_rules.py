"""The rules by which an edition's texts are read: frozen with it, the same for page, PDF, Word and search."""

import io
from html import unescape

import docx
import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string

from plans.addresses import edition_address
from plans.editions.content import digest_of, frozen_data
from plans.editions.search import places, words_of
from plans.models import Edition, TextRules
from plans.published.documents import as_markup
from plans.published.halves import Words
from plans.published.word import as_word
from tests.plans.marked import published_with_marks
from tests.plans.published import published
from tests.system.markup import faults

pytestmark = pytest.mark.django_db

BEFORE = {
    "One **two**\nthree <b>": "<p>One **two**<br>three &lt;b&gt;</p>",
    "# Not a heading\n\n- a\n• b\n* c": "<p># Not a heading</p><ul><li>a</li><li>b</li><li>c</li></ul>",
    "| a | b |\n|---|---|": "<p>| a | b |<br>|---|---|</p>",
    "[a](https://example.org)": "<p>[a](https://example.org)</p>",
}


def prose(text: str, *, has_marks: bool) -> str:
    markup = render_to_string("plans/prose.html", {"words": Words(text, "en", False, has_marks), "under": 2})
    return BeautifulSoup(markup, "html.parser").select_one(".app-prose").decode_contents().strip()


@pytest.mark.parametrize(("text", "html"), BEFORE.items())
def test_a_text_from_before_there_were_marks_reads_as_it_did(text, html):
    assert unescape(prose(text, has_marks=False)) == unescape(html.replace("<br>", "<br/>"))


def test_the_page_shows_the_marks_and_the_search_finds_the_words(client):
    edition = published_with_marks()

    page = BeautifulSoup(client.get(edition_address(edition)).text, "html.parser")
    assert faults(page, "en") == {}
    text = page.select_one(".app-chapter .app-prose")

    assert [one.get_text() for one in text.select("h3, h4")] == ["What we heard", "In order"]
    assert text.select_one("a")["href"] == "https://example.org/report"
    assert text.select_one("caption").get_text() == "Practices and their lists"
    assert page.select_one(".app-planned__facts a").get_text() == "council"
    assert "**" not in page.get_text()
    assert "*" not in words_of(edition)
    assert "example org" not in words_of(edition)
    assert [(one.found, one.after) for one in places(edition, "report", language="en")][0][0] == "report"


def test_an_edition_of_before_keeps_its_digest_and_its_html():
    edition = published_with_marks(TextRules.PLAIN)

    assert "text_rules" not in frozen_data(edition)["plan"]
    assert "<p>The **first** thing is *care at home* in Tŷ Ŵyn.</p>" in as_markup(edition, "en")
    edition.text_rules = TextRules.MARKDOWN
    assert digest_of(frozen_data(edition)) != edition.digest


def test_the_rules_of_a_frozen_edition_stay():
    edition = published()

    with pytest.raises(DatabaseError, match="frozen_content_stays"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(text_rules=TextRules.PLAIN)


def words_in(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("language", ["en", "cy"])
def test_word_says_all_that_the_pdf_says(language):
    edition = published_with_marks()
    markup = BeautifulSoup(as_markup(edition, language), "html.parser")
    document = docx.Document(io.BytesIO(as_word(edition, language)))
    body = document.element.body
    written = words_in(" ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))
    joined = written.replace(" ", "")

    told = {words_in(node) for node in markup.body.find_all(string=True)}
    left_out = sorted(one for one in told if one.strip(" ;:,()") and one.replace(" ", "").strip(":;()") not in joined)

    assert left_out == ["Clwstwr"]


def test_word_has_contents_page_numbers_captions_and_links():
    document = docx.Document(io.BytesIO(as_word(published_with_marks(), "en")))
    xml = document.element.xml

    fields = [node.text.split()[0] for node in document.element.iter() if node.tag.endswith("}instrText")]
    footer = document.sections[0].footer._element.xml
    assert fields.count("PAGEREF") == xml.count('w:name="section_') + xml.count('w:name="on_a_page"')
    assert "NUMPAGES" in footer
    assert len([one for one in document.paragraphs if one.style.name == "Caption"]) == len(document.tables)
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert "https://example.org/report" in targets
    assert any("/en/" in one for one in targets)
    assert [one.style.name for one in document.paragraphs if one.text in ("in Welsh", "Falls")] == [
        *("List Bullet 2", "List Number"),
    ]
