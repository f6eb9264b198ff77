"""A frozen edition as a Word document, in both languages."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from plans.addresses import document_address
from plans.published.word import as_word
from tests.plans.published import published

pytestmark = pytest.mark.django_db
LEVELS = [f"Heading {number}" for number in range(1, 7)]


@pytest.fixture(params=["en", "cy"])
def made(request):
    edition = published()
    return request.param, edition, docx.Document(io.BytesIO(as_word(edition, request.param)))


def test_language_and_title_are_stated(made):
    language, edition, document = made

    spoken = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert spoken.get(qn("w:val")) == f"{language}-GB"
    assert document.core_properties.language == f"{language}-GB"
    assert edition.plan.period in document.core_properties.title


def test_headings_are_real_and_in_order(made):
    _language, _edition, document = made

    styles = [paragraph.style.name for paragraph in document.paragraphs]
    levels = [LEVELS.index(style) + 1 for style in styles if style in LEVELS]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [level for before, level in zip(levels, levels[1:], strict=False) if level > before + 1] == []


def test_the_first_row_of_each_table_is_its_heading(made):
    _language, _edition, document = made

    marked = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables]

    assert marked == [True] * 4


def test_it_is_made_when_asked_for_under_a_name_in_the_readers_language(client):
    edition = published()

    response = client.get(document_address(edition, "docx", "cy"))

    assert "-2026-argraffiad-1.docx" in response["Content-Disposition"]
    assert response["ETag"]
